import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { type CountyAreas, countyAreas, type OutlinedFacts } from '../areas/index.ts'
import { unitDirectory } from '../identity/index.ts'

/** The named areas that are open today. @throws Problem `area.not_found` */
export function openAreas(areas: CountyAreas, ids: readonly string[]): OutlinedFacts[] {
  return [...new Set(ids)].map((id) => {
    const area = areas.open.get(id)
    if (!area) throw new Problem('area.not_found')
    return area
  })
}

/** An area and all below it. */
export function andBelow(areas: CountyAreas, area: OutlinedFacts): OutlinedFacts[] {
  const found = [area]
  // The list is walked in the order in which it grows.
  for (const one of found) found.push(...(areas.children.get(one.id) ?? []))
  return found
}

export const gridsWithin = (areas: CountyAreas, ids: readonly string[]): OutlinedFacts[] => {
  const all = ids.flatMap((id) => {
    const area = areas.open.get(id)
    return area ? andBelow(areas, area) : []
  })
  return [...new Map(all.map((area) => [area.id, area])).values()].filter(({ level }) => level === 'grid')
}

/** Areas with those above them, the county apart, and all below. */
export function areasTouched(areas: CountyAreas, ids: readonly string[]): string[] {
  const touched = new Set<string>()
  for (const id of ids) {
    const area = areas.open.get(id)
    if (!area) continue
    for (const one of andBelow(areas, area)) touched.add(one.id)
    let above = area.parentId === null ? undefined : areas.open.get(area.parentId)
    while (above && above.level !== 'county') {
      touched.add(above.id)
      above = above.parentId === null ? undefined : areas.open.get(above.parentId)
    }
  }
  return [...touched]
}

/** Ids by any of which somebody reaches a room: its areas with those above and below, and its units. */
export async function scopeOf(ctx: Ctx, areaIds: readonly string[], unitIds: readonly string[]): Promise<string[]> {
  const areas = await countyAreas(ctx.deps, ctx.countyId)
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  if (unitIds.some((id) => !units.find(id))) throw new Problem('unit.not_found')
  openAreas(areas, areaIds)
  return [...new Set([...unitIds, ...areasTouched(areas, areaIds)])]
}
