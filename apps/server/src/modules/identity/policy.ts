import type { Permission } from '@linli/contract/permissions'
import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Actor } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'

/** Permissions that decide over other people's permissions or see everything: only `role.manage` hands them out. */
const managing: readonly Permission[] = [
  'staff.manage',
  'role.manage',
  'county.configure',
  'interop.manage',
  'audit.read',
]

/**
 * Units that `actor` may use `permission` on: the units of the posts that carry it, and all below them.
 * `path` names the column. `unit.read` is not asked here: which bodies exist and what they are for is public.
 */
export function unitsWithin(
  actor: Actor,
  permission: 'unit.manage' | 'staff.read' | 'staff.manage',
  path: string,
): RawBuilder<SqlBool> {
  const reach = actor.reach(permission)
  return reach === 'county' ? sql`true` : sql`${sql.ref(path)} && ${reach.unitIds}::uuid[]`
}

/** Staff whose names `actor` may look up: those with a post in a unit within reach. `st` is the staff row. */
export function staffToRead(actor: Actor, today: Expression<string>): RawBuilder<SqlBool> {
  if (actor.reach('staff.read') === 'county') return sql`true`
  return sql`EXISTS (${heldPosts(today)} AND ${unitsWithin(actor, 'staff.read', 'p.unit_path')})`
}

/**
 * Staff whose accounts `actor` may change. Every post must lie within reach, or a town could reset the
 * password of somebody who also sits in the county centre; and whoever holds a managing role is changed
 * only by one who hands such roles out.
 */
export function staffToManage(actor: Actor, today: Expression<string>): RawBuilder<SqlBool> {
  if (!actor.may('staff.manage')) return sql`false`
  const countyWide = actor.reach('staff.manage') === 'county'
  const within = countyWide
    ? sql`true`
    : sql`EXISTS (${heldPosts(today)}) AND NOT EXISTS (${heldPosts(today)} AND NOT (${unitsWithin(actor, 'staff.manage', 'p.unit_path')}))`
  const below = actor.may('role.manage')
    ? sql`true`
    : sql`NOT EXISTS (${heldPosts(today)} AND p.permissions && ${managing}::text[])`
  return sql`(${within} AND ${below})`
}

function heldPosts(today: Expression<string>) {
  return sql`SELECT FROM post_cards p
    WHERE p.county_id = st.county_id AND p.staff_id = st.id AND (p.valid_to IS NULL OR p.valid_to > ${today})`
}

/** Nobody appoints, resets or closes themselves: the four eyes that keep an administrator from reading along. */
export function refuseOwnAccount(actor: Actor, staffId: string): void {
  if (actor.id === staffId)
    throw new Problem('permission.missing', { permission: 'staff.manage', reason: 'own_account' })
}

/** Roles that manage are handed out by those who manage roles. */
export function refuseGrantAbove(actor: Actor, permissions: readonly string[]): void {
  const above = managing.some((permission) => permissions.includes(permission))
  if (above && !actor.may('role.manage')) throw new Problem('permission.missing', { permission: 'role.manage' })
}
