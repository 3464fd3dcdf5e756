import { holdRoutes, type LegalHold } from '@linli/contract/legal-holds'
import { Status, useLocale, whenText } from '@linli/ui'
import { Decide, ProposeEnd } from '../by-two/answers.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const changes = [holdRoutes.listHolds.path, '/inbox', '/retention/rules']

/** One hold with who asked and who agreed, and what the reader may do about it. */
export function Hold({ hold }: { readonly hold: LegalHold }) {
  const m = useMessages()
  const { locale } = useLocale()
  const decide = useCommand(holdRoutes.decideHold, changes)
  const end = useCommand(holdRoutes.proposeHoldEnd, changes)
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
      {hold.may.includes('decide') && (
        <Decide
          command={decide}
          words={m}
          onDecide={(accept, words) => decide.run({ holdId: hold.id, accept, words })}
        />
      )}
      {hold.may.includes('propose_end') && (
        <ProposeEnd
          command={end}
          words={{ ...m, ask: m.askEnd }}
          onPropose={(words) => end.run({ holdId: hold.id, words })}
        />
      )}
    </article>
  )
}
