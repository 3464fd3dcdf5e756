import type { AreaGeometry } from '@linli/contract/common'
import Flatbush from 'flatbush'
import {
  edgesOf,
  mapPositions,
  metresPerDegree,
  polygonsOf,
  type Position,
  type Ring,
  tidyRing,
  geometryOf,
} from './plane.ts'

/**
 * The same outlines with their common borders made one: corners of different outlines nearer than so many metres become
 * the same, and a corner that lies on a neighbour's side becomes a corner of that side too. Without it a border that two
 * people drew, or that the wire rounded, is a row of hairlines, and what should be united stays apart.
 */
export function weld(geometries: readonly AreaGeometry[], metres: number): AreaGeometry[] {
  const near = nearCorners(geometries, metres)
  const joined = geometries.map((geometry, owner) =>
    mapPositions(geometry, (corner) => {
      // The earlier outline keeps its corner, the later one's moves; within one outline nothing moves.
      const others = near.at(corner).filter((other) => other.owner < owner)
      return others.toSorted((a, b) => near.far(a.at, corner) - near.far(b.at, corner))[0]?.at ?? corner
    }),
  )
  const now = nearCorners(joined, metres)
  return joined.map((geometry, owner) => {
    const polygons = polygonsOf(geometry).map((rings) => rings.map((ring) => tidyRing(withCorners(ring, owner, now))))
    const kept = polygons.map((rings) => rings.filter((ring) => ring.length >= 4)).filter((rings) => rings.length > 0)
    return kept.length > 0 ? geometryOf(kept) : geometry
  })
}

interface Corner {
  readonly owner: number
  readonly at: Position
}

function nearCorners(geometries: readonly AreaGeometry[], metres: number) {
  const corners = geometries.flatMap((geometry, owner): Corner[] =>
    polygonsOf(geometry).flatMap((rings) => rings.flatMap((ring) => ring.slice(0, -1).map((at) => ({ owner, at })))),
  )
  const [mx, my] = metresPerDegree(corners[0]?.at[1] ?? 0)
  const index = new Flatbush(Math.max(corners.length, 1))
  for (const { at } of corners) index.add(at[0], at[1], at[0], at[1])
  if (corners.length === 0) index.add(0, 0, 0, 0)
  index.finish()
  const far = (a: Position, b: Position) => Math.hypot((a[0] - b[0]) * mx, (a[1] - b[1]) * my)
  const inBox = (minX: number, minY: number, maxX: number, maxY: number) =>
    index
      .search(minX - metres / mx, minY - metres / my, maxX + metres / mx, maxY + metres / my)
      .flatMap((found) => corners[found] ?? [])
  return {
    far,
    at: ([x, y]: Position) => inBox(x, y, x, y).filter(({ at }) => far(at, [x, y]) <= metres),
    /** Corners beside a side, not at its ends, with how far along it they lie. */
    along(from: Position, to: Position): (Corner & { readonly part: number })[] {
      const [dx, dy] = [(to[0] - from[0]) * mx, (to[1] - from[1]) * my]
      const length = Math.hypot(dx, dy)
      const box = [
        Math.min(from[0], to[0]),
        Math.min(from[1], to[1]),
        Math.max(from[0], to[0]),
        Math.max(from[1], to[1]),
      ]
      return inBox(...(box as [number, number, number, number])).flatMap((corner) => {
        const [px, py] = [(corner.at[0] - from[0]) * mx, (corner.at[1] - from[1]) * my]
        const part = (px * dx + py * dy) / (length * length || 1)
        const aside = Math.abs(px * dy - py * dx) / (length || 1)
        const between = part * length > metres && (1 - part) * length > metres
        return between && aside <= metres ? [{ ...corner, part }] : []
      })
    },
  }
}

function withCorners(ring: Ring, owner: number, near: ReturnType<typeof nearCorners>): Ring {
  const corners: Ring = []
  for (const [from, to] of edgesOf(ring)) {
    const between = near.along(from, to).filter((corner) => corner.owner !== owner)
    corners.push(from, ...between.toSorted((a, b) => a.part - b.part).map(({ at }) => at))
  }
  return corners
}
