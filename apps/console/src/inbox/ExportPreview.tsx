import '../areas/areas.css'
import { registerExportRoutes } from '@linli/contract/people-lists'
import { useState } from 'react'
import { queryClient } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useKeys } from '../frame/keys.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { ExportFacts } from '../register-lists/ExportFacts.tsx'
import { useMessages } from './messages.ts'

/** A list of people that somebody asks to carry away: what, how many, for what. A second person decides. */
export default function ExportPreview({ exportId }: { exportId: string }) {
  const m = useMessages()
  const [words, write] = useState('')
  const list = usePaged(registerExportRoutes.listExportsToDecide, { limit: 200 })
  const decide = useCommand(registerExportRoutes.decideExport, [registerExportRoutes.listExportsToDecide.path])
  const one = list.items.find(({ id }) => id === exportId)
  async function run(accept: boolean) {
    if (await decide.run({ exportId, accept, words })) await queryClient.invalidateQueries({ queryKey: ['/inbox'] })
  }
  useKeys(one ? { a: () => void run(true), r: () => void run(false) } : {})
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  if (!one) return <p className="blank">{m.gone}</p>
  return (
    <section className="pv" aria-label={m.titles['export']}>
      <div className="in">
        <h1>{m.titles['export']}</h1>
        <div className="panel">
          <table className="grid">
            <tbody>
              <tr>
                <ExportFacts one={one} />
              </tr>
            </tbody>
          </table>
        </div>
        <p className="mut">{m.exportHint}</p>
        <label className="field">
          {m.decide['words']}
          <textarea value={words} maxLength={500} onChange={({ target }) => write(target.value)} />
        </label>
        <FormFault text={decide.fault} />
      </div>
      <div className="acts">
        <button type="button" className="btn pri" disabled={decide.busy} onClick={() => void run(true)}>
          {m.decide['agree']}
          <kbd>A</kbd>
        </button>
        <button type="button" className="btn" disabled={decide.busy} onClick={() => void run(false)}>
          {m.decide['refuse']}
          <kbd>R</kbd>
        </button>
      </div>
    </section>
  )
}
