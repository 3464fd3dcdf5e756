import type { AreaGeometry } from '@linli/contract/common'
import { outsideOf, sharedBy } from './clip.ts'
import { polygonSquareMetres, type PolygonRings, squareMetres } from './plane.ts'

export interface Outlined<T> {
  readonly area: T
  readonly outline: AreaGeometry
}

export interface CoverageOf<T> {
  readonly covered: number
  readonly gaps: PolygonRings[]
  readonly overlaps: { readonly rings: PolygonRings; readonly areas: readonly [T, T] }[]
}

/** Where a village is in no grid, and where in two. Slivers of drawing count as neither. */
export function coverageOf<T>(village: AreaGeometry, grids: readonly Outlined<T>[]): CoverageOf<T> {
  const gaps = outsideOf(
    village,
    grids.map(({ outline }) => outline),
  )
  const overlaps: CoverageOf<T>['overlaps'] = []
  for (const [index, first] of grids.entries()) {
    for (const second of grids.slice(index + 1)) {
      for (const rings of sharedBy(first.outline, second.outline))
        overlaps.push({ rings, areas: [first.area, second.area] })
    }
  }
  const open = gaps.reduce((sum, rings) => sum + polygonSquareMetres(rings), 0)
  return { covered: Math.max(0, 1 - open / squareMetres(village)), gaps, overlaps }
}
