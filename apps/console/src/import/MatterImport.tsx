import { matterFaultText, type MatterImportResult, matterImportRoutes } from '@linli/contract/matter-import'
import { fieldText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FilePick } from '../frame/FilePick.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { FaultTable } from './FaultTable.tsx'
import { saveText, toBase64 } from './files.ts'
import { useMessages } from './messages.ts'

/** Lists of other platforms and departments: tried first, then taken in. */
export default function MatterImport() {
  const m = useMessages()
  const [result, setResult] = useState<MatterImportResult | null>(null)
  const send = useCommand(matterImportRoutes.importMatters, ['/matters', '/inbox'])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const file = form.get('file')
    if (!(file instanceof File)) return
    // The button that was pressed says whether it is a trial.
    const { submitter } = event.nativeEvent as SubmitEvent
    const datum = fieldText(form, 'datum')
    const done = await send.run({
      fileName: file.name,
      data: await toBase64(file),
      channel: fieldText(form, 'channel') === 'department' ? 'department' : 'import',
      datum: datum === 'gcj02' || datum === 'bd09' ? datum : 'wgs84',
      mode: fieldText(form, 'mode') === 'apply_good' ? 'apply_good' : 'all_or_nothing',
      notify: form.has('notify'),
      dryRun: submitter?.getAttribute('value') !== 'apply',
    })
    if (done) setResult(done)
  }

  return (
    <main className="scroll pad stack">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
        <p className="mut">{m.hint}</p>
        <p>
          <button type="button" className="btn" onClick={() => saveText('template.csv', `\ufeff${m.headings}\r\n`)}>
            {m.template}
          </button>
        </p>
        <label>
          {m.file}
          <FilePick name="file" accept=".csv,.txt,.xlsx" required />
        </label>
        <div className="row2">
          <label>
            {m.channel}
            <select name="channel">
              <option value="department">{m.channels.department}</option>
              <option value="import">{m.channels.import}</option>
            </select>
          </label>
          <label>
            {m.datum}
            <select name="datum">
              <option value="wgs84">WGS 84 / CGCS2000</option>
              <option value="gcj02">GCJ-02</option>
              <option value="bd09">BD-09</option>
            </select>
          </label>
        </div>
        <label>
          {m.mode}
          <select name="mode">
            <option value="all_or_nothing">{m.allOrNothing}</option>
            <option value="apply_good">{m.applyGood}</option>
          </select>
        </label>
        <label className="inline">
          <input type="checkbox" name="notify" />
          {m.notify}
        </label>
        <FormFault text={send.fault} />
        <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          <button type="submit" value="try" className="btn" disabled={send.busy}>
            {m.check}
          </button>
          <button type="submit" value="apply" className="btn pri" disabled={send.busy}>
            {m.apply}
          </button>
          {send.busy && <span role="status">{m.busy}</span>}
        </div>
      </form>
      {result && <Outcome result={result} />}
    </main>
  )
}

function Outcome({ result }: { result: MatterImportResult }) {
  const m = useMessages()
  const { faults, rejected, created } = result
  const faulty = new Set(faults.map((fault) => fault.row)).size
  return (
    <section className="panel" role="status">
      <h2>{m.states[result.state]}</h2>
      <p className="empty">
        {m.counts(result.rows, created.length, faulty)}
        <br />
        {`${m.readAs}：${result.columns.map(({ heading }) => heading).join('、')}`}
      </p>
      {created.length > 0 && (
        <p className="empty">
          <Link to={paths.matters}>{m.newest}</Link>
        </p>
      )}
      {rejected !== null && (
        <>
          <p className="empty">
            <button type="button" className="btn" onClick={() => saveText(m.rejectedName, rejected)}>
              {m.rejected}
            </button>
          </p>
          <FaultTable faults={faults} reasons={matterFaultText} count={faults.length} />
        </>
      )}
    </section>
  )
}
