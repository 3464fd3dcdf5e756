import type { Permission } from '@linli/contract/permissions'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Actor } from './ctx.ts'

/** Where something lies; rows that carry it can be asked for by reach in one indexed test. */
export interface Place {
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
}

/** Areas that an event of this place concerns. */
export const scopeOf = ({ townId, villageId, gridId }: Place): string[] =>
  [townId, villageId, gridId].filter((id) => id !== null)

/**
 * Which rows of a table with town, village and grid `actor` may use `permission` on. Lists, loads, maps, exports and
 * sync all ask here. `alias` is the name under which the query knows the table.
 */
export function placedWithin(actor: Actor, permission: Permission, alias: string): RawBuilder<SqlBool> {
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

/** `placedWithin` for one place that is already read. */
export function reachesPlace(actor: Actor, permission: Permission, place: Place): boolean {
  const reach = actor.reach(permission)
  if (reach === 'county') return true
  const has = (ids: readonly string[], id: string | null) => id !== null && ids.includes(id)
  return has(reach.townIds, place.townId) || has(reach.villageIds, place.villageId) || has(reach.gridIds, place.gridId)
}
