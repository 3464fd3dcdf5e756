import type { ScreenIncident } from '@linli/contract/screen-incidents'
import { timeText } from '@linli/ui'
import { useIncidentWords } from './incident-words.ts'

const SHOWN = 2
/** Of the log; what comes in must still have room below. */
const LINES = 2

/** The running incidents on the right: what is done of what was asked, and the last words of the log. No person is named. */
export function IncidentPart({ incidents }: { readonly incidents: readonly ScreenIncident[] }) {
  const w = useIncidentWords()
  if (incidents.length === 0) return null
  return (
    <section className="incidents" aria-label={w.incidents}>
      {incidents.slice(0, SHOWN).map((one) => (
        <article key={one.id}>
          <h2>
            <span className="what">
              {one.exercise && <em>{w.exercise}</em>} {one.title}
            </span>
            <small>{one.number}</small>
          </h2>
          <dl>
            <Figure name={w.tasks} value={w.of(one.tasks.done, one.tasks.all)} late={one.tasks.late} />
            <Figure name={w.arrived} value={w.of(one.tasks.arrived, one.tasks.all)} />
            <Figure name={w.checks} value={w.of(one.checks.done, one.checks.all)} />
            <Figure name={w.told} value={w.of(one.told.read, one.told.all)} />
          </dl>
          <ol>
            {one.log.slice(0, incidents.length > 1 ? 1 : LINES).map(({ seq, at, words }) => (
              <li key={seq}>
                <time dateTime={at}>{timeText(at)}</time>
                <span>{words}</span>
              </li>
            ))}
          </ol>
        </article>
      ))}
    </section>
  )
}

function Figure({ name, value, late = 0 }: { readonly name: string; readonly value: string; readonly late?: number }) {
  const w = useIncidentWords()
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} {late > 0 && <small className="late">{w.late(late)}</small>}
      </dd>
    </div>
  )
}
