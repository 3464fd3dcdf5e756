import { areaRoutes, importFaultText, type ImportRow } from '@linli/contract/areas'
import type { ReactNode } from 'react'
import { client } from '../api.ts'
import { FaultTable } from '../import/FaultTable.tsx'
import { saveText } from '../import/files.ts'
import { useMessages } from './import-messages.ts'

/** What a list changed or would change, and which rows are at fault; `children` is what may be done about it. */
export function ImportReport({ result, children }: { result: ImportRow; children: ReactNode }) {
  const m = useMessages()
  const { faults, faultCount, withoutSuccessor } = result.report

  async function saveRejected() {
    const file = await client.call(areaRoutes.getRejectedRows, { importId: result.id })
    saveText(file.filename, file.csv)
  }

  return (
    <section className="panel" role="status">
      <h2>{m.states[result.state]}</h2>
      <div className="empty stack">
        <p>{m.trueFrom(result.options.validFrom ?? '')}</p>
        <p>{m.counts(result.report)}</p>
        {withoutSuccessor.length > 0 && (
          <details open={withoutSuccessor.length < 20}>
            <summary className="lost">{m.lonely(withoutSuccessor.length)}</summary>
            <p>{withoutSuccessor.join('、')}</p>
          </details>
        )}
        <div className="doing">
          {children}
          {faultCount > 0 && (
            <button type="button" className="btn" onClick={() => void saveRejected()}>
              {m.rejected}
            </button>
          )}
        </div>
      </div>
      {faultCount > 0 && <FaultTable faults={faults} reasons={importFaultText} count={faultCount} />}
    </section>
  )
}
