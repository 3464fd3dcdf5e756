import type { Area, AreaHit, AreaWarning, Assignment } from '@linli/contract/areas'
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

/** The county's rule for a place; its class decides which of the two, and without one none applies. */
function ruleFor({ urban, rural }: HouseholdRule, urbanRural: string | null): Area['householdRule'] {
  if (urbanRural === null) return null
  const [min, max] = urbanRural.startsWith('1') ? urban : rural
  return { min, max }
}

/** Households of a grid against the county's rule. */
export function householdWarning(
  rules: HouseholdRule,
  households: number | null,
  urbanRural: string | null,
): AreaWarning[] {
  const rule = ruleFor(rules, urbanRural)
  if (households === null || rule === null) return []
  const outside = households < rule.min || households > rule.max
  return outside ? [{ kind: 'households_outside_rule', households, ...rule }] : []
}

/** The rule for grids of a village, or for one grid. */
export async function householdRuleOf(ctx: Ctx, db: Db, area: AreaFacts): Promise<Area['householdRule']> {
  if (area.level !== 'village' && area.level !== 'grid') return null
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  return ruleFor(settings.gridHouseholds, area.urbanRural ?? (await villageOf(ctx, db, area))?.urbanRural ?? null)
}

async function villageOf(ctx: Ctx, db: Db, { level, openedOn, parentId }: AreaFacts): Promise<AreaFacts | undefined> {
  if (level !== 'grid' || parentId === null) return undefined
  return (await findFacts(db, ctx.countyId, openedOn, parentId)) ?? undefined
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
  const village = await villageOf(ctx, db, grid)
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
