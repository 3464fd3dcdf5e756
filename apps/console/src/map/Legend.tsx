import type { ReactNode } from 'react'
import { Badge, Sign } from './Marks.tsx'
import { useMessages } from './messages.ts'
import type { Shade } from './shades.ts'

/** What shades and shapes mean: counts of matters, never a judgement of an area or of anybody. */
export function Legend({
  shades,
  badges,
  schematic,
}: {
  shades: readonly Shade[]
  badges: boolean
  schematic: boolean
}) {
  const m = useMessages()
  return (
    <section className="maplegend" aria-label={m.legend}>
      <p>
        <span>{m.openOf}</span>
        {shades.map(({ step, from, to }) => (
          <span key={step}>
            <i className={`swatch s${step}`} />
            {to === null ? m.atLeast(from) : from === to ? from : `${from}–${to}`}
          </span>
        ))}
        <span>{m.pieces}</span>
      </p>
      <p>
        {!badges && (
          <span>
            <Sample>
              <Sign danger={false} overdue={false} />
            </Sample>
            {m.single}
          </span>
        )}
        <span>
          <Sample>
            <Badge open={3} overdue={0} />
          </Sample>
          {badges ? m.openOf : m.several}
        </span>
        <span>
          <Sample>
            <Sign danger={false} overdue />
          </Sample>
          {badges ? m.overdueOf : m.overdue}
        </span>
        {!badges && (
          <span>
            <Sample>
              <Sign danger overdue={false} />
            </Sample>
            {m.danger}
          </span>
        )}
      </p>
      {schematic && <p className="dim">{m.schematic}</p>}
    </section>
  )
}

function Sample({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="-16 -16 32 32" aria-hidden="true" className="plane sample">
      {children}
    </svg>
  )
}
