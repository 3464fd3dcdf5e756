import type { Permission } from '@linli/contract/permissions'
import type { Actor } from '../../platform/command/ctx.ts'
import { placedWithin } from '../../platform/command/placed.ts'

export type FieldworkPermission = Extract<Permission, `fieldwork.${string}` | 'duty.configure'>

/** Which due items `actor` may use `permission` on; `alias` is the name under which the query knows the table. */
export const dueFor = (actor: Actor, permission: FieldworkPermission, alias = 'due_items') =>
  placedWithin(actor, permission, alias)
