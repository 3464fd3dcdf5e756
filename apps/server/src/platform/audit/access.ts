import type { AccessGroup, AccessPurpose } from '@linli/contract/access'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Post } from '../command/ctx.ts'
import type { Tx } from '../database/database.ts'
import { basisOf } from './purposes.ts'

export interface Access {
  /** With it goes its legal basis. */
  readonly purpose: AccessPurpose
  /** What the reader wrote, where the purpose asks for it. */
  readonly reason?: string
  /** The piece of work that it belongs to; the database finds out which kind it is, and that it concerns the subjects. */
  readonly caseId?: string | undefined
  readonly subjectKind: string
  readonly subjectIds: readonly string[]
  readonly fieldGroup: AccessGroup | readonly AccessGroup[]
}

/**
 * Writes down who reads which group of personal fields of whom, for what; never values.
 * Call it in the transaction that reads, before anything leaves: no row, no data.
 */
export async function recordAccess(tx: Tx, ctx: Ctx, { subjectIds, ...access }: Access): Promise<void> {
  if (subjectIds.length === 0) return
  await accessInsert(ctx, access, sql`${[...subjectIds]}::uuid[]`).execute(tx)
}

/**
 * The same as a part of the statement that reads (`WITH page AS (…), recorded AS (${accessInsert(…)}) SELECT … FROM page`):
 * reading and record commit together in one round trip, and rows that are not there leave no record.
 */
export function accessInsert(
  ctx: Ctx,
  { purpose, reason, caseId, subjectKind, fieldGroup }: Omit<Access, 'subjectIds'>,
  subjectIds: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { kind, id, posts } = ctx.actor
  const groups = typeof fieldGroup === 'string' ? fieldGroup : fieldGroup.join(',')
  return sql`
    INSERT INTO access_log (county_id, actor_kind, actor_id, unit, duty, purpose, basis, reason, case_id, subject_kind, subject_ids,
      field_group, request_id)
    SELECT ${ctx.countyId}, ${kind}, ${id}::uuid, ${named(posts, 'unitName')}, ${named(posts, 'roleName')}, ${purpose},
      ${basisOf[purpose]}, ${reason ?? null}, ${caseId ?? null}::uuid, ${subjectKind}, read.ids, ${groups}, ${ctx.requestId}
    FROM (SELECT ${subjectIds} AS ids) read WHERE cardinality(read.ids) > 0`
}

const named = (posts: readonly Post[], what: 'unitName' | 'roleName') =>
  [...new Set(posts.map((post) => post[what]))].join('、')
