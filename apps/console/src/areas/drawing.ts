/** Longitude and latitude, WGS 84. */
export type Corner = readonly [number, number]

const METRES_PER_DEGREE = 111_320

/** Metres between two corners a few kilometres apart: flat earth is exact to centimetres there. */
export function metres(a: Corner, b: Corner): number {
  const x = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180)
  return Math.hypot(x, a[1] - b[1]) * METRES_PER_DEGREE
}

/**
 * The corner, drawn to the nearest neighbour's corner or, failing that, to the nearest point of a neighbour's side, within
 * so many metres: borders that are meant to be one are then one, without gaps and overlaps of a hand's breadth.
 */
export function snap(corner: Corner, rings: readonly (readonly Corner[])[], within: number): Corner {
  const nearest = (candidates: readonly Corner[]) =>
    candidates.reduce<{ at: Corner; far: number }>(
      (best, at) => {
        const far = metres(corner, at)
        return far < best.far ? { at, far } : best
      },
      { at: corner, far: within },
    )
  const onCorner = nearest(rings.flat())
  if (onCorner.at !== corner) return onCorner.at
  return nearest(rings.flatMap((ring) => sides(ring).map(([a, b]) => foot(corner, a, b)))).at
}

/** The point of the side ab that is nearest to p. */
function foot(p: Corner, a: Corner, b: Corner): Corner {
  const shrink = Math.cos((p[1] * Math.PI) / 180)
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]]
  const length = dx * dx + dy * dy
  if (length === 0) return a
  const along = ((p[0] - a[0]) * shrink * dx + (p[1] - a[1]) * dy) / length
  const part = Math.min(1, Math.max(0, along))
  return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]
}

function sides(ring: readonly Corner[]): [Corner, Corner][] {
  return ring.slice(1).map((corner, index) => [ring[index] as Corner, corner])
}

/** An open list of corners as a closed ring. */
export const closed = (corners: readonly Corner[]): Corner[] =>
  corners.length === 0 ? [] : [...corners, corners[0] as Corner]

/** Corners of a closed ring without the repeated last one. */
export const opened = (ring: readonly Corner[]): Corner[] => ring.slice(0, -1)

/** Where sides that are not neighbours cross, as numbers of the sides; empty for a simple outline. */
export function crossings(corners: readonly Corner[]): [number, number][] {
  const all = sides(closed(corners))
  const found: [number, number][] = []
  for (const [i, one] of all.entries()) {
    for (let j = i + 2; j < all.length; j++) {
      if (i === 0 && j === all.length - 1) continue
      // j is below the length.
      if (cross(one, all[j] as [Corner, Corner])) found.push([i, j])
    }
  }
  return found
}

function cross([a, b]: [Corner, Corner], [c, d]: [Corner, Corner]): boolean {
  const turn = (p: Corner, q: Corner, r: Corner) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

/** Surface in square kilometres. */
export function squareKm(corners: readonly Corner[]): number {
  const [first] = corners
  if (!first) return 0
  const shrink = Math.cos((first[1] * Math.PI) / 180)
  const doubled = sides(closed(corners)).reduce((sum, [a, b]) => sum + (a[0] * b[1] - b[0] * a[1]), 0)
  return (Math.abs(doubled) / 2) * shrink * (METRES_PER_DEGREE / 1000) ** 2
}

/** Puts a corner in the middle of the side that begins with this one. */
export function withMiddle(corners: readonly Corner[], after: number): Corner[] {
  const a = corners[after] as Corner
  const b = corners[(after + 1) % corners.length] as Corner
  return corners.toSpliced(after + 1, 0, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
}
