import type { AreaGeometry } from '@linli/contract/common'
import polygonClipping from 'polygon-clipping'
import {
  boxesMeet,
  boxOf,
  geometryOf,
  mapPositions,
  perimeterMetres,
  polygonsOf,
  polygonSquareMetres,
  type PolygonRings,
} from './plane.ts'
import { weld } from './weld.ts'

type Operation = 'union' | 'intersection' | 'difference'

/** Neighbours drawn by hand or rounded on the wire miss each other by about this much. */
const SLIVER_METRES = 2
const SLIVER_SQUARE_METRES = 10

/** What is left of `subject` outside all of `others`, slivers dropped. */
export function outsideOf(subject: AreaGeometry, others: readonly AreaGeometry[]): PolygonRings[] {
  const near = others.filter((other) => boxesMeet(boxOf(subject), boxOf(other)))
  return withoutSlivers(near.length === 0 ? polygonsOf(subject) : clip('difference', subject, near))
}

/** What `a` and `b` share, slivers dropped. */
export function sharedBy(a: AreaGeometry, b: AreaGeometry): PolygonRings[] {
  return boxesMeet(boxOf(a), boxOf(b)) ? withoutSlivers(clip('intersection', a, [b])) : []
}

/** All of them as one, with the hairlines between neighbours closed. */
export function unionOf(geometries: readonly AreaGeometry[]): AreaGeometry {
  const [first, ...others] = weld(geometries, SLIVER_METRES)
  if (!first) throw new Error('nothing to unite')
  const united = clip('union', first, others)
  return geometryOf(united.map(([outer, ...holes]) => [outer ?? [], ...holes.filter((hole) => !isSliver([hole]))]))
}

/** Whether each has a border with another and all hang together; islands of one are one with it. */
export function hangTogether(geometries: readonly AreaGeometry[]): boolean {
  const [first, ...others] = geometries
  const reached = first ? [first] : []
  let left = others
  // Grows while it is walked: whatever touches what was reached is reached.
  for (const from of reached) {
    const touching = left.filter((other) => shareBorder(from, other))
    reached.push(...touching)
    left = left.filter((other) => !touching.includes(other))
  }
  return left.length === 0
}

// United they are fewer pieces than apart.
function shareBorder(a: AreaGeometry, b: AreaGeometry): boolean {
  return polygonsOf(unionOf([a, b])).length < polygonsOf(a).length + polygonsOf(b).length
}

/** Thin as the error of drawing: its mean width, 2 × surface ÷ perimeter, is what tells, not its surface. */
function isSliver(rings: PolygonRings): boolean {
  const surface = polygonSquareMetres(rings)
  return surface < SLIVER_SQUARE_METRES || (2 * surface) / perimeterMetres(rings) < SLIVER_METRES
}

function withoutSlivers(polygons: readonly PolygonRings[]): PolygonRings[] {
  return polygons.filter((rings) => !isSliver(rings))
}

function clip(operation: Operation, subject: AreaGeometry, others: readonly AreaGeometry[]): PolygonRings[] {
  const run = (round: (geometry: AreaGeometry) => AreaGeometry) =>
    polygonClipping[operation](polygonsOf(round(subject)), ...others.map((other) => polygonsOf(round(other))))
  try {
    return run((geometry) => geometry)
  } catch {
    // The sweep line loses its way where edges nearly coincide; on a decimetre grid they coincide or they do not.
    return run((geometry) => mapPositions(geometry, ([x, y]) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]))
  }
}
