import type { Figure, screenRoutes } from '@linli/contract/screen'
import type { RouteOutput } from '@linli/contract/route'
import { useMessages } from './messages.ts'

type Data = RouteOutput<typeof screenRoutes.getScreen>
const colours = {
  grid: 'var(--river-300)',
  village: 'var(--river-400)',
  town: 'var(--river-500)',
  county: 'var(--ink-400)',
} as const
const levels = ['grid', 'village', 'town', 'county'] as const

/** Today against the county's own past: value, difference in words, and the eight same weekdays as ticks. */
export function Figures({ data, weekday }: { data: Data; weekday: string }) {
  const m = useMessages()
  const { figures } = data
  const total = levels.reduce((sum, level) => sum + (data.settledBy[level] ?? 0), 0)
  const share = (level: (typeof levels)[number]) =>
    total === 0 ? 0 : Math.round(((data.settledBy[level] ?? 0) / total) * 100)
  return (
    <>
      <h2>
        {m.today} <small>{m.sameWeekdays(weekday)}</small>
      </h2>
      <dl className="figs">
        <OneFigure name={m.received} unit={m.pieces} figure={figures.received} />
        <OneFigure name={m.settled} unit={m.pieces} figure={figures.settled} />
        <OneFigure name={m.overdue} unit={m.pieces} figure={figures.overdue} />
        <OneFigure name={m.median} unit={m.workHours} figure={figures.medianWorkingHours} />
        <OneFigure name={m.satisfied} unit={m.percent} figure={figures.satisfied} />
      </dl>
      <div className="lv">
        <h2>{m.level}</h2>
        <div className="b" aria-hidden="true">
          {levels.map((level) => (
            <i
              key={level}
              style={{
                width: `${total === 0 ? 25 : share(level)}%`,
                background: colours[level],
                opacity: total === 0 ? 0.3 : 1,
              }}
            />
          ))}
        </div>
        <ul>
          {levels.map((level) => (
            <li key={level}>
              <b>{total === 0 ? '—' : `${share(level)}%`}</b>
              <span>
                <i style={{ background: colours[level] }} />
                {m[level]}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <p className="key" aria-hidden="true">
        <span>
          <svg viewBox="0 0 18 24">
            <circle cx="9" cy="12" r="8" fill="#5aa8d5" />
          </svg>
          {m.keyToday}
        </span>
        <span>
          <svg viewBox="0 0 18 24">
            <path d="M9 6v12" stroke="#9fa8ae" strokeWidth="3" />
          </svg>
          {m.keyPast}
        </span>
        <span>
          <svg viewBox="0 0 18 24">
            <path d="M9 1v22" stroke="#f4f6f8" strokeWidth="3" />
          </svg>
          {m.keyMedian}
        </span>
      </p>
    </>
  )
}

function OneFigure({ name, unit, figure }: { name: string; unit: string; figure: Figure }) {
  const m = useMessages()
  return (
    <div className="fig">
      <dt>{name}</dt>
      <dd>
        {figure.today ?? '—'}
        <small>{unit}</small>
      </dd>
      <dd className="cmp">{difference(figure, m)}</dd>
      <dd className="past">
        <Strip figure={figure} />
      </dd>
    </div>
  )
}

function difference({ today, median }: Figure, m: ReturnType<typeof useMessages>): string {
  if (today === null || median === null) return m.noPast
  const by = Math.round(Math.abs(today - median) * 10) / 10
  if (by === 0) return m.usual
  return today > median ? m.more(by) : m.fewer(by)
}

const WIDTH = 428

function Strip({ figure }: { figure: Figure }) {
  const values = [...figure.past, figure.today].filter((value) => value !== null)
  const most = Math.max(...values, 1) * 1.1
  const least = Math.min(...values, 0)
  const x = (value: number) => 8 + ((value - least) / (most - least)) * (WIDTH - 16)
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" aria-hidden="true">
      <path className="ax" d={`M0 12H${WIDTH}`} />
      {figure.past.map((value, week) =>
        value === null ? null : <path key={week} className="pt" d={`M${x(value)} 6v12`} />,
      )}
      {figure.median !== null && <path className="md" d={`M${x(figure.median)} 1v22`} />}
      {figure.today !== null && <circle className="nw" cx={x(figure.today)} cy="12" r="8" />}
    </svg>
  )
}
