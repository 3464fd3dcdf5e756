import type { AreaHit, AreaWarning, Assignment } from '@linli/contract/areas'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countyOf } from '../../platform/county/county.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { asRef, asRow } from './area-row.ts'
import { gridsWithWorker } from './assignment-queries.ts'
import { countyAreas, pathAbove } from './county-areas.ts'
import { type AreaFacts, findFacts } from './queries.ts'

const MOST = 500

type HouseholdRule = { readonly urban: readonly [number, number]; readonly rural: readonly [number, number] }

/** Households of a grid against the county's rule; the class decides which of the two, and without one none applies. */
export function householdWarning(
  rule: HouseholdRule,
  households: number | null,
  urbanRural: string | null,
): AreaWarning[] {
  if (households === null || urbanRural === null) return []
  const [min, max] = urbanRural.startsWith('1') ? rule.urban : rule.rural
  return households < min || households > max ? [{ kind: 'households_outside_rule', households, min, max }] : []
}

/** What to look at in one grid; other areas have no warnings. */
export async function gridWarnings(
  ctx: Ctx,
  db: Db,
  grid: AreaFacts,
  current: readonly Assignment[],
): Promise<AreaWarning[]> {
  if (grid.level !== 'grid') return []
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  const village = grid.parentId === null ? undefined : await findFacts(db, ctx.countyId, grid.openedOn, grid.parentId)
  return warningsOf(
    settings.gridHouseholds,
    grid,
    village?.urbanRural ?? null,
    current.some(({ kind }) => kind === 'worker'),
  )
}

function warningsOf(
  rule: HouseholdRule,
  grid: AreaFacts,
  villageClass: string | null,
  hasWorker: boolean,
): AreaWarning[] {
  return [
    ...(grid.kind === 'basic' ? householdWarning(rule, grid.households, grid.urbanRural ?? villageClass) : []),
    ...(grid.hasBoundary ? [] : [{ kind: 'no_boundary' as const }]),
    ...(hasWorker ? [] : [{ kind: 'no_worker' as const }]),
  ]
}

/** Grids of today that want looking at, below one area or in the whole county. */
export async function listGridWarnings(ctx: Ctx, areaId: string | undefined) {
  const { open, day } = await countyAreas(ctx.deps, ctx.countyId)
  if (areaId !== undefined && !open.has(areaId)) throw new Problem('area.not_found')
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  const worked = await gridsWithWorker(ctx.db, ctx.countyId, day)
  const items: (AreaHit & { warnings: AreaWarning[] })[] = []
  for (const grid of open.values()) {
    if (grid.level !== 'grid') continue
    const path = pathAbove(open, grid)
    if (areaId !== undefined && grid.id !== areaId && !path.some(({ id }) => id === areaId)) continue
    const village = path.find(({ level }) => level === 'village')
    const warnings = warningsOf(settings.gridHouseholds, grid, village?.urbanRural ?? null, worked.has(grid.id))
    if (warnings.length > 0) items.push({ ...asRow(grid, 0), path: path.map(asRef), warnings })
  }
  return { items: items.slice(0, MOST), truncated: items.length > MOST }
}
