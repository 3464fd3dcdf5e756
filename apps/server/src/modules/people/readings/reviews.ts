import { type ReadingReview, readingReviewRoutes } from '@linli/contract/reading-reviews'
import type { Page } from '@linli/contract/common'
import type { RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import type { Deps } from '../../../platform/deps.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { registerRoutes } from '../../../platform/http/register.ts'
import { mask } from '../../../platform/mask.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffNames } from '../../identity/index.ts'
import { waitsNoMore } from '../waiting.ts'

type Input<N extends keyof typeof readingReviewRoutes> = RouteParsed<(typeof readingReviewRoutes)[N]>

const MOST_NAMED = 20

export function registerReadingReviewRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, readingReviewRoutes, { listReadingReviews, reviewReadings })
}

interface Row extends Omit<ReadingReview, 'by' | 'titles' | 'persons' | 'reviewedBy'> {
  readonly staffId: string
  readonly personIds: string[]
  readonly reviewedBy: string | null
  readonly key: string
}

async function listReadingReviews(ctx: Ctx, input: Input<'listReadingReviews'>): Promise<Page<ReadingReview>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null ? sql<SqlBool>`true` : sql<SqlBool>`(last_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const { kind, reviewId } = input
  const which = sql<SqlBool>`${kind === undefined ? sql`true` : sql`kind = ${kind}`} AND ${reviewId === undefined ? sql`true` : sql`id = ${reviewId}`}`
  return ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`
      SELECT id, kind, on_day, staff_id, first_at, last_at, person_ids, reasons, finding, words, reviewed_by, reviewed_at,
        last_at::text AS key
      FROM reading_reviews
      WHERE county_id = ${ctx.countyId} AND (finding IS NULL) = ${input.state === 'open'} AND staff_id <> ${ctx.actor.id}::uuid
        AND ${which} AND ${beyond}
      ORDER BY last_at DESC, id DESC LIMIT ${input.limit + 1}`.execute(tx)
    const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
    const named = items.flatMap(({ personIds }) => personIds.slice(0, MOST_NAMED))
    const { rows: persons } = await sql<{ id: string; name: string }>`
      SELECT id, name FROM persons WHERE county_id = ${ctx.countyId} AND id = any(${named}::uuid[])`.execute(tx)
    // Looking at who was looked at is a reading like others.
    const subjectIds = persons.map(({ id }) => id)
    await recordAccess(tx, ctx, { purpose: 'review', subjectKind: 'person', subjectIds, fieldGroup: 'masked' })
    const titles = new Map(persons.map(({ id, name }) => [id, mask.name(name)]))
    const staff = items.flatMap(({ staffId, reviewedBy }) => (reviewedBy === null ? [staffId] : [staffId, reviewedBy]))
    const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(staff)])
    return {
      items: items.map(({ key: _key, staffId, personIds, reviewedBy, ...row }) => ({
        ...row,
        by: names.get(staffId) ?? null,
        titles: personIds.slice(0, MOST_NAMED).flatMap((id) => titles.get(id) ?? []),
        persons: personIds.length,
        reviewedBy: reviewedBy === null ? null : (names.get(reviewedBy) ?? null),
      })),
      next,
    }
  })
}

/** By somebody else than who read. */
function reviewReadings(ctx: Ctx, input: Input<'reviewReadings'>): Promise<{ done: true }> {
  const { commandId, reviewId, finding, words } = input
  return runCommand(ctx, commandId, async (tx) => {
    const { rows } = await sql<{ finding: string | null }>`
      SELECT finding FROM reading_reviews
      WHERE county_id = ${ctx.countyId} AND id = ${reviewId} AND staff_id <> ${ctx.actor.id}::uuid FOR UPDATE`.execute(
      tx.db,
    )
    const [review] = rows
    if (!review) throw new Problem('register.not_found')
    if (review.finding !== null) throw new Problem('register.stale')
    await sql`
      UPDATE reading_reviews SET finding = ${finding}, words = ${words}, reviewed_by = ${ctx.actor.id}::uuid,
        reviewed_at = ${ctx.deps.now().toISOString()}::timestamptz
      WHERE county_id = ${ctx.countyId} AND id = ${reviewId}`.execute(tx.db)
    await waitsNoMore(tx.db, ctx, 'reading_review', reviewId)
    tx.subject('reading_review', reviewId)
    return { done: true as const }
  })
}
