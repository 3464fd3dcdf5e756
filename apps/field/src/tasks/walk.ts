import type { Point } from '@linli/contract/common'
import { METRES_PER_DEGREE, metresBetween } from '../parts/position.ts'

/** Nobody walks through walls: streets are about a third longer than the straight line. */
const DETOUR = 1.3
/** Beyond this many points each beginning is no longer tried; the westernmost does. */
const MOST_BEGINNINGS = 30

/**
 * A short walk past all points, as indexes of them: the nearest next, then bends untied (2-opt). From where one stands; with
 * no position, from whichever end makes it shortest. It is read in hundreds of metres: a little more than the best is no harm.
 */
export function walkPast(points: readonly Point[], start: Point | null): number[] {
  const { spots, from } = onPaper(points, start)
  return from ? untied(nearestFirst(spots, from), spots, from) : bestBeginning(spots)
}

/** Metres walked when one arrives at each of these, one after the other. */
export function metresAlong(way: readonly Point[], start: Point | null): number[] {
  let here = start
  let sum = 0
  return way.map((point) => {
    if (here) sum += metresBetween(here, point) * DETOUR
    here = point
    return Math.round(sum)
  })
}

export function lengthOf(order: readonly number[], points: readonly Point[], start: Point | null): number {
  const { spots, from } = onPaper(points, start)
  return lengthPast(order, spots, from)
}

/** A grid is small enough to lie flat: metres east and north, so that comparing thousands of ways costs nothing. */
interface Spot {
  readonly x: number
  readonly y: number
}

function onPaper(points: readonly Point[], start: Point | null): { spots: Spot[]; from: Spot | null } {
  const origin = start ?? points[0] ?? { lon: 0, lat: 0 }
  const narrow = Math.cos((origin.lat * Math.PI) / 180)
  const spot = ({ lon, lat }: Point): Spot => ({
    x: (lon - origin.lon) * narrow * METRES_PER_DEGREE,
    y: (lat - origin.lat) * METRES_PER_DEGREE,
  })
  return { spots: points.map(spot), from: start && spot(start) }
}

function bestBeginning(spots: readonly Spot[]): number[] {
  const indexes = [...spots.keys()]
  const west = indexes.toSorted((a, b) => (spots[a]?.x ?? 0) - (spots[b]?.x ?? 0))
  const beginnings = spots.length > MOST_BEGINNINGS ? west.slice(0, 1) : indexes
  const walks = beginnings.flatMap((first) => {
    const from = spots[first]
    return from ? [untied(nearestFirst(spots, from), spots, null)] : []
  })
  const lengths = new Map(walks.map((order) => [order, lengthPast(order, spots, null)]))
  return walks.toSorted((a, b) => (lengths.get(a) ?? 0) - (lengths.get(b) ?? 0))[0] ?? indexes
}

function nearestFirst(spots: readonly Spot[], from: Spot): number[] {
  const left = new Set(spots.keys())
  const order: number[] = []
  let here = from
  while (left.size > 0) {
    let next = -1
    let least = Infinity
    for (const index of left) {
      const far = between(here, spots[index])
      if (far < least) [next, least] = [index, far]
    }
    left.delete(next)
    order.push(next)
    here = spots[next] ?? here
  }
  return order
}

/** Turns stretches of the way round as long as that makes it shorter; the start stays, the end is free. */
function untied(first: readonly number[], spots: readonly Spot[], start: Spot | null): number[] {
  const order = [...first]
  const at = (place: number) => spots[order[place] ?? -1]
  for (let better = true; better;) {
    better = false
    for (let from = 0; from < order.length - 1; from++) {
      for (let to = from + 1; to < order.length; to++) {
        const before = from === 0 ? start : at(from - 1)
        const after = at(to + 1)
        const was = between(before, at(from)) + between(at(to), after)
        if (was - between(before, at(to)) - between(at(from), after) < 1) continue
        order.splice(from, to - from + 1, ...order.slice(from, to + 1).toReversed())
        better = true
      }
    }
  }
  return order
}

function lengthPast(order: readonly number[], spots: readonly Spot[], start: Spot | null): number {
  const way = [...(start ? [start] : []), ...order.flatMap((index) => spots[index] ?? [])]
  return way.slice(1).reduce((sum, spot, index) => sum + between(way[index], spot), 0)
}

/** Nothing before the first and nothing behind the last: that costs no step. */
function between(a: Spot | null | undefined, b: Spot | null | undefined): number {
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
}
