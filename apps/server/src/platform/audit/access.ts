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
      duty: ctx.actor.posts.map((post) => post.roleName).join('、'),
      purpose: access.purpose,
      reason: access.reason ?? null,
      subjectKind: access.subjectKind,
      subjectIds: [...access.subjectIds],
      fieldGroup: access.fieldGroup,
      requestId: ctx.requestId,
    })
    .execute()
}
