import { rosterRoutes } from '@linli/contract/duty-roster'
import { useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { useMessages } from './messages.ts'

/** Whom one can reach at this moment, by station. */
export function OnDuty() {
  const m = useMessages()
  const { locale } = useLocale()
  const duty = useQuery({ ...reading(rosterRoutes.listOnDuty, {}), refetchInterval: 60_000 })
  if (duty.error) return <ErrorState error={duty.error} onRetry={() => void duty.refetch()} />
  if (!duty.data) return <Loading />
  if (duty.data.items.length === 0) return <p className="blank">{m.nobodyNow}</p>
  return (
    <section className="panel rosterwide">
      <table className="grid">
        <Heads names={[m.person, m.kind, m.unit, m.grids, m.phone]} />
        <tbody>
          {duty.data.items.map(({ staff, unit, kind, until, gridNames }) => (
            <tr key={`${staff.id} ${unit.id} ${until}`}>
              <td>
                <b>{staff.name}</b>
              </td>
              <td>
                {m.kinds[kind]} <span className="mut">{m.until(whenText(until, locale))}</span>
              </td>
              <td>{unit.name}</td>
              <td>{gridNames.join('、')}</td>
              <td>{staff.phone ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
