import type { Figure } from '@linli/contract/screen-shapes'

const WIDTH = 428

/** The last eight same weekdays as ticks, their median as a longer one, today as a dot. */
export function Strip({ figure }: { figure: Figure }) {
  const values = [...figure.past, figure.today].filter((value) => value !== null)
  const most = Math.max(...values, 0)
  const least = Math.min(...values, most)
  const spread = Math.max(most - least, Math.abs(most) * 0.1, 1)
  const x = (value: number) => 14 + ((value - least) / spread) * (WIDTH - 28)
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" aria-hidden="true">
      <path className="ax" d={`M0 12H${WIDTH}`} />
      {figure.past.map((value, week) =>
        value === null ? null : <path key={week} className="pt" d={`M${x(value)} 6v12`} />,
      )}
      {figure.median !== null && <path className="md" d={`M${x(figure.median)} 1v22`} />}
      {figure.today !== null && <path className="dot" d={`M${x(figure.today)} 12h0`} />}
    </svg>
  )
}
