import { closingRoutes, type FileClosing } from '@linli/contract/file-closings'
import { Status, useLocale, whenText } from '@linli/ui'
import { Decide, ProposeEnd } from '../by-two/answers.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const changes = [closingRoutes.listClosings.path, '/inbox']

/** One closed file with who asked and who agreed, and what the reader may do about it. */
export function Closing({ closing }: { readonly closing: FileClosing }) {
  const m = useMessages()
  const { locale } = useLocale()
  const decide = useCommand(closingRoutes.decideClosing, changes)
  const end = useCommand(closingRoutes.proposeClosingEnd, changes)
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
      {closing.may.includes('decide') && (
        <Decide
          command={decide}
          words={m}
          onDecide={(accept, words) => decide.run({ closingId: closing.id, accept, words })}
        />
      )}
      {closing.may.includes('propose_end') && (
        <ProposeEnd command={end} words={m} onPropose={(words) => end.run({ closingId: closing.id, words })} />
      )}
    </article>
  )
}
