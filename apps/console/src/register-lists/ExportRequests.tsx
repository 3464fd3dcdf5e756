import '../areas/areas.css'
import { registerExportRoutes } from '@linli/contract/people-lists'
import { usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { ExportTable } from './ExportTable.tsx'
import { useMessages } from './messages.ts'

const routes = registerExportRoutes

/** Exports that wait for a second person: what, how many, for what, and whose. */
export default function ExportRequests() {
  const m = useMessages()
  const list = usePaged(routes.listExportsToDecide, { limit: 20 })
  const decide = useCommand(routes.decideExport, [routes.listExportsToDecide.path])
  return (
    <main className="scroll pad stack">
      <ExportTable title={m.toDecide} list={list} none={m.noneToDecide} fault={decide.fault}>
        {(one) => (
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
        )}
      </ExportTable>
    </main>
  )
}
