import type { AreaGeometry } from '@linli/contract/common'
import Flatbush from 'flatbush'
import { orient2d } from 'robust-predicates'
import { edgesOf, polygonsOf, type Position, type Ring } from './plane.ts'

interface Edge {
  readonly from: Position
  readonly to: Position
  readonly ring: number
  readonly index: number
  readonly last: number
}

/**
 * Where an outline crosses or touches itself, or null when it is simple. A ring must not meet itself anywhere
 * but at its own corners; rings of one polygon may touch in a point but not cross.
 */
export function selfCrossing(geometry: AreaGeometry): Position | null {
  for (const rings of polygonsOf(geometry)) {
    const crossing = crossingOf(rings)
    if (crossing) return crossing
  }
  return null
}

function crossingOf(rings: readonly Ring[]): Position | null {
  const edges: Edge[] = []
  for (const [ring, positions] of rings.entries()) {
    const last = positions.length - 2
    let index = 0
    for (const [from, to] of edgesOf(positions)) edges.push({ from, to, ring, index: index++, last })
  }
  if (edges.length === 0) return null
  const tree = new Flatbush(edges.length)
  for (const edge of edges) tree.add(...edgeBox(edge))
  tree.finish()
  for (const [number, edge] of edges.entries()) {
    let found: Position | null = null
    tree.search(...edgeBox(edge), (other) => {
      const second = edges[other]
      if (found === null && second && other > number) found = meeting(edge, second)
      return false
    })
    if (found) return found
  }
  return null
}

function edgeBox({ from, to }: Edge): [number, number, number, number] {
  return [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])]
}

function meeting(a: Edge, b: Edge): Position | null {
  if (a.ring !== b.ring) return properCrossing(a.from, a.to, b.from, b.to)
  if (b.index === a.index + 1) return foldsBack(a.from, a.to, b.to)
  if (a.index === 0 && b.index === a.last) return foldsBack(b.from, b.to, a.to)
  return contact(a, b)
}

const turn = (a: Position, b: Position, c: Position) => Math.sign(orient2d(a[0], a[1], b[0], b[1], c[0], c[1]))

/** The point in which two segments cross with both ends on either side, or null. */
export function properCrossing(a: Position, b: Position, c: Position, d: Position): Position | null {
  if (turn(a, b, c) * turn(a, b, d) >= 0 || turn(c, d, a) * turn(c, d, b) >= 0) return null
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const ex = d[0] - c[0]
  const ey = d[1] - c[1]
  const share = ((c[0] - a[0]) * ey - (c[1] - a[1]) * ex) / (dx * ey - dy * ex)
  return [a[0] + share * dx, a[1] + share * dy]
}

function contact(a: Edge, b: Edge): Position | null {
  const crossing = properCrossing(a.from, a.to, b.from, b.to)
  if (crossing) return crossing
  return (
    [b.from, b.to].find((end) => liesOn(end, a.from, a.to)) ??
    [a.from, a.to].find((end) => liesOn(end, b.from, b.to)) ??
    null
  )
}

function liesOn(point: Position, from: Position, to: Position): boolean {
  return (
    turn(from, to, point) === 0 &&
    point[0] >= Math.min(from[0], to[0]) &&
    point[0] <= Math.max(from[0], to[0]) &&
    point[1] >= Math.min(from[1], to[1]) &&
    point[1] <= Math.max(from[1], to[1])
  )
}

// Two edges in a row may lie on one line, but not run back over each other.
function foldsBack(from: Position, corner: Position, to: Position): Position | null {
  if (turn(from, corner, to) !== 0) return null
  const ahead = (corner[0] - from[0]) * (to[0] - corner[0]) + (corner[1] - from[1]) * (to[1] - corner[1])
  return ahead < 0 ? corner : null
}
