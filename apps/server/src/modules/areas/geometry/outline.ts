import type { Datum } from '@linli/contract/areas'
import type { AreaGeometry, Point } from '@linli/contract/common'
import { Problem } from '../../../platform/problem/problem.ts'
import { outlineToWgs84 } from './datum.ts'
import {
  geometryOf,
  mapPositions,
  polygonsOf,
  polygonSquareMetres,
  type Position,
  type Ring,
  signedDouble,
  tidyRing,
} from './plane.ts'
import { selfCrossing } from './self-crossing.ts'

/** A slip of the mouse is smaller than any place one could stand in. */
const SMALLEST_SQUARE_METRES = 4

export type OutlineFault = { readonly rule: string; readonly at?: Position }

/** An outline as it is stored: WGS 84, closed, no repeated corners, outer rings counter-clockwise; or what is wrong with it. */
export function checkedOutline(
  geometry: AreaGeometry,
  datum: Datum,
): { outline: AreaGeometry } | { fault: OutlineFault } {
  if (!positionsAreDegrees(geometry)) return { fault: { rule: 'coordinate_range' } }
  const polygons = polygonsOf(outlineToWgs84(geometry, datum)).map((rings) => rings.map(tidyRing))
  if (polygons.flat().some((ring) => ring.length < 4)) return { fault: { rule: 'polygon_too_small' } }
  const at = selfCrossing(geometryOf(polygons))
  if (at) return { fault: { rule: 'self_crossing', at } }
  const wound = polygons.map((rings) => rings.map((ring, index) => windRing(ring, index === 0)))
  if (wound.some((rings) => polygonSquareMetres(rings) < SMALLEST_SQUARE_METRES))
    return { fault: { rule: 'polygon_too_small' } }
  return { outline: geometryOf(wound) }
}

/** As `checkedOutline`, for commands: what is wrong becomes a Problem. */
export function requireOutline(geometry: AreaGeometry, datum: Datum): AreaGeometry {
  const checked = checkedOutline(geometry, datum)
  if ('outline' in checked) return checked.outline
  const { rule, at } = checked.fault
  if (at) throw new Problem('area.self_crossing', { lon: at[0], lat: at[1] })
  throw new Problem('input.invalid', undefined, [{ path: 'boundary', rule }])
}

function positionsAreDegrees(geometry: AreaGeometry): boolean {
  return polygonsOf(geometry).every((rings) =>
    rings.every((ring) => ring.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)),
  )
}

function windRing(ring: Ring, counterClockwise: boolean): Ring {
  return signedDouble(ring) > 0 === counterClockwise ? ring : ring.toReversed()
}

/** Fewer digits for the wire: five are about a metre. Shared edges stay shared, which simplifying each outline would break. */
export function coarseOutline(geometry: AreaGeometry, digits = 5): AreaGeometry {
  const scale = 10 ** digits
  const coarse = mapPositions(geometry, ([lon, lat]) => [
    Math.round(lon * scale) / scale,
    Math.round(lat * scale) / scale,
  ])
  const polygons = polygonsOf(coarse).map((rings) => rings.map(tidyRing).filter((ring) => ring.length >= 4))
  const kept = polygons.filter((rings) => rings.length > 0)
  return kept.length > 0 ? geometryOf(kept) : geometry
}

/** A point inside, near the middle: the widest stretch of a line drawn across the largest polygon. */
export function innerPoint(geometry: AreaGeometry): Point {
  const largest = polygonsOf(geometry).toSorted((a, b) => polygonSquareMetres(b) - polygonSquareMetres(a))[0] ?? []
  const ys = (largest[0] ?? []).map(([, y]) => y)
  const low = Math.min(...ys)
  const high = Math.max(...ys)
  let best = { width: -1, x: 0, y: 0 }
  // A line through a corner is ambiguous; of a few odd fractions one is not, and the middle one is tried first.
  for (const share of [0.5003, 0.4001, 0.6007, 0.3001, 0.7003]) {
    const y = low + (high - low) * share
    const [from, to] = widestInside(largest, y)
    if (to - from > best.width * 1.5) best = { width: to - from, x: (from + to) / 2, y }
  }
  return { lon: Math.round(best.x * 1e6) / 1e6, lat: Math.round(best.y * 1e6) / 1e6 }
}

function widestInside(rings: readonly Ring[], y: number): [number, number] {
  const crossings: number[] = []
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1] ?? [0, 0]
      const [bx, by] = ring[index] ?? [0, 0]
      if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax))
    }
  }
  crossings.sort((a, b) => a - b)
  let best: [number, number] = [0, 0]
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const from = crossings[index] ?? 0
    const to = crossings[index + 1] ?? 0
    if (to - from > best[1] - best[0]) best = [from, to]
  }
  return best
}
