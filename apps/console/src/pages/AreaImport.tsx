import { newId } from '@linli/client'
import { areaRoutes, importFaultText, type ImportRow } from '@linli/contract/areas'
import { fieldText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { saveText, toBase64 } from '../import/files.ts'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

/** Try first: what would change, and which rows are at fault; then import. */
export default function AreaImport() {
  const m = useMessages()
  const { locale } = useLocale()
  const [result, setResult] = useState<ImportRow | null>(null)
  const send = useCommand(areaRoutes.importAreas, ['/areas/tree', '/areas/:areaId', '/areas/map', '/imports'])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const file = form.get('file')
    if (!(file instanceof File)) return
    // The button that was pressed says whether it is a trial.
    const { submitter } = event.nativeEvent as SubmitEvent
    const data = await toBase64(file)
    const datum = fieldText(form, 'datum')
    const done = await send.run({
      id: newId(),
      fileName: file.name,
      format: /\.(geo)?json$/i.test(file.name) ? 'geojson' : 'csv',
      data,
      options: {
        datum: datum === 'wgs84' || datum === 'bd09' ? datum : 'gcj02',
        validFrom: fieldText(form, 'from'),
        mode: form.get('mode') === 'apply_good' ? 'apply_good' : 'all_or_nothing',
      },
      dryRun: submitter?.getAttribute('value') !== 'apply',
    })
    if (done) setResult(done)
  }

  async function saveRejected(importId: string) {
    const file = await client.call(areaRoutes.getRejectedRows, { importId })
    saveText(file.filename, file.csv)
  }

  return (
    <main className="scroll pad stack">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{m.importTitle}</h1>
        <p className="mut">{m.importHint}</p>
        <label>
          {m.file}
          <input type="file" name="file" accept=".csv,.txt,.json,.geojson" required />
        </label>
        <div className="row2">
          <label>
            {m.datum}
            <select name="datum">
              <option value="gcj02">GCJ-02</option>
              <option value="bd09">BD-09</option>
              <option value="wgs84">WGS 84 / CGCS2000</option>
            </select>
          </label>
          <label>
            {m.from}
            <input type="date" name="from" required />
          </label>
        </div>
        <label>
          {m.mode}
          <select name="mode">
            <option value="all_or_nothing">{m.allOrNothing}</option>
            <option value="apply_good">{m.applyGood}</option>
          </select>
        </label>
        {send.fault && (
          <p className="bad" role="alert">
            {send.fault}
          </p>
        )}
        <div style={{ display: 'flex', gap: 8 }}>
          <button type="submit" value="try" className="btn" disabled={send.busy}>
            {m.dryRun}
          </button>
          <button type="submit" value="apply" className="btn pri" disabled={send.busy}>
            {m.apply}
          </button>
        </div>
      </form>
      {result && (
        <section className="panel" role="status">
          <h2>{`${m.report}：${m.states[result.state]}`}</h2>
          <p className="empty">{m.counts(result.report)}</p>
          {result.report.faults.length > 0 && (
            <>
              <p className="empty">
                <button type="button" className="btn" onClick={() => void saveRejected(result.id)}>
                  {m.rejected}
                </button>
              </p>
              <table className="grid">
                <thead>
                  <tr>
                    <th>{m.row}</th>
                    <th>{m.column}</th>
                    <th>{m.value}</th>
                    <th>{m.why}</th>
                  </tr>
                </thead>
                <tbody>
                  {result.report.faults.slice(0, 200).map((fault, index) => (
                    <tr key={`${fault.row}-${index}`}>
                      <td>{fault.row}</td>
                      <td>{fault.column}</td>
                      <td>{fault.value}</td>
                      <td>{importFaultText[fault.reason][locale]}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
        </section>
      )}
    </main>
  )
}
