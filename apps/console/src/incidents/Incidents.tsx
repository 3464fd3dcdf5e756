import './incidents.css'
import { IncidentState } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { Icon, useLocale, whenText } from '@linli/ui'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { filter, Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { ExerciseTag, SeverityTag, StateTag } from './Tags.tsx'

/** Incidents within reach, newest first. */
export default function Incidents({ me, search }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const chosen = IncidentState.safeParse(search.get('state')).data
  const list = usePaged(incidentRoutes.listIncidents, { limit: 50, ...(chosen ? { state: [chosen] } : {}) })
  return (
    <main className="scroll pad stack">
      <div className="inline">
        <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
        {me.permissions.includes('incident.lead') && (
          <Link to={paths.newIncident} className="btn pri">
            <Icon name="plus" />
            {m.open}
          </Link>
        )}
      </div>
      <p className="mut">{m.hint}</p>
      <div className="chips" role="group" aria-label={m.state} style={{ padding: 0, flexWrap: 'wrap', height: 'auto' }}>
        {[undefined, ...IncidentState.options].map((one) => (
          <button
            key={one ?? ''}
            type="button"
            className={one === chosen ? 'chip on' : 'chip'}
            aria-pressed={one === chosen}
            onClick={() => filter({ state: one })}
          >
            {one ? m.states[one] : m.all}
          </button>
        ))}
      </div>
      {list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      {!list.error && !list.isRead && <Loading />}
      {list.isRead && list.items.length === 0 && <p className="blank">{m.noIncidents}</p>}
      {list.items.length > 0 && (
        <section className="panel">
          {list.items.map((one) => (
            <div className="roomrow" key={one.id}>
              <div>
                <b>
                  <Link to={paths.incident(one.id)}>{one.title}</Link>
                </b>
                <small>
                  {[
                    one.number,
                    m.kinds[one.kind],
                    `${m.commander} ${one.commander.name}`,
                    `${m.openedAt} ${whenText(one.openedAt, locale)}`,
                    `${m.openTasks} ${one.openTasks}`,
                  ].join(' · ')}
                </small>
              </div>
              <div className="side2">
                <ExerciseTag exercise={one.exercise} />
                <SeverityTag severity={one.severity} />
                <StateTag state={one.state} />
              </div>
            </div>
          ))}
          <More list={list} />
        </section>
      )}
    </main>
  )
}
