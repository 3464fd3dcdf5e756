import { newId, problemText } from '@linli/client'
import { mostTemplateBytes, type ReportCheck, type ReportTemplate, reportRoutes } from '@linli/contract/people-reports'
import { fieldText, useLocale } from '@linli/ui'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { Field } from '../areas/form/Field.tsx'
import { FilePick } from '../frame/FilePick.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { toBase64 } from '../import/files.ts'
import { useCommand } from '../pages/use-command.ts'
import { CheckTable } from './CheckTable.tsx'
import { useMessages } from './messages.ts'

interface Props {
  /** The template that gets a new version; null for a new one. */
  readonly template: ReportTemplate | null
  readonly onDone: (template: ReportTemplate | null) => void
}

interface Chosen {
  readonly name: string
  readonly data: string
  readonly check: ReportCheck
}

/** A workbook is looked at as soon as it is chosen: what is wrong with it is told before anything is kept. */
export function SendTemplate({ template, onDone }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const [templateId] = useState(() => template?.id ?? newId())
  const [chosen, choose] = useState<Chosen | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const set = useCommand(reportRoutes.setReportTemplate, [
    reportRoutes.listReportTemplates.path,
    reportRoutes.previewReport.path,
  ])

  async function look({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0]
    choose(null)
    setFault(null)
    if (!file) return
    if (file.size > mostTemplateBytes) return setFault(m.tooLarge)
    try {
      const data = await toBase64(file)
      choose({ name: file.name, data, check: await client.call(reportRoutes.checkReportTemplate, { file: data }) })
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!chosen) return
    const name = fieldText(new FormData(event.currentTarget), 'name').trim()
    const kept = await set.run({
      templateId,
      seenVersion: template?.version ?? 0,
      name,
      fileName: chosen.name,
      file: chosen.data,
    })
    if (kept) onDone(kept)
  }

  const wrong = chosen?.check.marks.filter((mark) => mark.fault !== null).length ?? 0
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <h2 style={{ font: 'var(--t-16)', padding: 0 }}>{template ? m.sendNext(template.name) : m.sendTitle}</h2>
      <Field label={m.file} hint={m.fileHint} fault={fault ?? undefined}>
        {(control) => <FilePick {...control} accept=".xlsx" required onChange={(event) => void look(event)} />}
      </Field>
      {chosen && <CheckTable check={chosen.check} />}
      {chosen && wrong === 0 && (
        <Field label={m.name} fault={set.faults['name']}>
          {(control) => (
            <input
              {...control}
              name="name"
              required
              maxLength={100}
              defaultValue={template?.name ?? chosen.name.replace(/\.xlsx$/i, '').slice(0, 100)}
            />
          )}
        </Field>
      )}
      <FormFault text={set.fault} />
      <div className="doing">
        {chosen && wrong === 0 && (
          <button type="submit" className="btn pri" disabled={set.busy}>
            {m.keep}
          </button>
        )}
        <button type="button" className="btn" onClick={() => onDone(null)}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
