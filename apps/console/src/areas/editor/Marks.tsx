import type { PointerEvent } from 'react'
import type { Sketch } from '../scene/Scene.tsx'
import type { Outline, Place } from './outline.ts'
import { type Corner, type Crossing, sidesOf } from './plane.ts'

interface Props {
  readonly outline: Outline
  readonly open: boolean
  readonly crossings: readonly Crossing[]
  readonly aim: Corner | null
  /** The aim lies on a neighbour's border or corner. */
  readonly joined: boolean
  readonly wrongAt: Corner | null
  readonly sketch: Sketch
  readonly onDrag: (event: PointerEvent, place: Place) => void
  /** A new corner, pulled out of the side that begins here. */
  readonly onPull: (event: PointerEvent, after: Place) => void
}

/** Sides, corners and where they cross. The keys for them are the scene's: a hundred corners are no hundred tab stops. */
export function Marks({ outline, open, crossings, aim, joined, wrongAt, sketch, onDrag, onPull }: Props) {
  const { rings, closed, chosen } = outline
  const on = (corner: Corner) => {
    const { x, y } = sketch.onScreen(corner)
    return { cx: x, cy: y }
  }
  const line = (from: Corner, to: Corner) => {
    const [a, b] = [on(from), on(to)]
    return { x1: a.cx, y1: a.cy, x2: b.cx, y2: b.cy }
  }
  const sides = sidesOf(rings, open || !closed)
  const bad = new Set(crossings.flatMap((crossing) => crossing.sides.map(({ ring, side }) => `${ring}.${side}`)))
  const last = rings[0]?.at(-1)
  return (
    <g className="marks" aria-hidden="true">
      {closed && (
        <path
          className="drawn"
          d={rings.map((ring) => `M${ring.map((c) => `${on(c).cx} ${on(c).cy}`).join('L')}Z`).join('')}
        />
      )}
      {sides.map(({ ring, side, from, to }) => (
        <line
          key={`${ring}.${side}`}
          className={bad.has(`${ring}.${side}`) ? 'side bad' : 'side'}
          {...line(from, to)}
        />
      ))}
      {!closed && aim && last && <line className="side next" {...line(last, aim)} />}
      {(closed || open) &&
        sides.map(({ ring, side, from, to }) => {
          const [a, b] = [on(from), on(to)]
          return (
            <circle
              key={`${ring}.${side}`}
              className="middle"
              cx={(a.cx + b.cx) / 2}
              cy={(a.cy + b.cy) / 2}
              r={4.5}
              onPointerDown={(event) => onPull(event, { ring, corner: side })}
            />
          )
        })}
      {rings.map((ring, number) =>
        ring.map((corner, index) => (
          <circle
            // A corner has no other name than its place.
            key={`${number}.${index}`}
            className={chosen?.ring === number && chosen.corner === index ? 'corner on' : 'corner'}
            {...on(corner)}
            r={closed || open || index > 0 ? 6 : 8}
            onPointerDown={(event) => {
              // A click on the first corner closes the outline; the scene sees that click.
              if (closed || open || index !== 0) onDrag(event, { ring: number, corner: index })
            }}
          />
        )),
      )}
      {!closed && aim && <circle className={joined ? 'aim joined' : 'aim'} {...on(aim)} r={joined ? 8 : 5} />}
      {crossings.map(({ at }) => (
        <circle key={at.join()} className="wrong" {...on(at)} r={12} />
      ))}
      {wrongAt && <circle className="wrong" {...on(wrongAt)} r={14} />}
    </g>
  )
}
