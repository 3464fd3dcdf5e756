import type { AreaGeometry } from '@linli/contract/common'

/** Longitude and latitude, WGS 84. */
export type Corner = readonly [number, number]
/** Corners of a ring in order, the first not repeated at the end. */
export type Ring = readonly Corner[]

const METRES_PER_DEGREE = 111_320
/** Nearer than this, two corners are one: half a metre is finer than any map a grid is drawn from. */
export const SAME_METRES = 0.5

/** Metres between two corners a few kilometres apart: flat earth is exact to centimetres there. */
export function metres(a: Corner, b: Corner): number {
  const x = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180)
  return Math.hypot(x, a[1] - b[1]) * METRES_PER_DEGREE
}

interface Line {
  readonly from: Corner
  readonly to: Corner
}

export interface Side extends Line {
  readonly ring: number
  readonly side: number
}

/** The sides of rings, each ring's last one leading back to its first corner unless the line is open. */
export function sidesOf(rings: readonly Ring[], open = false): Side[] {
  return rings.flatMap((ring, number) =>
    ring.flatMap((from, side) => {
      const to = ring[side + 1] ?? (open || ring.length < 3 ? undefined : ring[0])
      return to ? [{ ring: number, side, from, to }] : []
    }),
  )
}

/** The point of a side that is nearest to `corner`. */
export function foot(corner: Corner, from: Corner, to: Corner): Corner {
  const shrink = Math.cos((corner[1] * Math.PI) / 180)
  const [dx, dy] = [(to[0] - from[0]) * shrink, to[1] - from[1]]
  const length = dx * dx + dy * dy
  if (length === 0) return from
  const along = ((corner[0] - from[0]) * shrink * dx + (corner[1] - from[1]) * dy) / length
  const part = Math.min(1, Math.max(0, along))
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]
}

/**
 * The corners of a ring after one place and up to another, going forward. A place is the number of a side and the share of
 * it that lies before: 2.5 is the middle of the third side.
 */
export function cornersBetween(ring: Ring, start: number, end: number): Corner[] {
  const last = end >= start ? Math.floor(end) : Math.floor(end) + ring.length
  const first = Math.floor(start) + 1
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => ring[(first + index) % ring.length],
  ).filter((corner) => corner !== undefined)
}

export interface Crossing {
  readonly sides: readonly [Side, Side]
  readonly at: Corner
}

/** Where sides cross, of one ring or of two; empty for a simple outline. Sides that only meet at a corner do not cross. */
export function crossingsOf(rings: readonly Ring[], open = false): Crossing[] {
  const all = sidesOf(rings, open)
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => {
      const at = crossing(one, other)
      return at ? [{ sides: [one, other] as const, at }] : []
    }),
  )
}

export function crossing({ from: a, to: b }: Line, { from: c, to: d }: Line): Corner | null {
  const turn = (p: Corner, q: Corner, r: Corner) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
  const [left, right] = [turn(a, b, c), turn(a, b, d)]
  if (left * right >= 0 || turn(c, d, a) * turn(c, d, b) >= 0) return null
  const part = left / (left - right)
  return [c[0] + part * (d[0] - c[0]), c[1] + part * (d[1] - c[1])]
}

/** The map's outlines are rounded to a metre: a common border may lie so far apart. */
const BORDER_METRES = 2

/** Whether two outlines have a border together; a corner alone is none. */
export function touching(one: readonly Ring[], other: readonly Ring[]): boolean {
  const lieOn = (corners: readonly Corner[], rings: readonly Ring[]) =>
    corners.filter((corner) =>
      sidesOf(rings).some(({ from, to }) => metres(corner, foot(corner, from, to)) <= BORDER_METRES),
    )
  const common = [...lieOn(one.flat(), other), ...lieOn(other.flat(), one)]
  return common.some((corner) => metres(corner, common[0] ?? corner) > 2 * BORDER_METRES)
}

/** Surface of one ring in square kilometres. */
export function squareKm(ring: Ring): number {
  const [first] = ring
  if (!first) return 0
  const shrink = Math.cos((first[1] * Math.PI) / 180)
  const doubled = sidesOf([ring]).reduce(
    // Counted from the first corner: with whole degrees the products would swallow the small differences.
    (sum, { from, to }) => sum + (from[0] - first[0]) * (to[1] - first[1]) - (to[0] - first[0]) * (from[1] - first[1]),
    0,
  )
  return (Math.abs(doubled) / 2) * shrink * (METRES_PER_DEGREE / 1000) ** 2
}

/** A boundary as rings to draw, with what is needed to put it together again: the number of rings of each polygon. */
export interface Rings {
  readonly rings: readonly Ring[]
  readonly polygons: readonly number[]
}

/** A boundary that is only looked at. */
type Shape =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }

export function ringsOf(geometry: Shape | null): Rings {
  if (!geometry) return { rings: [], polygons: [] }
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return {
    rings: polygons.flatMap((polygon) => polygon.map((ring) => ring.slice(0, -1))),
    polygons: polygons.map(({ length }) => length),
  }
}

export function geometryOf({ rings, polygons }: Rings): AreaGeometry {
  const closed = rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(([lon, lat]): [number, number] => [lon, lat]))
  const parts = (polygons.length > 0 ? polygons : [1]).map((count, index, counts) => {
    const start = counts.slice(0, index).reduce((sum, before) => sum + before, 0)
    return closed.slice(start, start + count)
  })
  const [only] = parts
  return parts.length === 1 && only
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: parts }
}

/** Surface in square kilometres, holes taken off. */
export function surfaceOf({ rings, polygons }: Rings): number {
  const starts = new Set((polygons.length > 0 ? polygons : [1]).map((_, index) => sum(polygons.slice(0, index))))
  return sum(rings.map((ring, index) => (starts.has(index) ? squareKm(ring) : -squareKm(ring))))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Whether some of the outlines have no border with the rest: what is merged must hang together. */
export function apart(outlines: readonly (readonly Ring[])[]): boolean {
  const [first, ...others] = outlines
  if (!first) return false
  const reached = [first]
  let left: readonly (readonly Ring[])[] = others
  for (let known = 0; known < reached.length; known++) {
    const from = reached[known] ?? []
    reached.push(...left.filter((other) => touching(from, other)))
    left = left.filter((other) => !reached.includes(other))
  }
  return left.length > 0
}
