import { flagOf } from './label-places.ts'

interface Mark {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly overdue: number
}

const ROUNDS = 12
/** No number may leave its area for the sake of its neighbour. */
const FARTHEST = 22
const AIR = 2

interface Disc {
  readonly x: number
  readonly y: number
  readonly reach: number
}

/** Numbers whose circles or diamonds would cover each other, moved a little apart. */
export function spread<T extends Mark>(marks: readonly T[]): T[] {
  const spots = marks.map(({ x, y }) => ({ x, y }))
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false
    marks.forEach((mark, index) => {
      for (let other = 0; other < index; other++) {
        // Both indexes lie in the list.
        const [a, b] = [spots[index] as Disc, spots[other] as Disc]
        const push = pushBetween(discsOf(mark, a), discsOf(marks[other] as T, b))
        if (!push) continue
        moved = true
        spots[index] = held(mark, a.x + push.x / 2, a.y + push.y / 2)
        spots[other] = held(marks[other] as T, b.x - push.x / 2, b.y - push.y / 2)
      }
    })
    if (!moved) break
  }
  return marks.map((mark, index) => ({ ...mark, ...spots[index] }))
}

function discsOf({ radius, overdue }: Mark, { x, y }: { x: number; y: number }): Disc[] {
  const number = { x, y, reach: radius }
  const { dx, dy, reach } = flagOf(radius)
  return overdue > 0 ? [number, { x: x + dx, y: y + dy, reach: reach * 0.8 }] : [number]
}

/** How far the first must be moved from the second; undefined when they do not touch. */
function pushBetween(mine: readonly Disc[], others: readonly Disc[]): { x: number; y: number } | undefined {
  let deepest: { x: number; y: number; depth: number } | undefined
  for (const a of mine)
    for (const b of others) {
      const [dx, dy] = [a.x - b.x, a.y - b.y]
      const distance = Math.hypot(dx, dy) || 1
      const depth = a.reach + b.reach + AIR - distance
      if (depth > (deepest?.depth ?? 0)) deepest = { x: (dx / distance) * depth, y: (dy / distance) * depth, depth }
    }
  return deepest
}

function held({ x, y }: Mark, toX: number, toY: number): { x: number; y: number } {
  const distance = Math.hypot(toX - x, toY - y)
  const share = distance > FARTHEST ? FARTHEST / distance : 1
  return { x: x + (toX - x) * share, y: y + (toY - y) * share }
}
