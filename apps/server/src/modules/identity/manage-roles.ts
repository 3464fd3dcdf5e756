import type { Role, RoleReach } from '@linli/contract/identity'
import type { Permission } from '@linli/contract/permissions'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyToday } from './accounts.ts'
import { instant } from './instants.ts'

interface RoleFields {
  readonly names: { readonly zh: string; readonly en: string }
  readonly permissions: Permission[]
  readonly reach: RoleReach
  readonly totpRequired: boolean
}

export async function listRoles(ctx: Ctx, closed: boolean): Promise<{ items: Role[] }> {
  const { rows } = await sql<Role>`
    SELECT r.id, r.code, jsonb_build_object('zh', r.name_zh, 'en', r.name_en) AS names, r.permissions, r.reach,
      r.totp_required, r.closed_at, ${peopleIn(ctx)} AS staff_count
    FROM roles r
    WHERE r.county_id = ${ctx.countyId} ${closed ? sql`` : sql`AND r.closed_at IS NULL`}
    ORDER BY r.code`.execute(ctx.db)
  return { items: rows }
}

export async function createRole(
  ctx: Ctx,
  input: RoleFields & { commandId: string; id: string; code: string },
): Promise<Role> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const created = await tx.db
      .insertInto('roles')
      .values({ countyId: ctx.countyId, id: input.id, code: input.code, ...columnsOf(input) })
      .onConflict((conflict) => conflict.columns(['countyId', 'code']).doNothing())
      .executeTakeFirst()
    if (created.numInsertedOrUpdatedRows === 0n) throw new Problem('role.in_use', { code: input.code })
    tell(tx, 'role.created', input.id)
    return null
  })
  return getRole(ctx, input.id)
}

/** Changes what a role allows, for everyone who holds it, from their next request on. */
export async function changeRole(ctx: Ctx, input: RoleFields & { commandId: string; roleId: string }): Promise<Role> {
  await runCommand(ctx, input.commandId, async (tx) => {
    refuseWideningOwn(ctx, input)
    const changed = await tx.db
      .updateTable('roles')
      .set(columnsOf(input))
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.roleId)
      .where('closedAt', 'is', null)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw new Problem('role.not_found')
    tell(tx, 'role.changed', input.roleId)
    return null
  })
  return getRole(ctx, input.roleId)
}

/** Takes a role out of use. */
export async function closeRole(ctx: Ctx, input: { commandId: string; roleId: string }): Promise<Role> {
  await runCommand(ctx, input.commandId, async (tx) => {
    // Locked first: a post that is being added waits, and then finds the role closed.
    const role = await tx.db
      .selectFrom('roles')
      .select('id')
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.roleId)
      .forUpdate()
      .executeTakeFirst()
    if (!role) throw new Problem('role.not_found')
    const inUse = await tx.db
      .selectFrom('posts')
      .select('id')
      .where('countyId', '=', ctx.countyId)
      .where('roleId', '=', input.roleId)
      .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', countyToday(ctx))]))
      .limit(1)
      .executeTakeFirst()
    if (inUse) throw new Problem('role.in_use')
    await tx.db
      .updateTable('roles')
      .set((eb) => ({ closedAt: eb.fn.coalesce('closedAt', eb.val(instant(ctx.deps))) }))
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.roleId)
      .execute()
    tell(tx, 'role.closed', input.roleId)
    return null
  })
  return getRole(ctx, input.roleId)
}

async function getRole(ctx: Ctx, roleId: string): Promise<Role> {
  const role = (await listRoles(ctx, true)).items.find(({ id }) => id === roleId)
  if (!role) throw new Problem('role.not_found')
  return role
}

// The four eyes of `addPost` again: nobody gives themselves a permission by way of a role they hold.
function refuseWideningOwn(ctx: Ctx, input: RoleFields & { roleId: string }): void {
  if (!ctx.actor.posts.some((post) => post.roleId === input.roleId)) return
  const gained = input.permissions.find((permission) => !ctx.actor.may(permission))
  if (gained) throw new Problem('permission.missing', { permission: gained, reason: 'own_account' })
}

function columnsOf({ names, permissions, reach, totpRequired }: RoleFields) {
  return { nameZh: names.zh, nameEn: names.en, permissions: [...new Set(permissions)], reach, totpRequired }
}

function peopleIn(ctx: Ctx) {
  return sql`(SELECT count(DISTINCT p.staff_id) FROM posts p WHERE p.county_id = r.county_id AND p.role_id = r.id
    AND (p.valid_to IS NULL OR p.valid_to > ${countyToday(ctx)}))`
}

function tell(tx: CommandTx, kind: string, roleId: string): void {
  tx.publish({ module: 'identity', kind, subjectKind: 'role', subjectId: roleId, scope: [] })
}
