import type { Permission } from '@linli/contract/permissions'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Actor, Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaPath, countyAreas } from '../areas/index.ts'

export type RegisterPermission = Extract<Permission, `register.${string}` | 'rights.handle'>
/** Tables that carry town, village and grid. */
type Placed = 'persons' | 'households' | 'dwellings' | 'buildings' | 'organisations' | (string & {})

/**
 * Which rows of a placed table `actor` may use `permission` on. Lists, loads, maps, exports and sync all ask here.
 * `alias` is the name under which the query knows the table.
 */
export function withinReach(actor: Actor, permission: RegisterPermission, alias: Placed): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const inCounty = sql<SqlBool>`${column('countyId')} = ${actor.countyId}`
  const reach = actor.reach(permission)
  if (reach === 'county') return inCounty
  // Id arrays, not joins on grants: with a join the planner sorts every visible row before LIMIT.
  const parts = (
    [
      ['townId', reach.townIds],
      ['villageId', reach.villageIds],
      ['gridId', reach.gridIds],
    ] as const
  )
    .filter(([, ids]) => ids.length > 0)
    .map(([name, ids]) => sql<SqlBool>`${column(name)} = any(${ids}::uuid[])`)
  if (parts.length === 0) return sql<SqlBool>`false`
  return sql<SqlBool>`(${inCounty} AND (${sql.join(parts, sql` OR `)}))`
}

export const personsFor = (actor: Actor, permission: RegisterPermission) => withinReach(actor, permission, 'persons')
export const householdsFor = (actor: Actor, permission: RegisterPermission) =>
  withinReach(actor, permission, 'households')

/** What a page offers is what the command will take; the database asks again for the vault (`register.reveal`). */
export function mayOn(actor: Actor, permission: RegisterPermission, place: Place): boolean {
  const reach = actor.reach(permission)
  if (reach === 'county') return true
  const has = (ids: readonly string[], id: string | null) => id !== null && ids.includes(id)
  return has(reach.townIds, place.townId) || has(reach.villageIds, place.villageId) || has(reach.gridIds, place.gridId)
}

export interface Place {
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
}
export interface GridPlace extends Place {
  readonly gridId: string
}

/** The grid as a place to write into: it must be open, and within reach of the permission. */
export async function placeOf(ctx: Ctx, permission: RegisterPermission, gridId: string): Promise<GridPlace> {
  const path = await areaPath(ctx.db, ctx.countyId, gridId)
  if (!path || path.gridId !== gridId || !mayOn(ctx.actor, permission, path)) throw new Problem('register.not_found')
  const { open } = await countyAreas(ctx.deps, ctx.countyId)
  if (!open.has(gridId)) throw new Problem('input.invalid', undefined, [{ path: 'gridId', rule: 'grid_closed' }])
  return { townId: path.townId, villageId: path.villageId, gridId }
}
