import { cornersBetween, type Corner, foot, metres, type Ring, SAME_METRES, sidesOf } from './plane.ts'

export interface Snapped {
  readonly corner: Corner
  readonly to: 'corner' | 'side' | null
}

/**
 * The corner, drawn to the nearest neighbour's corner or, failing that, to the nearest point of a neighbour's side, within
 * so many metres: borders that are meant to be one are then one, without gaps and overlaps of a hand's breadth.
 */
export function snap(corner: Corner, rings: readonly Ring[], within: number): Snapped {
  const onCorner = nearest(corner, rings.flat(), within)
  if (onCorner) return { corner: onCorner, to: 'corner' }
  const feet = sidesOf(rings).map(({ from, to }) => foot(corner, from, to))
  const onSide = nearest(corner, feet, within)
  return onSide ? { corner: onSide, to: 'side' } : { corner, to: null }
}

function nearest(corner: Corner, candidates: readonly Corner[], within: number): Corner | null {
  let best: Corner | null = null
  let least = within
  for (const candidate of candidates) {
    const far = metres(corner, candidate)
    if (far <= least) [best, least] = [candidate, far]
  }
  return best
}

/**
 * The corners of a neighbour's border between two points on it, the shorter way round: who draws from one end of a common
 * border to the other means the border, with every bend. Empty where the points lie on no border together.
 */
export function alongBorder(from: Corner, to: Corner, rings: readonly Ring[]): Corner[] {
  const ways = rings.flatMap((ring) => {
    const [start, end] = [placeOn(from, ring), placeOn(to, ring)]
    return start !== null && end !== null ? [shorterWay(ring, start, end, from, to)] : []
  })
  // On several borders at once (a grid's is often its village's) the one with the most bends is the most exact.
  const [best = []] = ways.toSorted((a, b) => b.length - a.length)
  return best.filter((corner) => metres(corner, from) > SAME_METRES && metres(corner, to) > SAME_METRES)
}

/** On which side of the ring a point lies, with the share of the side before it; null beside the ring. */
function placeOn(corner: Corner, ring: Ring): number | null {
  for (const { side, from, to } of sidesOf([ring])) {
    const on = foot(corner, from, to)
    if (metres(on, corner) <= SAME_METRES) return side + metres(from, on) / Math.max(metres(from, to), SAME_METRES)
  }
  return null
}

function shorterWay(ring: Ring, start: number, end: number, from: Corner, to: Corner): Corner[] {
  const forward = cornersBetween(ring, start, end)
  const backward = cornersBetween(ring, end, start).toReversed()
  return lengthOf([from, ...forward, to]) <= lengthOf([from, ...backward, to]) ? forward : backward
}

function lengthOf(line: readonly Corner[]): number {
  return line.slice(1).reduce((sum, corner, index) => sum + metres(line[index] ?? corner, corner), 0)
}
