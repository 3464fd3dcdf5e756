import { peopleRoutes } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import type { RouteOutput } from '@linli/contract/route'
import { fieldText, useLocale, whenText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

type OpenedFile = RouteOutput<typeof rightsRoutes.openBreakGlass>
const groups = ['contact', 'identity', 'health', 'child'] as const

/** Danger to life: one file beyond reach by its whole number, for two hours, told and reviewed. */
export default function Emergency() {
  const m = useMessages()
  const open = useCommand(rightsRoutes.openBreakGlass, [])
  const [file, setFile] = useState<(OpenedFile & { reason: string }) | null>(null)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const reason = fieldText(form, 'reason').trim()
    const opened = await open.run({ document: { kind: 'resident_id', number: fieldText(form, 'number') }, reason })
    if (opened) setFile({ ...opened, reason })
  }
  return (
    <main className="scroll pad stack">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{m.openFile}</h1>
        <p className="mut">{m.emergencyHint}</p>
        <label>
          {m.number}
          <input name="number" required maxLength={40} autoComplete="off" />
        </label>
        <label>
          {m.why}
          <textarea name="reason" rows={2} required maxLength={300} />
        </label>
        <FormFault text={open.fault} />
        <div>
          <button className="btn pri" disabled={open.busy}>
            {m.openFile}
          </button>
        </div>
      </form>
      {file && <Values key={file.personId} file={file} />}
    </main>
  )
}

function Values({ file }: { readonly file: OpenedFile & { readonly reason: string } }) {
  const m = useMessages()
  const { locale } = useLocale()
  const reveal = useCommand(peopleRoutes.revealPerson, [])
  const [values, setValues] = useState<RouteOutput<typeof peopleRoutes.revealPerson>['values'] | null>(null)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const chosen = new FormData(event.currentTarget).getAll('groups')
    const opened = await reveal.run({
      personId: file.personId,
      purpose: 'emergency',
      groups: groups.filter((group) => chosen.includes(group)),
      reason: file.reason,
    })
    if (opened) setValues(opened.values)
  }
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <p role="status">{m.opened(file.title, whenText(file.expiresAt, locale))}</p>
      <fieldset>
        <legend>{m.groups}</legend>
        {groups.map((group) => (
          <label key={group} className="inline">
            <input type="checkbox" name="groups" value={group} defaultChecked={group === 'contact'} />
            {m.group[group]}
          </label>
        ))}
      </fieldset>
      <FormFault text={reveal.fault} />
      <div>
        <button className="btn" disabled={reveal.busy}>
          {m.show}
        </button>
      </div>
      {values && (
        <dl>
          {values.map(({ field, group, value }) => (
            <div key={field}>
              <dt className="mut">{m.group[group]}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </form>
  )
}
