import type { Point } from '@linli/contract/common'
import { projectionOf } from '@linli/ui'
import type { GridMap } from '../store/facts.ts'
import { go } from '../router.tsx'
import { paths } from '../paths.ts'

export interface Pin {
  readonly matterId: string
  readonly number: number
  readonly title: string
  readonly point: Point
  readonly late: boolean
}

/** Units of the sheet are about pixels of a phone, so that numbers stay readable whatever the grid's shape. */
const WIDTH = 390
const PAD = 30

interface Props {
  readonly height: number
  readonly grids: GridMap
  readonly pins: readonly Pin[]
  readonly here: Point | null
  readonly label: string
  readonly hereLabel: string
}

/** A sketch, not a street map: outlines of my grid and its neighbours, numbered as in the list beside it. */
export function GridSketch({ height, grids, pins, here, label, hereLabel }: Props) {
  const mine = grids.features.filter((feature) => grids.mine.includes(feature.properties.id))
  const others = grids.features.filter((feature) => !mine.includes(feature))
  const shown = mine.length > 0 ? mine : grids.features
  const projection = fitted([...shown, ...pins.map(pointShape)], height)
  const place = ({ lon, lat }: Point) => `translate(${projection.x(lon).toFixed(1)} ${projection.y(lat).toFixed(1)})`
  return (
    <svg
      className="sketch"
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="xMidYMid slice"
      role="group"
      aria-label={label}
    >
      {[...others, ...mine].map((feature) => (
        <path
          key={feature.properties.id}
          className={grids.mine.includes(feature.properties.id) ? 'grid mine' : 'grid'}
          d={outline(feature.geometry, projection)}
          aria-hidden="true"
        />
      ))}
      {shown.map(({ properties }) => (
        <text key={properties.id} className="grid-name" transform={place(properties)} aria-hidden="true">
          {properties.name}
        </text>
      ))}
      {here && (
        <g transform={place(here)} role="img" aria-label={hereLabel}>
          <circle r="7" className="here" />
        </g>
      )}
      {pins.toReversed().map((pin) => (
        <g
          key={pin.matterId}
          className={pin.late ? 'pin late' : 'pin'}
          transform={place(pin.point)}
          role="link"
          tabIndex={0}
          aria-label={`${pin.number} ${pin.title}`}
          onClick={() => go(paths.matter(pin.matterId))}
          onKeyDown={(event) => event.key === 'Enter' && go(paths.matter(pin.matterId))}
        >
          {/* As large as a thumb needs; what is seen is smaller. */}
          <circle r="24" className="reach" />
          <circle r="14" className="dot" />
          <text y="5">{pin.number}</text>
        </g>
      ))}
    </svg>
  )
}

type Shape = GridMap['features'][number]['geometry']

// Pins outside the outline (a matter at the very edge, or moved here by name) must still be on the sheet.
function pointShape({ point: { lon, lat } }: Pin): { geometry: Shape } {
  const corner: [number, number] = [lon, lat]
  return { geometry: { type: 'Polygon', coordinates: [[corner, corner, corner, corner]] } }
}

/** In the middle of the sheet, as large as fits both ways. */
function fitted(areas: readonly { geometry: Shape }[], height: number): Pick<Projection, 'x' | 'y'> {
  const [wide, high] = [WIDTH - 2 * PAD, height - 2 * PAD]
  const first = projectionOf(areas, wide)
  const whole = projectionOf(areas, wide * Math.min(1, high / first.height))
  const [left, top] = [(WIDTH - whole.width) / 2, (height - whole.height) / 2]
  return { x: (lon) => whole.x(lon) + left, y: (lat) => whole.y(lat) + top }
}

type Projection = ReturnType<typeof projectionOf>

function outline(shape: Shape, projection: Pick<Projection, 'x' | 'y'>): string {
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
  return rings
    .map(
      (ring) =>
        `M${ring.map(([lon, lat]) => `${projection.x(lon).toFixed(1)} ${projection.y(lat).toFixed(1)}`).join('L')}Z`,
    )
    .join('')
}
