import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Actor } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import type { CountyAreas } from '../areas/index.ts'
import type { IncidentRow } from './queries.ts'
import type { IncidentPermission } from './status.ts'

/** Which rooms `actor` may use `permission` on: those that touch their areas or units, and those they command. */
export function incidentsFor(actor: Actor, permission: IncidentPermission, alias = 'incidents'): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const inCounty = sql<SqlBool>`${column('countyId')} = ${actor.countyId}`
  if (!actor.may(permission)) return sql<SqlBool>`false`
  const reach = actor.reach(permission)
  if (reach === 'county') return inCounty
  const ids = [
    ...reach.townIds,
    ...reach.villageIds,
    ...reach.gridIds,
    ...reach.unitIds,
    ...actor.posts.map((post) => post.unitId),
  ]
  return sql<SqlBool>`(${inCounty} AND (${column('scope')} && ${ids}::uuid[] OR ${column('commanderId')} = ${actor.id}))`
}

/**
 * Who gives orders in a room: its commander, and whoever's reach holds every area that it touches. A town that is one of
 * seven does not close the county's incident.
 */
export function leads(
  actor: Actor,
  incident: Pick<IncidentRow, 'commanderId' | 'areaIds'>,
  areas: CountyAreas,
): boolean {
  if (!actor.may('incident.lead')) return false
  if (actor.id !== null && incident.commanderId === actor.id) return true
  return incident.areaIds.every((id) => reachesArea(actor, id, areas))
}

/** Whether an area or one above it lies within reach of `incident.lead`. */
export function reachesArea(actor: Actor, areaId: string, areas: CountyAreas): boolean {
  const reach = actor.reach('incident.lead')
  if (reach === 'county') return true
  const mine = new Set([...reach.townIds, ...reach.villageIds, ...reach.gridIds])
  for (let id: string | null = areaId; id !== null; id = areas.open.get(id)?.parentId ?? null) {
    if (mine.has(id)) return true
  }
  return false
}

export function requireLead(actor: Actor, incident: IncidentRow, areas: CountyAreas): void {
  if (!leads(actor, incident, areas)) throw new Problem('incident.not_leader')
}
