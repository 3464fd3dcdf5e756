import { DeletionCause, retentionRoutes } from '@linli/contract/retention'
import { useLocale, whenText } from '@linli/ui'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { filter, Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** Newest first; each opens as the page that is printed. */
export function Certificates({ cause }: { readonly cause: string | null }) {
  const m = useMessages()
  const { locale } = useLocale()
  const chosen = DeletionCause.safeParse(cause).data
  const list = usePaged(retentionRoutes.listCertificates, { limit: 50, ...(chosen ? { cause: chosen } : {}) })
  return (
    <>
      <div className="chips" role="group" aria-label={m.cause}>
        {[undefined, ...DeletionCause.options].map((one) => (
          <button
            key={one ?? ''}
            type="button"
            className={one === chosen ? 'chip on' : 'chip'}
            aria-pressed={one === chosen}
            onClick={() => filter({ cause: one })}
          >
            {one ? m.causes[one] : m.all}
          </button>
        ))}
      </div>
      {list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      {!list.error && !list.isRead && <Loading />}
      {list.isRead && list.items.length === 0 && <p className="blank">{m.noCertificates}</p>}
      {list.items.length > 0 && (
        <section className="panel">
          <table className="grid">
            <thead>
              <tr>
                <th>{m.number}</th>
                <th>{m.at}</th>
                <th>{m.what}</th>
                <th>{m.cause}</th>
                <th className="num">{m.count}</th>
              </tr>
            </thead>
            <tbody>
              {list.items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={paths.certificate(one.id)}>{one.number}</Link>
                  </td>
                  <td className="num">{one.finishedAt === null ? m.running : whenText(one.finishedAt, locale)}</td>
                  <td>
                    {one.names[locale]} <small className="mut">{m.groups[one.fieldGroup] ?? one.fieldGroup}</small>
                  </td>
                  <td>{m.causes[one.cause]}</td>
                  <td className="num">{one.subjects}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <More list={list} />
        </section>
      )}
    </>
  )
}
