import { type MapArea, middleOf, type Projection, projectionOf } from '@linli/ui'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { type Corner, crossings, snap, withMiddle } from './drawing.ts'
import { useMessages } from './messages.ts'

const WIDTH = 900
const PAD = 30
/** Of the drawing's width: how near a neighbour counts as touching it. */
const SNAP_SHARE = 0.012
const STEP = 1

interface Props {
  readonly village: MapArea
  readonly grids: readonly MapArea[]
  /** The line or outline being drawn; null when the map is only looked at. */
  readonly corners: readonly Corner[] | null
  readonly shape: 'outline' | 'line'
  readonly onChange: (corners: Corner[]) => void
  readonly chosen?: readonly string[]
  readonly onChoose?: ((gridId: string) => void) | undefined
  readonly children?: (projection: Projection) => ReactNode
}

/** The village with its grids, and an outline or line that is drawn over them by mouse, finger or keyboard. */
export function Drawing({ village, grids, corners, shape, onChange, chosen = [], onChoose, children }: Props) {
  const m = useMessages()
  const svg = useRef<SVGSVGElement>(null)
  const [dragged, drag] = useState<number | null>(null)
  const projection = projectionOf([village, ...grids], WIDTH)
  const rings = [village, ...grids].flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
  )
  const perPixel = 1 / (projection.x(1) - projection.x(0))
  const within = SNAP_SHARE * WIDTH * perPixel * 96_000
  const crossed = new Set(corners && shape === 'outline' ? crossings(corners).flat() : [])

  function at(event: PointerEvent): Corner {
    // The matrix is there as long as the drawing is shown.
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.current?.getScreenCTM()?.inverse())
    const lon = (point.x - projection.x(0)) / (projection.x(1) - projection.x(0))
    const lat = (point.y - projection.y(0)) / (projection.y(1) - projection.y(0))
    return shape === 'line' ? [lon, lat] : snap([lon, lat], rings, within)
  }
  const replace = (index: number, corner: Corner) => corners && onChange(corners.toSpliced(index, 1, corner))

  function onKey(event: KeyboardEvent, index: number) {
    if (!corners) return
    const [lon, lat] = corners[index] as Corner
    const step = STEP * (event.shiftKey ? 10 : 1) * perPixel
    const moves: Record<string, Corner> = {
      ArrowLeft: [lon - step, lat],
      ArrowRight: [lon + step, lat],
      ArrowUp: [lon, lat + step],
      ArrowDown: [lon, lat - step],
    }
    const moved = moves[event.key]
    if (moved) replace(index, moved)
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(corners.toSpliced(index, 1))
    else return
    event.preventDefault()
  }

  const x = (corner: Corner) => projection.x(corner[0])
  const y = (corner: Corner) => projection.y(corner[1])
  const sides = corners
    ? corners.flatMap((corner, index) => {
        const next = corners[index + 1] ?? (shape === 'outline' && corners.length > 2 ? corners[0] : undefined)
        return next ? [{ index, corner, next }] : []
      })
    : []
  return (
    <svg
      ref={svg}
      className="drawing"
      viewBox={`${-PAD} ${-PAD} ${projection.width + 2 * PAD} ${projection.height + 2 * PAD}`}
      role="group"
      aria-label={m.map}
      onPointerDown={(event) => {
        if (corners && event.target instanceof Element && !event.target.closest('[data-corner]')) {
          onChange([...corners, at(event)])
        }
      }}
      onPointerMove={(event) => {
        if (dragged !== null) replace(dragged, at(event))
      }}
      onPointerUp={() => drag(null)}
      onPointerLeave={() => drag(null)}
    >
      <path className="village" d={path(village, projection)} />
      {grids.map((grid) => (
        <path
          key={grid.id}
          className={chosen.includes(grid.id) ? 'grid on' : 'grid'}
          d={path(grid, projection)}
          {...(onChoose
            ? {
                role: 'checkbox',
                tabIndex: 0,
                'aria-checked': chosen.includes(grid.id),
                'aria-label': grid.name,
                onClick: () => onChoose(grid.id),
                onKeyDown: (event) => event.key === ' ' && onChoose(grid.id),
              }
            : { 'aria-hidden': true })}
        />
      ))}
      {grids.map((grid) => (
        <text key={grid.id} className="mapname" {...middleOf(grid.geometry, projection)} pointerEvents="none">
          {grid.name}
        </text>
      ))}
      {children?.(projection)}
      {sides.map(({ index, corner, next }) => (
        <g key={index}>
          <line
            className={crossed.has(index) ? 'side bad' : 'side'}
            x1={x(corner)}
            y1={y(corner)}
            x2={x(next)}
            y2={y(next)}
          />
          <circle
            className="middle"
            data-corner
            role="button"
            tabIndex={0}
            aria-label={m.addCorner(index + 1)}
            cx={(x(corner) + x(next)) / 2}
            cy={(y(corner) + y(next)) / 2}
            r={6}
            onClick={() => corners && onChange(withMiddle(corners, index))}
            onKeyDown={(event) => event.key === 'Enter' && corners && onChange(withMiddle(corners, index))}
          />
        </g>
      ))}
      {corners?.map((corner, index) => (
        <circle
          // The corner has no other name than its place.
          key={index}
          className="corner"
          data-corner
          role="button"
          tabIndex={0}
          aria-label={m.corner(index + 1)}
          cx={x(corner)}
          cy={y(corner)}
          r={9}
          onPointerDown={(event) => {
            event.currentTarget.focus()
            drag(index)
          }}
          onKeyDown={(event) => onKey(event, index)}
        />
      ))}
    </svg>
  )
}

export function path({ geometry }: MapArea, projection: Projection): string {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  return rings
    .map(
      (ring) =>
        `M${ring.map(([lon, lat]) => `${projection.x(lon).toFixed(1)} ${projection.y(lat).toFixed(1)}`).join('L')}Z`,
    )
    .join('')
}
