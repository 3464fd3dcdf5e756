import type { Figure } from './figures.ts'

const LARGE = 99

export const radiusOf = (count: number): number => (count > LARGE ? 18 : count > 9 ? 15 : 13)

/** The number of open matters, and beside it of those overdue: another shape, not only another colour. */
export function Badge({ open, overdue }: Figure) {
  const radius = radiusOf(open)
  return (
    <>
      <circle className="badge" r={radius} />
      <text className="count" y="5">
        {open}
      </text>
      {overdue > 0 && (
        <g transform={`translate(${radius + 7} ${-radius})`}>
          <path className="late" d="M0 -13L13 0L0 13L-13 0Z" />
          <text className="latecount" y="4">
            {overdue}
          </text>
        </g>
      )}
    </>
  )
}

/** One matter: a triangle where life is in danger, a diamond once overdue, a dot else. */
export function Sign({ danger, overdue }: { danger: boolean; overdue: boolean }) {
  if (danger)
    return (
      <>
        <path className={overdue ? 'peril late' : 'peril'} d="M0 -11L11 9L-11 9Z" />
        <path className="bang" d="M0 -4V2.5M0 6V6.2" />
      </>
    )
  return overdue ? <path className="late" d="M0 -10L10 0L0 10L-10 0Z" /> : <circle className="point" r="7" />
}
