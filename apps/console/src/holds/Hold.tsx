import { holdRoutes, type LegalHold } from '@linli/contract/legal-holds'
import { fieldText, Status, useLocale, whenText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const changes = [holdRoutes.listHolds.path, '/inbox', '/retention/rules']

/** One hold with who asked and who agreed, and what the reader may do about it. */
export function Hold({ hold }: { readonly hold: LegalHold }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <article className="panel stack">
      <h2 style={{ font: 'var(--t-16)' }}>
        {hold.number} · {m.subjects[hold.subjectKind]} {hold.title ?? m.gone}
      </h2>
      <div>
        <Status tone={hold.state === 'active' ? 'warn' : 'neutral'} icon={hold.state === 'active' ? 'lock' : 'clock'}>
          {m.states[hold.state]}
        </Status>
      </div>
      <p>
        {m.grounds[hold.ground]} · {hold.words}
      </p>
      <ul className="mut">
        {hold.decisions.map((one) => (
          <li key={`${one.what} ${one.askedAt}`}>
            {one.what === 'begin'
              ? m.askedBegin(one.by ?? '—', whenText(one.askedAt, locale))
              : `${m.askedEnd(one.by ?? '—', whenText(one.askedAt, locale))} · ${one.words}`}
            {' · '}
            {one.decidedBy === null
              ? m.waits[one.state]
              : one.state === 'accepted'
                ? m.accepted(one.decidedBy, one.decidedWords ?? '')
                : m.refused(one.decidedBy, one.decidedWords ?? '')}
          </li>
        ))}
      </ul>
      {hold.may.includes('decide') && <Decide holdId={hold.id} />}
      {hold.may.includes('propose_end') && <End holdId={hold.id} />}
    </article>
  )
}

function Decide({ holdId }: { readonly holdId: string }) {
  const m = useMessages()
  const decide = useCommand(holdRoutes.decideHold, changes)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The button that was pressed says which of the two it is.
    const { submitter } = event.nativeEvent as SubmitEvent
    const accept = submitter?.getAttribute('value') === 'accept'
    await decide.run({ holdId, accept, words: fieldText(new FormData(event.currentTarget), 'words').trim() })
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

function End({ holdId }: { readonly holdId: string }) {
  const m = useMessages()
  const end = useCommand(holdRoutes.proposeHoldEnd, changes)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    await end.run({ holdId, words: fieldText(new FormData(event.currentTarget), 'words').trim() })
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
            {m.askEnd}
          </button>
        </div>
      </form>
    </details>
  )
}
