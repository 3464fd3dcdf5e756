import { dutyRoutes } from '@linli/contract/duty'
import type { VisitForm } from '@linli/contract/fieldwork'
import { Icon, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { say } from '../frame/said.ts'
import { useCommand } from '../pages/use-command.ts'
import { Line } from './controls.tsx'
import { blankDraft, draftsOf, type Faults, formOf, lineFault, linesOf, moved, questionOf } from './drafts.ts'
import { FormPreview } from './FormPreview.tsx'
import { useFormMessages } from './form-messages.ts'
import { QuestionField } from './QuestionField.tsx'

interface Props {
  /** Null: a new one. */
  readonly form: VisitForm | null
  readonly onDone: () => void
}

const changed = [dutyRoutes.listVisitForms.path, dutyRoutes.listVisitFormVersions.path]
const MOST = 60

/** A form as it is written, question by question, and beside it how it looks on the phone. */
export function FormEditor({ form, onDone }: Props) {
  const m = useFormMessages()
  const { locale } = useLocale()
  const [code, setCode] = useState(form?.code ?? '')
  const [names, setNames] = useState(form?.names ?? { zh: '', en: '' })
  const [deeds, setDeeds] = useState(() => linesOf(form?.deeds ?? []))
  const [drafts, setDrafts] = useState(() => draftsOf(form))
  const change = useCommand(dutyRoutes.changeVisitForm, changed)
  const close = useCommand(dutyRoutes.closeVisitForm, changed)
  const { faults } = change

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!(await change.run({ code, seenVersion: form?.version ?? 0, form: formOf(names, deeds, drafts) }))) return
    say({ words: m.saved })
    onDone()
  }
  async function stop() {
    if (!form || !confirm(m.closeAsk)) return
    if (!(await close.run({ code: form.code, seenVersion: form.version }))) return
    say({ words: m.closed })
    onDone()
  }
  return (
    <div className="rulepage">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{form ? form.names[locale] : m.add}</h1>
        {form === null && (
          <Line
            label={m.code}
            hint={m.codeHint}
            fault={faults['code']}
            most={40}
            pattern="[a-z][a-z0-9_]{1,39}"
            value={code}
            onChange={setCode}
          />
        )}
        <div className="row2">
          {(['zh', 'en'] as const).map((language) => (
            <Line
              key={language}
              label={language === 'zh' ? m.nameZh : m.nameEn}
              fault={faults[`form.names.${language}`]}
              most={100}
              value={names[language]}
              onChange={(value) => setNames({ ...names, [language]: value })}
            />
          ))}
        </div>
        <Field label={m.deeds} hint={m.deedsHint} fault={lineFault(faults, 'form.deeds', m.lineFault)}>
          {(control) => (
            <textarea {...control} rows={4} value={deeds} onChange={({ target }) => setDeeds(target.value)} />
          )}
        </Field>
        <h2 style={{ font: 'var(--t-16)' }}>{m.questions}</h2>
        {drafts.map((draft, at) => (
          <QuestionField
            key={draft.id}
            title={m.question(at + 1)}
            draft={draft}
            before={drafts.slice(0, at).map(questionOf)}
            faults={faultsAt(faults, `form.questions.${at}.`)}
            onChange={(next) => setDrafts(drafts.map((one) => (one.id === draft.id ? next : one)))}
            onMove={(by) => setDrafts(moved(drafts, at, by))}
            isFirst={at === 0}
            isLast={at === drafts.length - 1}
            onRemove={() => setDrafts(drafts.filter(({ id }) => id !== draft.id))}
          />
        ))}
        <div>
          <button
            type="button"
            className="btn"
            disabled={drafts.length >= MOST}
            onClick={() => setDrafts([...drafts, blankDraft()])}
          >
            <Icon name="plus" />
            {m.addQuestion}
          </button>
        </div>
        <FormFault text={change.fault ?? close.fault} />
        <div className="inline">
          <button type="submit" className="btn pri" disabled={change.busy}>
            {form ? m.save : m.saveNew}
          </button>
          <button type="button" className="btn" onClick={onDone}>
            {m.cancel}
          </button>
          {form && (
            <button type="button" className="btn danger" disabled={close.busy} onClick={() => void stop()}>
              {m.close}
            </button>
          )}
        </div>
      </form>
      <FormPreview name={names[locale]} questions={drafts.map(questionOf)} />
    </div>
  )
}

/** Faults below a path, by the rest of it. */
function faultsAt(faults: Faults, start: string): Faults {
  return Object.fromEntries(
    Object.entries(faults).flatMap(([path, words]) =>
      path.startsWith(start) ? [[path.slice(start.length), words]] : [],
    ),
  )
}
