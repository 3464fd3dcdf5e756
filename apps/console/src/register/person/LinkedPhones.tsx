import { rightsRoutes } from '@linli/contract/people-rights'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { ErrorState } from '../../frame/States.tsx'
import { When } from '../../frame/When.tsx'
import { useCommand } from '../../pages/use-command.ts'
import { usePersonMessages } from '../person-messages.ts'

/** Phones that see a file already, each to be ended. */
export function LinkedPhones({ personId }: { readonly personId: string }) {
  const mine = usePersonMessages()
  const links = useQuery(reading(rightsRoutes.listLinks, { personId }))
  const end = useCommand(rightsRoutes.endLink, [rightsRoutes.listLinks.path])
  if (links.error) return <ErrorState error={links.error} onRetry={() => void links.refetch()} />
  const items = links.data?.items ?? []
  return (
    <section aria-labelledby="linked">
      <h3 id="linked">{mine.linked}</h3>
      {links.data && items.length === 0 && <p className="mut">{mine.linkedNone}</p>}
      <ul className="phones">
        {items.map(({ id, phoneMasked, asGuardian, how, since }) => (
          <li key={id}>
            <b>{phoneMasked}</b>
            <span className="mut">
              {asGuardian && `${mine.guardian} · `}
              {mine.linkedHow[how]} · <When at={since} />
            </span>
            <button
              type="button"
              className="btn txt"
              disabled={end.busy}
              onClick={() => void end.run({ personId, linkId: id })}
            >
              {mine.endLink}
              <span className="sr">{phoneMasked}</span>
            </button>
          </li>
        ))}
      </ul>
      <FormFault text={end.fault} />
    </section>
  )
}
