import { newId } from '@linli/client'
import { areaRoutes, type ImportRow } from '@linli/contract/areas'
import type { RouteInput } from '@linli/contract/route'
import { fieldText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import '../areas/areas.css'
import { Field } from '../areas/form/Field.tsx'
import { useMessages } from '../areas/import-messages.ts'
import { ImportReport } from '../areas/ImportReport.tsx'
import { areaQueries } from '../areas/work/desk.ts'
import { FilePick } from '../frame/FilePick.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { toBase64 } from '../import/files.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useCommand } from './use-command.ts'

type Asked = Omit<RouteInput<typeof areaRoutes.importAreas>, 'commandId' | 'id' | 'dryRun'>

/** A trial, with what was tried: exactly that is imported, whatever becomes of the file in the meantime. */
interface Trial {
  readonly asked: Asked
  readonly applyId: string
  readonly result: ImportRow
}

/** What the server takes, before it is written as text. */
const MOST_BYTES = 15 * 1024 * 1024

/** Try first: what would change, and which rows are at fault; then import. */
export default function AreaImport() {
  const m = useMessages()
  const [trial, setTrial] = useState<Trial | null>(null)
  const [done, setDone] = useState<ImportRow | null>(null)
  const [hint, setHint] = useState<string | null>(null)
  const send = useCommand(areaRoutes.importAreas, [...areaQueries, '/imports', '/me'])

  async function check(form: FormData) {
    const file = form.get('file')
    if (!(file instanceof File) || send.busy) return
    setDone(null)
    setTrial(null)
    setHint(file.size > MOST_BYTES ? m.tooLarge : null)
    if (file.size > MOST_BYTES) return
    const data = await toBase64(file).catch(() => null)
    if (data === null) return setHint(m.unreadable)
    const asked = askedOf(form, file.name, data)
    const result = await send.run({ ...asked, id: newId(), dryRun: true })
    if (result) setTrial({ asked, applyId: newId(), result })
  }
  async function apply({ asked, applyId }: Trial) {
    const result = await send.run({ ...asked, id: applyId, dryRun: false })
    if (!result) return
    setTrial(null)
    setDone(result)
  }

  return (
    <main className="scroll pad stack">
      <form
        className="form panel"
        // A trial is of what was asked then; something else is to be tried anew.
        onChange={() => setTrial(null)}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          void check(new FormData(event.currentTarget))
        }}
      >
        <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
        <p className="mut">{m.hint}</p>
        <Field label={m.file}>
          {(control) => <FilePick {...control} name="file" accept=".csv,.txt,.xlsx,.json,.geojson" required />}
        </Field>
        <div className="row2">
          <Field label={m.datum}>
            {(control) => (
              <select {...control} name="datum">
                <option value="gcj02">GCJ-02</option>
                <option value="bd09">BD-09</option>
                <option value="wgs84">WGS 84 / CGCS2000</option>
              </select>
            )}
          </Field>
          <Field label={m.from} hint={m.fromHint} fault={send.faults['options.validFrom']}>
            {(control) => <input {...control} type="date" name="from" />}
          </Field>
          <Field label={m.mode}>
            {(control) => (
              <select {...control} name="mode">
                <option value="all_or_nothing">{m.modes.all_or_nothing}</option>
                <option value="apply_good">{m.modes.apply_good}</option>
              </select>
            )}
          </Field>
          <Field label={m.extent}>
            {(control) => (
              <select {...control} name="extent">
                <option value="auto">{m.extents.auto}</option>
                <option value="complete">{m.extents.complete}</option>
                <option value="partial">{m.extents.partial}</option>
              </select>
            )}
          </Field>
        </div>
        <FormFault text={hint ?? send.fault} />
        <div className="doing">
          <button type="submit" className="btn pri" disabled={send.busy}>
            {m.check}
          </button>
          {send.busy && <span role="status">{m.busy}</span>}
        </div>
      </form>
      {trial && (
        <ImportReport result={trial.result}>
          <Confirm trial={trial} busy={send.busy} onApply={() => void apply(trial)} />
        </ImportReport>
      )}
      {done && (
        <ImportReport result={done}>
          <Link to={paths.areas} className="btn">
            {m.see}
          </Link>
        </ImportReport>
      )}
    </main>
  )
}

function Confirm({ trial, busy, onApply }: { trial: Trial; busy: boolean; onApply: () => void }) {
  const m = useMessages()
  const { created, changed, closed, faultCount } = trial.result.report
  if (faultCount > 0 && trial.asked.options.mode !== 'apply_good') return <p className="bad">{m.mend}</p>
  if (created + changed + closed === 0) return <p>{faultCount > 0 ? m.mend : m.nothing}</p>
  return (
    <button type="button" className="btn pri" disabled={busy} onClick={onApply}>
      {faultCount > 0 ? m.confirmGood(faultCount) : m.confirm}
    </button>
  )
}

function askedOf(form: FormData, fileName: string, data: string): Asked {
  const [datum, extent, from] = [fieldText(form, 'datum'), fieldText(form, 'extent'), fieldText(form, 'from')]
  return {
    fileName,
    format: /\.(geo)?json$/i.test(fileName) ? 'geojson' : 'csv',
    data,
    options: {
      datum: datum === 'wgs84' || datum === 'bd09' ? datum : 'gcj02',
      ...(from === '' ? {} : { validFrom: from }),
      mode: fieldText(form, 'mode') === 'apply_good' ? 'apply_good' : 'all_or_nothing',
      ...(extent === 'complete' || extent === 'partial' ? { extent } : {}),
    },
  }
}
