import '../areas/areas.css'
import '../register/register.css'
import { ProblemError, problemText } from '@linli/client'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { peopleRoutes } from '@linli/contract/people'
import { ProblemName } from '@linli/contract/problems'
import { type Locale, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useKeys } from '../frame/keys.ts'
import { say } from '../frame/said.ts'
import { Heads } from '../frame/Table.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { useWords } from '../register/words.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { type Conflict, useLines } from './parts.ts'

const changed = [fieldworkRoutes.listConflicts, peopleRoutes.getHousehold, peopleRoutes.getPerson].map(
  ({ path }) => path,
)

/** What visits said and the file did not take, oldest first: both are shown, and one press decides. */
export default function Conflicts() {
  const m = useMessages()
  const list = usePaged(fieldworkRoutes.listConflicts, { limit: 20 })
  return (
    <main className="scroll register">
      <div className="pad stack">
        <p className="mut">{m.conflictsHint}</p>
        <p>
          <Link to={paths.registerDesks} className="btn txt">
            {m.otherDesk}
          </Link>
        </p>
        <PagedList list={list} none={m.noConflicts}>
          {list.items.map((item, at) => (
            <ConflictPair key={item.id} item={item} withKeys={at === 0} />
          ))}
        </PagedList>
      </div>
    </main>
  )
}

/** Both sides, with what may be decided. With keys: A takes what the door said, R keeps the file. */
export function ConflictPair({ item, withKeys }: { readonly item: Conflict; readonly withKeys: boolean }) {
  const m = useMessages()
  const words = useWords()
  const lines = useLines()
  const { locale } = useLocale()
  const [reason, setReason] = useState('')
  const decide = useCommand(fieldworkRoutes.decideConflict, changed)
  const { part, holds } = item
  const since = typeof holds['updatedAt'] === 'string' ? m.holds(whenText(holds['updatedAt'], locale)) : m.holdsNow
  const why = item.problem?.code === 'register.stale' ? m.changedSince : reasonText(item.problem, locale)
  const personId = 'personId' in part ? part.personId : null
  async function run(accept: boolean) {
    if (await decide.run({ partId: item.id, accept, words: reason })) say({ words: m.decided })
  }
  useKeys(withKeys ? { a: () => void run(true), r: () => void run(false) } : {})
  return (
    <section className="panel" aria-labelledby={`part-${item.id}`}>
      <div className="panelhead">
        <h2 id={`part-${item.id}`}>{[item.title, m.parts[part.kind]].filter(Boolean).join(' · ')}</h2>
        <span className="inline">
          {personId !== null && (
            <Link to={paths.forWork(paths.person(personId), item.visitId)} className="btn txt">
              {m.openPerson}
            </Link>
          )}
          {item.householdId !== null && (
            <Link to={paths.forWork(paths.household(item.householdId), item.visitId)} className="btn txt">
              {m.openHousehold}
            </Link>
          )}
        </span>
      </div>
      <table className="grid cards">
        <Heads names={[m.field, since, m.said]} />
        <tbody>
          {lines(item).map(({ field, name, holds: now, said }) => (
            <tr key={field}>
              <th scope="row">{name}</th>
              <td data-head={since}>{now ?? m.none}</td>
              <td data-head={m.said}>
                <b>{said}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="deciding">
        <p className="mut">
          {m.saidBy(item.by, words.knownHow[part.knownHow ?? 'person'], whenText(item.capturedAt, locale))}
          {why !== null && <br />}
          {why !== null && m.why(why)}
        </p>
        <label className="field">
          {m.optionalWords}
          <input value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
        </label>
        <button type="button" className="btn pri" disabled={decide.busy} onClick={() => void run(true)}>
          {m.accept}
          {withKeys && <kbd>A</kbd>}
        </button>
        <button type="button" className="btn" disabled={decide.busy} onClick={() => void run(false)}>
          {m.keep}
          {withKeys && <kbd>R</kbd>}
        </button>
      </div>
      <FormFault text={decide.fault} />
    </section>
  )
}

/** Why the file did not take it, as the worker was told. */
function reasonText(problem: Conflict['problem'], locale: Locale): string | null {
  const code = ProblemName.safeParse(problem?.code)
  if (!problem || !code.success) return null
  return problemText(
    new ProblemError({ type: '', title: '', status: 409, code: code.data, details: problem.details, requestId: '' }),
    locale,
  )
}
