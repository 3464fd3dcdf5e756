import type { Permission } from '@linli/contract/permissions'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { mannedUnits, unitDirectory } from '../../identity/index.ts'

/** Whoever runs the work of others in a unit, or of the register in the county. */
const supervising: readonly Permission[] = ['fieldwork.manage', 'register.approve']

/**
 * Who hears at once that somebody opened a file in an emergency: of each of their units the supervisor next to them, on the
 * way up, and whoever handles rights; never themselves.
 */
export async function toldOfEmergency(ctx: Ctx): Promise<ReadonlySet<string>> {
  const { deps, countyId, actor } = ctx
  const units = await unitDirectory(deps, countyId)
  const boards = await Promise.all(supervising.map((permission) => mannedUnits(deps, countyId, permission)))
  const supervisorsOf = (unitId: string) => new Set(boards.flatMap((manned) => [...(manned.get(unitId) ?? [])]))
  const centreId = units.ofKind('county_centre')[0]?.id ?? null
  const nearest = (unitId: string | null): readonly string[] => {
    if (unitId === null) return []
    const own = supervisorsOf(unitId)
    // Who supervises there too is a colleague, and no supervisor.
    if (own.size > 0 && !own.has(actor.id ?? '')) return [...own]
    const above = units.find(unitId)?.parentId ?? (unitId === centreId ? null : centreId)
    return above === null ? [...own] : nearest(above)
  }
  const officers = await mannedUnits(deps, countyId, 'rights.handle')
  const told = new Set([
    ...actor.posts.flatMap(({ unitId }) => nearest(unitId)),
    ...[...officers.values()].flatMap((staffIds) => [...staffIds]),
  ])
  told.delete(actor.id ?? '')
  return told
}
