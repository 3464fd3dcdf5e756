import type { ErasablePart, RightsRequest } from '@linli/contract/people-rights'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { certificatesOfCases } from '../../../platform/retention/index.ts'
import { todayIn } from '../../areas/index.ts'
import { withinReach } from '../policy.ts'

export interface RequestRow extends Omit<RightsRequest, 'erased' | 'overdue' | 'extension'> {
  readonly extendedAt: string | null
  readonly extendedWords: string | null
}

/** Columns of a RequestRow; the table is `r`. */
export const requestColumns = sql`r.id, r.person_id, r.kind, r.words, r.state, r.asked_at, r.due_on, r.decided_at, r.ground, r.answer, r.reading_seq,
  r.extended_at, r.extended_words, r.copy_until`

/** Whoever handles rights sees all; a clerk sees the corrections of people within reach, since they can make them. */
export function requestsFor(ctx: Ctx): RawBuilder<SqlBool> {
  if (ctx.actor.reach('rights.handle') === 'county') return sql<SqlBool>`true`
  return sql<SqlBool>`(r.kind = 'correction' AND ${withinReach(ctx.actor, 'register.merge', 'p')})`
}

type Shown<R> = Omit<R, 'extendedAt' | 'extendedWords'> & Pick<RightsRequest, 'erased' | 'overdue' | 'extension'>

/** As the contract shows requests: with what was deleted, as the certificates say, and whether the last day has passed. */
export async function shownRequests<R extends RequestRow>(ctx: Ctx, rows: readonly R[]): Promise<Shown<R>[]> {
  const deletions = rows.filter(({ kind }) => kind === 'deletion').map(({ id }) => id)
  const [certificates, today] = await Promise.all([
    certificatesOfCases(ctx.db, ctx.countyId, deletions),
    todayIn(ctx.deps, ctx.countyId),
  ])
  const now = ctx.deps.now().toISOString()
  return rows.map(({ extendedAt, extendedWords, ...row }) => ({
    ...row,
    overdue: row.state === 'open' && row.dueOn < today,
    extension: extendedAt === null ? null : { at: extendedAt, words: extendedWords ?? '' },
    // What is over is not offered.
    copyUntil: row.copyUntil !== null && row.copyUntil > now ? row.copyUntil : null,
    // The rule of a request's certificate is the part that was asked for (erase-on-request).
    erased: (certificates.get(row.id) ?? []).map(({ rule, number }) => ({
      part: rule as ErasablePart,
      certificate: number,
    })),
  }))
}

/** The instant after the last day. */
export async function endOfDay(ctx: Ctx, day: string): Promise<string> {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString()
}
