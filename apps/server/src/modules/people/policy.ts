import type { Permission } from '@linli/contract/permissions'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Actor, Ctx } from '../../platform/command/ctx.ts'
import { type Place, placedWithin, reachesPlace } from '../../platform/command/placed.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaPath, countyAreas } from '../areas/index.ts'

export type { Place } from '../../platform/command/placed.ts'
export type RegisterPermission = Extract<Permission, `register.${string}` | `fieldwork.${string}` | 'rights.handle'>
/** Tables that carry town, village and grid. */
type Placed = 'persons' | 'households' | 'dwellings' | 'buildings' | 'organisations' | (string & {})

/** Which rows of a placed table `actor` may use `permission` on. */
export const withinReach = (actor: Actor, permission: RegisterPermission, alias: Placed): RawBuilder<SqlBool> =>
  placedWithin(actor, permission, alias)

export const personsFor = (actor: Actor, permission: RegisterPermission) => withinReach(actor, permission, 'persons')
export const householdsFor = (actor: Actor, permission: RegisterPermission) =>
  withinReach(actor, permission, 'households')

/**
 * Files that are not closed to the reader (密封档案). A subselect, so that the few that are closed are looked up once a statement.
 * With null: that are closed to nobody.
 */
export const notClosedTo = (countyId: number, staffId: string | null, alias: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${alias}.id`)} <> ALL ((SELECT vault.closed_to(${countyId}, ${staffId}::uuid))::uuid[])`

/** What a page offers is what the command will take; the database asks again for the vault (`register.reveal`). */
export const mayOn = (actor: Actor, permission: RegisterPermission, place: Place): boolean =>
  reachesPlace(actor, permission, place)

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
