import { registerExportRoutes } from '@linli/contract/people-lists'
import '../areas/areas.css'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { ExportFacts } from './ExportFacts.tsx'
import { useMessages } from './messages.ts'

const routes = registerExportRoutes

/** Exports that wait for a second person: what, how many, for what, and whose. */
export default function ExportRequests() {
  return (
    <main className="scroll pad stack">
      <ToDecide />
    </main>
  )
}

function ToDecide() {
  const m = useMessages()
  const list = usePaged(routes.listExportsToDecide, { limit: 20 })
  const decide = useCommand(routes.decideExport, [routes.listExportsToDecide.path])
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  return (
    <section className="panel">
      <h2>{m.toDecide}</h2>
      {decide.fault && (
        <p className="empty bad" role="alert">
          {decide.fault}
        </p>
      )}
      {list.items.length === 0 && <p className="empty">{m.noneToDecide}</p>}
      {list.items.length > 0 && (
        <table className="grid">
          <tbody>
            {list.items.map((one) => (
              <tr key={one.id}>
                <ExportFacts one={one} />
                <td>
                  <div className="doing">
                    {([true, false] as const).map((accept) => (
                      <button
                        key={String(accept)}
                        type="button"
                        className={accept ? 'btn pri' : 'btn'}
                        disabled={decide.busy}
                        onClick={() => void decide.run({ exportId: one.id, accept, words: '' })}
                      >
                        {accept ? m.accept : m.refuse}
                      </button>
                    ))}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </section>
  )
}
