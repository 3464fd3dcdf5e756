import type { MatterAction, MatterStatus } from '@linli/contract/matters'
import type { Permission } from '@linli/contract/permissions'
import type { ExpressionBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Actor, AreaReach } from '../../platform/command/ctx.ts'
import type { DB } from '../../platform/database/database.ts'
import { type DeskLevel, mayFollow, reachesDesk, transitions } from './status.ts'

export type MatterPermission = Extract<Permission, `matter.${string}`>

const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::uuid[])`

/** Which matters `actor` may use `permission` on. Lists, loads, maps and exports all ask here. */
export function mattersFor(actor: Actor, permission: MatterPermission) {
  return (eb: ExpressionBuilder<DB, 'matters'>) => {
    const inCounty = eb('matters.countyId', '=', actor.countyId)
    const reach = actor.reach(permission)
    if (reach === 'county') return inCounty
    // Id arrays, not joins on grants: with a join the planner sorts every visible row before LIMIT.
    const parts = []
    if (reach.townIds.length > 0) parts.push(eb('matters.townId', '=', anyOf(reach.townIds)))
    if (reach.villageIds.length > 0) parts.push(eb('matters.villageId', '=', anyOf(reach.villageIds)))
    if (reach.gridIds.length > 0) parts.push(eb('matters.gridId', '=', anyOf(reach.gridIds)))
    if (reach.unitIds.length > 0) {
      parts.push(eb('matters.leadUnitId', '=', anyOf(reach.unitIds)))
      parts.push(
        eb.exists(
          eb
            .selectFrom('matterUnits')
            .select('matterUnits.unitId')
            .whereRef('matterUnits.countyId', '=', 'matters.countyId')
            .whereRef('matterUnits.matterId', '=', 'matters.id')
            .where('matterUnits.unitId', '=', anyOf(reach.unitIds)),
        ),
      )
    }
    // What was given to a person by name is theirs, whatever their post reaches.
    if (actor.kind === 'staff' && actor.may(permission)) parts.push(eb('matters.handlerId', '=', actor.id))
    return parts.length > 0 ? eb.and([inCounty, eb.or(parts)]) : eb.and([inCounty, eb.lit(false)])
  }
}

/** The facts of a matter that decide who may act on it. */
export interface Standpoint {
  readonly status: MatterStatus
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
  readonly deskLevel: DeskLevel
  readonly leadUnitId: string | null
  readonly handlerId: string | null
}

/** Whether this actor may do this action to this matter now: what a page offers is what the command will take. */
export function mayAct(
  actor: Actor,
  action: MatterAction,
  matter: Standpoint & { readonly jointUnitIds: readonly string[] },
): boolean {
  return mayFollow(action, matter.status) && hasStanding(actor, action, matter) && isReached(actor, action, matter)
}

/** `mattersFor` the permission of the action, for one matter that is already read. */
function isReached(
  actor: Actor,
  action: MatterAction,
  matter: Standpoint & { readonly jointUnitIds: readonly string[] },
): boolean {
  const { permission } = transitions[action]
  if (permission === null) return false
  const reach = actor.reach(permission)
  if (levelReached(reach, matter) !== null || matter.handlerId === actor.id) return true
  return (
    reach !== 'county' &&
    [matter.leadUnitId, ...matter.jointUnitIds].some((id) => id !== null && reach.unitIds.includes(id))
  )
}

/** Standing alone, whatever the status: lets a stale page be told what happened instead of "no". */
export function hasStanding(actor: Actor, action: MatterAction, matter: Standpoint): boolean {
  const { permission, standing } = transitions[action]
  if (permission === null) return false
  if (actor.kind === 'system') return true
  if (!actor.may(permission)) return false
  switch (standing) {
    case 'reach':
      return true
    case 'desk':
      return reachesDesk(levelReached(actor.reach(permission), matter), matter.deskLevel)
    case 'handler':
      return isHandler(actor, matter)
    case 'resident':
      return false
  }
}

function isHandler(actor: Actor, matter: Standpoint): boolean {
  if (matter.handlerId !== null && matter.handlerId === actor.id) return true
  // Given to a unit: any of its people; given to one of them: still the unit's, so that illness stops nothing.
  return actor.posts.some((post) => post.unitId === matter.leadUnitId)
}

function levelReached(reach: 'county' | AreaReach, matter: Standpoint): DeskLevel | 'grid' | null {
  if (reach === 'county') return 'county'
  if (matter.townId !== null && reach.townIds.includes(matter.townId)) return 'town'
  if (matter.villageId !== null && reach.villageIds.includes(matter.villageId)) return 'village'
  if (matter.gridId !== null && reach.gridIds.includes(matter.gridId)) return 'grid'
  return null
}
