import './incidents.css'
import type { Incident, LogEntry } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { fullText, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads, WideTable } from '../frame/Table.tsx'
import { usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { beside } from './entry-words.ts'
import { useMessages } from './messages.ts'

/** The room on paper: figures, tasks and the whole log, as of now. */
export default function SituationReport({ path }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const incidentId = path.split('/').at(-2) ?? ''
  const room = useQuery(reading(incidentRoutes.getIncident, { incidentId }))
  const log = usePaged(incidentRoutes.listIncidentLog, { incidentId, limit: 200 })
  const { more, busy } = log
  useEffect(() => {
    if (more !== null && !busy) more()
  }, [more, busy])
  // The paper says when it was made, not when it is looked at.
  const [asOf] = useState(() => new Date().toISOString())
  if (room.error) return <ErrorState error={room.error} onRetry={() => void room.refetch()} />
  if (!room.data || !log.isRead || more !== null) return <Loading />
  const incident = room.data
  return (
    <main className="scroll pad stack">
      <p className="noprint inline">
        <Link to={paths.incident(incident.id)} className="btn">
          {m.backToRoom}
        </Link>
        <button type="button" className="btn pri" onClick={() => print()}>
          {m.print}
        </button>
      </p>
      <article className="panel sheetreport">
        <h1>{`${incident.exercise ? `【${m.exercise}】` : ''}${incident.title} ${m.situation}`}</h1>
        <p className="mark mut">
          {[incident.number, m.kinds[incident.kind], m.severities[incident.severity], m.states[incident.state]].join(
            ' · ',
          )}
        </p>
        <p className="mark mut">{m.asOf(fullText(asOf, locale))}</p>
        <p>
          {`${m.commander}：${incident.commander.name}。${m.facts.areas}：${incident.areas
            .map(({ name, nameEn }) => (locale === 'zh' ? name : (nameEn ?? name)))
            .join('、')}。${m.facts.units}：${incident.units.map(({ name }) => name).join('、') || '—'}。`}
        </p>
        <Figures incident={incident} />
        {incident.tasks.length > 0 && <TaskTable incident={incident} />}
        <LogTable entries={log.items.toReversed()} />
        {incident.review && (
          <>
            <h2>{m.tabs.review}</h2>
            <p>{`${m.well}：${incident.review.well}`}</p>
            <p>{`${m.badly}：${incident.review.badly}`}</p>
          </>
        )}
        <small className="mut">{m.generated}</small>
      </article>
    </main>
  )
}

function Figures({ incident: { tasks, plans, broadcasts } }: { readonly incident: Incident }) {
  const m = useMessages()
  const given = tasks.filter(({ state }) => state !== 'withdrawn')
  const checks = plans.flatMap((plan) => plan.checks)
  const sum = (key: 'told' | 'read') => broadcasts.reduce((all, one) => all + one[key], 0)
  const rows = [
    [m.fig['tasks'], String(given.length)],
    [m.fig['arrived'], String(given.filter(({ arrivedAt }) => arrivedAt !== null).length)],
    [m.fig['done'], String(given.filter(({ state }) => state === 'done').length)],
    [m.fig['checks'], m.done(checks.filter(({ doneAt }) => doneAt !== null).length, checks.length)],
    [m.fig['told'], m.done(sum('read'), sum('told'))],
  ]
  return (
    <WideTable label={m.figures}>
      <tbody>
        <tr>
          {rows.map(([name, value]) => (
            <td key={name}>
              <small className="mut">{name}</small>
              <br />
              <b>{value}</b>
            </td>
          ))}
        </tr>
      </tbody>
    </WideTable>
  )
}

function TaskTable({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const { locale } = useLocale()
  const time = (at: string | null) => (at === null ? '—' : whenText(at, locale))
  return (
    <>
      <h2>{m.tabs.tasks}</h2>
      <WideTable label={m.tabs.tasks}>
        <Heads names={[m.task, m.toUnit, m.steps.received, m.steps.arrived, m.state]} />
        <tbody>
          {incident.tasks.map((task) => (
            <tr key={task.id}>
              <td>{task.words}</td>
              <td>{[task.unit.name, task.staff?.name].filter(Boolean).join(' · ')}</td>
              <td>{time(task.receivedAt)}</td>
              <td>{time(task.arrivedAt)}</td>
              <td>{[m.taskStates[task.state], task.answer].filter(Boolean).join('：')}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </>
  )
}

function LogTable({ entries }: { readonly entries: readonly LogEntry[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <>
      <h2>{m.log}</h2>
      <WideTable label={m.log}>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td style={{ whiteSpace: 'nowrap' }}>{whenText(entry.at, locale)}</td>
              <td>{m.entryKinds[entry.kind]}</td>
              <td>
                {entry.corrects !== null && m.corrects(entry.corrects)}
                {entry.words}{' '}
                <small className="mut">{[beside(m, locale, entry), entry.by].filter(Boolean).join(' · ')}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </>
  )
}
