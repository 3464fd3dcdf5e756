import { closingRoutes, type FileClosing } from '@linli/contract/file-closings'
import { fieldText, Status, useLocale, whenText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const changes = [closingRoutes.listClosings.path, '/inbox']

/** One closed file with who asked and who agreed, and what the reader may do about it. */
export function Closing({ closing }: { readonly closing: FileClosing }) {
  const m = useMessages()
  const { locale } = useLocale()
  const closed = closing.state === 'active'
  return (
    <article className="panel stack">
      <h2 style={{ font: 'var(--t-16)' }}>{closing.title ?? m.gone}</h2>
      <div>
        <Status tone={closed ? 'warn' : 'neutral'} icon={closed ? 'lock' : 'clock'}>
          {m.states[closing.state]}
        </Status>
      </div>
      <p>
        {m.grounds[closing.ground]} · {closing.words}
      </p>
      <p>{m.named(closing.named.join(m.and), closing.until)}</p>
      <ul className="mut">
        <li>{m.asked(closing.askedBy ?? '—', whenText(closing.askedAt, locale))}</li>
        {closing.decidedBy !== null && <li>{m.decided(closing.decidedBy, closing.decidedWords ?? '')}</li>}
        {closing.endAskedBy !== null && <li>{m.askedEnd(closing.endAskedBy, closing.endWords ?? '')}</li>}
        {closing.endedBy !== null && <li>{m.endedBy(closing.endedBy)}</li>}
      </ul>
      {closing.may.includes('decide') && <Decide closingId={closing.id} />}
      {closing.may.includes('propose_end') && <End closingId={closing.id} />}
    </article>
  )
}

function Decide({ closingId }: { readonly closingId: string }) {
  const m = useMessages()
  const decide = useCommand(closingRoutes.decideClosing, changes)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The button that was pressed says which of the two it is.
    const { submitter } = event.nativeEvent as SubmitEvent
    const accept = submitter?.getAttribute('value') === 'accept'
    await decide.run({ closingId, accept, words: fieldText(new FormData(event.currentTarget), 'words').trim() })
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {m.decideWords}
        <textarea name="words" rows={2} required maxLength={500} />
      </label>
      <FormFault text={decide.fault} />
      <div className="doing">
        <button className="btn pri" value="accept" disabled={decide.busy}>
          {m.agree}
        </button>
        <button className="btn" value="refuse" disabled={decide.busy}>
          {m.disagree}
        </button>
      </div>
    </form>
  )
}

function End({ closingId }: { readonly closingId: string }) {
  const m = useMessages()
  const end = useCommand(closingRoutes.proposeClosingEnd, changes)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    await end.run({ closingId, words: fieldText(new FormData(event.currentTarget), 'words').trim() })
  }
  return (
    <details>
      <summary>{m.end}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <label>
          {m.endWords}
          <textarea name="words" rows={2} required maxLength={500} />
        </label>
        <FormFault text={end.fault} />
        <div>
          <button className="btn" disabled={end.busy}>
            {m.ask}
          </button>
        </div>
      </form>
    </details>
  )
}
