import type { Point } from '@linli/contract/common'
import type { GridMap } from '../store/facts.ts'
import { go } from '../router.tsx'
import { apart, around, pair, ringsOf, type Sheet, sheetOf, type Spot, WIDTH } from './sheet-of-map.ts'

export interface Pin {
  readonly key: string
  readonly number: number
  readonly title: string
  readonly point: Point
  readonly late: boolean
  readonly href: string
}

interface Props {
  readonly height: number
  /** `tasks`: as near as the pins allow; `grid`: the whole of my grid. */
  readonly shows: 'tasks' | 'grid'
  readonly grids: GridMap
  readonly pins: readonly Pin[]
  readonly here: Point | null
  /** Doors and houses, to find one's way by. */
  readonly dwellings: readonly Point[]
  readonly label: string
  readonly hereLabel: string
}

type Feature = GridMap['features'][number]

/** Around a single task still something of its surroundings is seen. */
const SURROUNDINGS_METRES = 60

/** A sketch, not a street map: outlines of my grid and its neighbours, numbered as in the list beside it. */
export function GridSketch({ height, shows, grids, pins, here, dwellings, label, hereLabel }: Props) {
  const mine = grids.features.filter((feature) => grids.mine.includes(feature.properties.id))
  const others = grids.features.filter((feature) => !mine.includes(feature))
  const near = pins.map((pin) => around(pin.point, SURROUNDINGS_METRES))
  const whole = (mine.length > 0 ? mine : grids.features).map((feature) => feature.geometry)
  const sheet = sheetOf(shows === 'tasks' && near.length > 0 ? near : [...whole, ...near], height)
  const me = here && sheet.spot(here)
  const spots = apart([...pins.map((pin) => sheet.spot(pin.point)), ...(me ? [me] : [])])
  const way = [...(me ? [spots.at(-1) ?? me] : []), ...spots.slice(0, pins.length)]
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
          className={mine.includes(feature) ? 'grid mine' : 'grid'}
          d={sheet.outline(feature.geometry)}
          aria-hidden="true"
        />
      ))}
      <path className="houses" d={dwellings.map((point) => house(sheet.spot(point))).join('')} aria-hidden="true" />
      {/* Among the pins of my own grid its name has no room, and the page says it. */}
      {(shows === 'tasks' ? others : grids.features).map((feature) => (
        <GridName key={feature.properties.id} feature={feature} mine={mine.includes(feature)} {...{ sheet, height }} />
      ))}
      {way.length > 1 && <path className="way" d={`M${way.map(pair).join('L')}`} aria-hidden="true" />}
      {here && (
        <g transform={`translate(${pair(spots.at(-1) ?? sheet.spot(here))})`} role="img" aria-label={hereLabel}>
          <circle r="8" className="here" />
        </g>
      )}
      {pins
        .map((pin, index) => (
          <g
            key={pin.key}
            className={pin.late ? 'pin late' : 'pin'}
            transform={`translate(${pair(spots[index] ?? sheet.spot(pin.point))})`}
            role="link"
            tabIndex={0}
            aria-label={`${pin.number} ${pin.title}`}
            onClick={() => go(pin.href)}
            onKeyDown={(event) => event.key === 'Enter' && go(pin.href)}
          >
            {/* As large as a thumb needs; what is seen is smaller. */}
            <circle r="28" className="reach" />
            <circle r="15" className="dot" />
            <text y="5.5">{pin.number}</text>
          </g>
        ))
        .toReversed()}
    </svg>
  )
}

const house = ({ x, y }: Spot) => `M${pair({ x: x - 4, y: y - 3 })}h8v6h-8z`

/** Neighbours in their middle; mine at its upper edge, where the pins leave room. Half a name would be none. */
function GridName({ feature, mine, sheet, height }: { feature: Feature; mine: boolean; sheet: Sheet; height: number }) {
  const middle = sheet.spot(feature.properties)
  const upper = ringsOf(feature.geometry)
    .flat()
    .map(([lon, lat]) => sheet.spot({ lon, lat }).y)
  const y = mine ? Math.min(...upper) + 30 : middle.y
  const room = feature.properties.name.length * 8
  if (middle.x < room || middle.x > WIDTH - room || y < 16 || y > height - 8) return null
  return (
    <text className="grid-name" transform={`translate(${pair({ x: middle.x, y })})`} aria-hidden="true">
      {feature.properties.name}
    </text>
  )
}
