import type { ErasablePart, RightsRequest } from '@linli/contract/people-rights'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { certificatesOfCases } from '../../../platform/retention/index.ts'
import { withinReach } from '../policy.ts'

export type RequestRow = Omit<RightsRequest, 'erased'>

/** Columns of a RequestRow; the table is `r`. */
export const requestColumns = sql`r.id, r.person_id, r.kind, r.words, r.state, r.asked_at, r.due_on, r.decided_at, r.ground, r.answer, r.reading_seq`

/** Whoever handles rights sees all; a clerk sees the corrections of people within reach, since they can make them. */
export function requestsFor(ctx: Ctx): RawBuilder<SqlBool> {
  if (ctx.actor.reach('rights.handle') === 'county') return sql<SqlBool>`true`
  return sql<SqlBool>`(r.kind = 'correction' AND ${withinReach(ctx.actor, 'register.merge', 'p')})`
}

/** What was deleted for each request, as its certificates say. */
export async function withErased<R extends RequestRow>(
  ctx: Ctx,
  rows: readonly R[],
): Promise<(R & Pick<RightsRequest, 'erased'>)[]> {
  const deletions = rows.filter(({ kind }) => kind === 'deletion').map(({ id }) => id)
  const certificates = await certificatesOfCases(ctx.db, ctx.countyId, deletions)
  return rows.map((row) => ({
    ...row,
    // The rule of a request's certificate is the part that was asked for (erase-on-request).
    erased: (certificates.get(row.id) ?? []).map(({ rule, number }) => ({
      part: rule as ErasablePart,
      certificate: number,
    })),
  }))
}
