import type { FormEvent, ReactNode } from 'react'
import { FormFault } from '../../frame/FormFault.tsx'
import type { Refused } from '../../pages/use-command.ts'
import { Field } from '../form/Field.tsx'
import { Refusal } from '../form/Refusal.tsx'
import { today } from '../form/today.ts'
import { type Draft, textsOf } from '../form/use-draft.ts'
import { useMessages } from '../messages.ts'

interface Props {
  readonly draft: Draft
  readonly refused: Refused
  /** The fields that show their own faults. */
  readonly beside: readonly string[]
  readonly busy: boolean
  /** Why it cannot be sent yet; told when somebody tries. */
  readonly hint?: string | null
  /** What will be otherwise, before it is sent. */
  readonly summary?: ReactNode
  readonly submit: string
  readonly onCancel: () => void
  readonly onSubmit: (form: FormData) => void
  readonly children?: ReactNode
}

/** What is done, from which day on; with what the server says beside the field that it is about. */
export function WorkForm({ draft, refused, beside, busy, hint, summary, submit, onCancel, onSubmit, children }: Props) {
  const m = useMessages()
  return (
    <form
      className="form"
      onInput={(event) => draft.keep(textsOf(event.currentTarget))}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        // A second click may come before the button has been drawn disabled.
        if (!busy) onSubmit(new FormData(event.currentTarget))
      }}
    >
      {children}
      <Field label={m.from} hint={m.fromHint} fault={refused.faults['from']}>
        {(control) => (
          <input
            {...control}
            type="date"
            name="from"
            required
            min="1900-01-01"
            max="2199-12-31"
            defaultValue={draft.text('from', today())}
          />
        )}
      </Field>
      {summary && <div className="summary">{summary}</div>}
      <Refusal command={refused} beside={['from', ...beside]} />
      <FormFault text={hint} />
      <div className="doing">
        <button type="submit" className="btn pri" disabled={busy}>
          {submit}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
