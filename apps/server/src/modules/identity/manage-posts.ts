import type { Staff } from '@linli/contract/identity'
import { type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyToday } from './accounts.ts'
import { refuseGrantAbove, refuseOwnAccount, unitsWithin } from './policy.ts'
import { lockStaff, tellOfStaff } from './staff-command.ts'
import { getStaff } from './staff-queries.ts'

interface Grant {
  readonly unitId: string
  readonly roleId: string
}
interface NewPost extends Grant {
  readonly id?: string
  readonly staffId: string
  readonly title?: string | null | undefined
  readonly validFrom?: string | undefined
}

/** Puts a person into a unit in a role. */
export async function addPost(ctx: Ctx, input: NewPost & { commandId: string }): Promise<Staff> {
  await runCommand(ctx, input.commandId, async (tx) => {
    refuseOwnAccount(ctx.actor, input.staffId)
    await lockStaff(tx.db, ctx, input.staffId)
    await lockGrant(tx.db, ctx, input)
    await insertPost(tx.db, ctx, input)
    tellOfStaff(tx, 'post.added', input.staffId)
    return null
  })
  return getStaff(ctx.db, ctx, input.staffId)
}

/** Ends a post; what it allowed is refused from the person's next request on. The past is not rewritten. */
export function endPost(
  ctx: Ctx,
  input: { commandId: string; postId: string; on?: string | undefined },
): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const today = countyToday(ctx)
    const { rows } = await sql<{ staffId: string; permissions: string[]; within: SqlBool }>`
      SELECT p.staff_id, r.permissions, ${unitsWithin(ctx.actor, 'staff.manage', 'u.path')} AS within
      FROM posts p
      JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id
      JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id
      WHERE p.county_id = ${ctx.countyId} AND p.id = ${input.postId} AND (p.valid_to IS NULL OR p.valid_to > ${today})
      FOR UPDATE OF p`.execute(tx.db)
    const [post] = rows
    if (!post?.within) throw new Problem('post.not_found')
    refuseGrantAbove(ctx.actor, post.permissions)
    const on = input.on === undefined ? today : sql<string>`${input.on}::date`
    await tx.db
      .updateTable('posts')
      .set({ validTo: sql<string>`greatest(valid_from, ${today}, ${on})` })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.postId)
      .execute()
    tellOfStaff(tx, 'post.ended', post.staffId)
    return { done: true as const }
  })
}

/** Holds the unit and the role still, and refuses when the actor may not give this role there. */
export async function lockGrant(tx: Tx, ctx: Ctx, { unitId, roleId }: Grant): Promise<void> {
  const unit = await tx
    .selectFrom('units')
    .select('id')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', unitId)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', countyToday(ctx))]))
    .where(unitsWithin(ctx.actor, 'staff.manage', 'path'))
    .forShare()
    .executeTakeFirst()
  if (!unit) throw new Problem('unit.not_found')
  const role = await tx
    .selectFrom('roles')
    .select('permissions')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', roleId)
    .where('closedAt', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (!role) throw new Problem('role.not_found')
  refuseGrantAbove(ctx.actor, role.permissions)
}

export async function insertPost(tx: Tx, ctx: Ctx, post: NewPost): Promise<void> {
  await tx
    .insertInto('posts')
    .values({
      countyId: ctx.countyId,
      id: post.id ?? newId(),
      staffId: post.staffId,
      unitId: post.unitId,
      roleId: post.roleId,
      title: post.title ?? null,
      validFrom: post.validFrom ?? countyToday(ctx),
    })
    .execute()
}
