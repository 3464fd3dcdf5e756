import type { AreaGeometry } from '@linli/contract/common'

export type Position = [number, number]
export type Ring = Position[]
/** Outer ring, then holes. */
export type PolygonRings = Ring[]

export interface Box {
  minX: number
  minY: number
  maxX: number
  maxY: number
}

/** The polygons of either kind of geometry. */
export function polygonsOf(geometry: AreaGeometry): PolygonRings[] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
}

export function geometryOf(polygons: readonly PolygonRings[]): AreaGeometry {
  const [only, ...others] = polygons
  if (only && others.length === 0) return { type: 'Polygon', coordinates: only }
  return { type: 'MultiPolygon', coordinates: [...polygons] }
}

export function mapPositions(geometry: AreaGeometry, change: (position: Position) => Position): AreaGeometry {
  return geometryOf(polygonsOf(geometry).map((rings) => rings.map((ring) => ring.map(change))))
}

/** Without repeated corners, and closed. */
export function tidyRing(ring: Ring): Ring {
  const corners = ring.filter((position, index) => !same(position, ring[index - 1]))
  while (corners.length > 1 && same(corners.at(-1), corners[0])) corners.pop()
  const [first] = corners
  return first ? [...corners, [first[0], first[1]]] : []
}

function same(a: Position | undefined, b: Position | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1]
}

export function boxOfRing(ring: readonly Position[]): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const [x, y] of ring) {
    if (x < box.minX) box.minX = x
    if (y < box.minY) box.minY = y
    if (x > box.maxX) box.maxX = x
    if (y > box.maxY) box.maxY = y
  }
  return box
}

export function boxOf(geometry: AreaGeometry): Box {
  // Holes lie inside their outer ring.
  return boxOfRing(polygonsOf(geometry).flatMap((rings) => rings[0] ?? []))
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY
}

const METRES_PER_DEGREE = 111_320

/**
 * Metres per degree of longitude and of latitude about a latitude. Areas of a county are small enough
 * for a flat earth: the error over 100 km is below one part in a thousand.
 */
export function metresPerDegree(lat: number): readonly [number, number] {
  return [METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180), METRES_PER_DEGREE]
}

/** Twice the signed surface in square degrees; positive when the ring runs counter-clockwise. */
export function signedDouble(ring: readonly Position[]): number {
  const [origin] = ring
  if (!origin) return 0
  let sum = 0
  let previous = ring.at(-1) ?? origin
  for (const current of ring) {
    // Relative to the first vertex, so that small rings far from (0, 0) keep their digits.
    sum += (previous[0] - origin[0]) * (current[1] - origin[1]) - (current[0] - origin[0]) * (previous[1] - origin[1])
    previous = current
  }
  return sum
}

function ringSquareMetres(ring: readonly Position[]): number {
  const [mx, my] = metresPerDegree(ring[0]?.[1] ?? 0)
  return (Math.abs(signedDouble(ring)) / 2) * mx * my
}

export function polygonSquareMetres(rings: readonly Ring[]): number {
  const [outer, ...holes] = rings
  if (!outer) return 0
  return holes.reduce((left, hole) => left - ringSquareMetres(hole), ringSquareMetres(outer))
}

export function squareMetres(geometry: AreaGeometry): number {
  return polygonsOf(geometry).reduce((sum, rings) => sum + polygonSquareMetres(rings), 0)
}

export function perimeterMetres(rings: readonly Ring[]): number {
  let length = 0
  for (const ring of rings) {
    const [mx, my] = metresPerDegree(ring[0]?.[1] ?? 0)
    for (const [from, to] of edgesOf(ring)) length += Math.hypot((to[0] - from[0]) * mx, (to[1] - from[1]) * my)
  }
  return length
}

export function* edgesOf(ring: readonly Position[]): Generator<readonly [Position, Position]> {
  let previous: Position | undefined
  for (const current of ring) {
    if (previous) yield [previous, current]
    previous = current
  }
}

/** Metres from a point to the nearest edge of a ring. */
export function metresToRing([x, y]: Position, ring: readonly Position[]): number {
  const [mx, my] = metresPerDegree(y)
  let nearest = Infinity
  for (const [from, to] of edgesOf(ring)) {
    const fromX = (from[0] - x) * mx
    const fromY = (from[1] - y) * my
    const dx = (to[0] - from[0]) * mx
    const dy = (to[1] - from[1]) * my
    const along = Math.min(1, Math.max(0, -(fromX * dx + fromY * dy) / (dx * dx + dy * dy || 1)))
    nearest = Math.min(nearest, Math.hypot(fromX + along * dx, fromY + along * dy))
  }
  return nearest
}
