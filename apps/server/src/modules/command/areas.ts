import type { AreaLevel } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CountyAreas, countyAreas, type OutlinedFacts } from '../areas/index.ts'

export interface ScreenArea {
  readonly id: string
  readonly name: string
  readonly level: AreaLevel
  readonly parentId: string | null
  readonly households: number
  readonly boundary: AreaGeometry | null
  readonly centre: [number, number] | null
}

/** One area as it is today; the county itself when no id is given. */
export async function findArea(ctx: Ctx, id: string | undefined): Promise<ScreenArea | undefined> {
  const county = await countyAreas(ctx.deps, ctx.countyId)
  const area = id === undefined ? county.children.get(null)?.[0] : county.open.get(id)
  return area && toScreen(county, area)
}

/** The areas directly below, by name. */
export async function screenAreasBelow(ctx: Ctx, area: ScreenArea): Promise<ScreenArea[]> {
  const county = await countyAreas(ctx.deps, ctx.countyId)
  return (county.children.get(area.id) ?? [])
    .map((one) => toScreen(county, one))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
}

export async function areaCounts(ctx: Ctx): Promise<{ towns: number; grids: number }> {
  const areas = [...(await countyAreas(ctx.deps, ctx.countyId)).open.values()]
  const of = (level: AreaLevel) => areas.filter((area) => area.level === level).length
  return { towns: of('town'), grids: of('grid') }
}

function toScreen(county: CountyAreas, area: OutlinedFacts): ScreenArea {
  const { id, name, level, parentId, boundary, lon, lat } = area
  const centre: [number, number] | null = lon !== null && lat !== null ? [lon, lat] : null
  return { id, name, level, parentId, boundary, centre, households: householdsOf(county, area) }
}

// Households are counted per grid; what lies above is their sum, unless a larger number was entered for it.
function householdsOf(county: CountyAreas, area: OutlinedFacts): number {
  const below = (county.children.get(area.id) ?? []).reduce((sum, one) => sum + householdsOf(county, one), 0)
  return Math.max(area.households ?? 0, below)
}
