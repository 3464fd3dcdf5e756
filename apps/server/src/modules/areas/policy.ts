import type { Permission } from '@linli/contract/permissions'
import type { Actor } from '../../platform/command/ctx.ts'
import type { AreaPath } from './queries.ts'

export type AreaPermission = Extract<Permission, 'area.manage' | 'area.import' | 'assignment.manage'>

/**
 * Whether the actor may change this area. Reading the tree is open to all staff with `area.read`: it holds nothing
 * about residents, and a clerk must find the neighbouring village. Who serves an area does not redraw it: one must
 * reach the area above.
 */
export function mayChange(actor: Actor, permission: AreaPermission, path: AreaPath): boolean {
  if (!actor.may(permission)) return false
  const reach = actor.reach(permission)
  if (reach === 'county') return true
  return includes(reach.townIds, path.townId) || includes(reach.villageIds, path.villageId)
}

function includes(ids: readonly string[], id: string | null): boolean {
  return id !== null && ids.includes(id)
}
