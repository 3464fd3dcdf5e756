import type { AreaGeometry } from '@linli/contract/common'
import { metresBetween } from '../../platform/metres-between.ts'

interface Spot {
  readonly lon: number
  readonly lat: number
}

/** A way by road is so much longer than the straight line; measured ratios for rural roads lie between 1.3 and 1.5. */
const DETOUR = 1.4
/** Motorbike or car on village roads. */
const METRES_PER_MINUTE = 500
/** Getting ready. */
const LEAST_MINUTES = 3

/** Length of the way in metres, estimated. */
export const wayMetres = (a: Spot, b: Spot): number => Math.round(metresBetween(a, b) * DETOUR)

export const minutesFor = (metres: number): number => LEAST_MINUTES + Math.round(metres / METRES_PER_MINUTE)

/** The middle of an area: as it is marked, else of the box around its outline. */
export function middleOf(area: {
  lon: number | null
  lat: number | null
  boundary?: AreaGeometry | null
}): Spot | null {
  const { lon, lat, boundary } = area
  if (lon !== null && lat !== null) return { lon, lat }
  if (!boundary) return null
  const rings = boundary.type === 'Polygon' ? boundary.coordinates : boundary.coordinates.flat()
  const places = rings.flat()
  const between = (axis: 0 | 1) => {
    const values = places.map((place) => place[axis])
    return (Math.min(...values) + Math.max(...values)) / 2
  }
  return { lon: between(0), lat: between(1) }
}
