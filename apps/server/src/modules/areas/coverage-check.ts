import type { Coverage } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { asRef } from './area-row.ts'
import { todayIn } from './day.ts'
import { coverageOf } from './geometry/coverage.ts'
import { geometryOf, type PolygonRings, polygonSquareMetres } from './geometry/plane.ts'
import { findFacts, openOn, outlinesWhere } from './queries.ts'

/** Where the basic grids of a village leave gaps or lie over each other on a day. */
export async function checkCoverage(ctx: Ctx, input: { areaId: string; on?: string | undefined }): Promise<Coverage> {
  const { db, countyId } = ctx
  const day = input.on ?? (await todayIn(ctx.deps, countyId))
  const village = await findFacts(db, countyId, day, input.areaId)
  if (!village) throw new Problem('area.not_found')
  if (village.level !== 'village') throw new Problem('area.wrong_state', { reason: 'not_a_village' })
  const grids = await outlinesWhere(
    db,
    countyId,
    day,
    sql`v.parent_id = ${village.id} AND v.kind = 'basic' AND ${openOn(day)}`,
  )
  const drawn = grids.flatMap((grid) => (grid.boundary ? [{ area: asRef(grid), outline: grid.boundary }] : []))
  const withoutBoundary = grids.filter(({ boundary }) => boundary === null).map(asRef)
  if (!village.boundary) return { covered: null, gaps: features([]), overlaps: features([]), withoutBoundary }
  const { covered, gaps, overlaps } = coverageOf(village.boundary, drawn)
  return {
    covered,
    gaps: features(gaps.map((rings) => piece(rings, { squareMetres: Math.round(polygonSquareMetres(rings)) }))),
    overlaps: features(
      overlaps.map(({ rings, areas }) =>
        piece(rings, { squareMetres: Math.round(polygonSquareMetres(rings)), grids: [...areas] }),
      ),
    ),
    withoutBoundary,
  }
}

const features = <F>(list: F[]) => ({ type: 'FeatureCollection' as const, features: list })
const piece = <P>(rings: PolygonRings, properties: P) => ({
  type: 'Feature' as const,
  geometry: geometryOf([rings]),
  properties,
})
