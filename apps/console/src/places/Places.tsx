import { placeRoutes } from '@linli/contract/matters'
import { useCommand } from '../pages/use-command.ts'
import { PagedList, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { PlaceForm } from './PlaceForm.tsx'

/** Places with a QR code of their own. */
export default function Places() {
  const m = useMessages()
  const list = usePaged(placeRoutes.listPlaces, { limit: 100 })
  const close = useCommand(placeRoutes.closePlace, ['/places'])
  const open = list.items.filter(({ closedAt }) => closedAt === null)
  return (
    <main className="scroll pad stack">
      <PlaceForm />
      <PagedList list={list} none={m.none}>
        {open.length > 0 && (
          <p>
            <Link className="btn" to={paths.placeSheet(open.slice(0, 100).map(({ id }) => id))}>
              {m.printAll(Math.min(open.length, 100))}
            </Link>
          </p>
        )}
        <table className="grid">
          <tbody>
            {list.items.map((place) => (
              <tr key={place.id}>
                <td>{place.name}</td>
                <td>{place.address}</td>
                <td className="num">{`${place.point.lat.toFixed(5)}, ${place.point.lon.toFixed(5)}`}</td>
                <td>
                  {place.closedAt ? (
                    <span className="mut">{m.closed}</span>
                  ) : (
                    <>
                      <Link className="btn" to={paths.placeSheet([place.id])} aria-label={`${m.print} ${place.name}`}>
                        {m.print}
                      </Link>{' '}
                      <button
                        type="button"
                        className="btn txt"
                        aria-label={`${m.close} ${place.name}`}
                        onClick={() => void close.run({ placeId: place.id })}
                      >
                        {m.close}
                      </button>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </PagedList>
    </main>
  )
}
