import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../command/ctx.ts'
import type { Tx } from '../database/database.ts'

export interface Access {
  /** Registered purpose, e.g. `matter.contact`. */
  readonly purpose: string
  /** What the reader wrote, where the purpose asks for it. */
  readonly reason?: string
  readonly subjectKind: string
  readonly subjectIds: readonly string[]
  readonly fieldGroup: string
}

/**
 * Writes down who reads which group of personal fields of whom, for what; never values.
 * Call it in the transaction that reads, before anything leaves: no row, no data.
 */
export async function recordAccess(tx: Tx, ctx: Ctx, access: Access): Promise<void> {
  if (access.subjectIds.length === 0) return
  await tx
    .insertInto('accessLog')
    .values({
      countyId: ctx.countyId,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.id,
      duty: dutyOf(ctx),
      purpose: access.purpose,
      reason: access.reason ?? null,
      subjectKind: access.subjectKind,
      subjectIds: [...access.subjectIds],
      fieldGroup: access.fieldGroup,
      requestId: ctx.requestId,
    })
    .execute()
}

/**
 * The same as a part of the statement that reads (`WITH page AS (…), recorded AS (${accessInsert(…)}) SELECT … FROM page`):
 * reading and record commit together in one round trip, and rows that are not there leave no record.
 */
export function accessInsert(
  ctx: Ctx,
  access: Omit<Access, 'subjectIds'>,
  subjectIds: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    INSERT INTO access_log (county_id, actor_kind, actor_id, duty, purpose, reason, subject_kind, subject_ids, field_group, request_id)
    SELECT ${ctx.countyId}, ${ctx.actor.kind}, ${ctx.actor.id}::uuid, ${dutyOf(ctx)}, ${access.purpose}, ${access.reason ?? null},
      ${access.subjectKind}, read.ids, ${access.fieldGroup}, ${ctx.requestId}
    FROM (SELECT ${subjectIds} AS ids) read WHERE cardinality(read.ids) > 0`
}

const dutyOf = (ctx: Ctx) => ctx.actor.posts.map((post) => post.roleName).join('、')
