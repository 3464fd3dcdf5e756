import { z } from 'zod'
import { CommandId, Done, Id, Instant, LocalDate, page, pageInput, text } from './common.ts'
import { defineRoute } from './route.ts'

/**
 * Why a reading is shown to a human: sealed values opened, or a page read, without a task, visit or case; many in an hour; of
 * people beyond the reader's grids.
 */
export const ReviewKind = z.enum(['no_task', 'page_no_task', 'many', 'outside'])
export type ReviewKind = z.infer<typeof ReviewKind>

export const ReviewFinding = z.enum(['looked', 'asked', 'complaint'])
export type ReviewFinding = z.infer<typeof ReviewFinding>

/** What one member of the staff read on one day. It says what happened, and rates nobody. */
export const ReadingReview = z.object({
  id: Id,
  kind: ReviewKind,
  onDay: LocalDate,
  by: z.string().nullable(),
  firstAt: Instant,
  lastAt: Instant,
  /** Masked names of some of them; files that were erased are left out. */
  titles: z.array(z.string()),
  persons: z.number().int(),
  /** What the reader wrote then. */
  reasons: z.array(z.string()),
  finding: ReviewFinding.nullable(),
  words: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: Instant.nullable(),
})
export type ReadingReview = z.infer<typeof ReadingReview>

export const readingReviewRoutes = {
  listReadingReviews: defineRoute({
    method: 'GET',
    path: '/rights/reading-reviews',
    access: 'rights.handle',
    summary: 'Readings for a human to look at, newest first; one’s own are left to somebody else.',
    input: z.strictObject({
      ...pageInput,
      state: z.enum(['open', 'closed']).default('open'),
      kind: ReviewKind.optional(),
      reviewId: Id.optional(),
    }),
    output: page(ReadingReview),
    problems: [],
  }),
  reviewReadings: defineRoute({
    method: 'POST',
    path: '/rights/reading-reviews/:reviewId/review',
    access: 'rights.handle',
    audit: 'rights.readings_reviewed',
    summary: 'What a human found: looked at, asked the reader, or made a complaint; in words.',
    input: z.strictObject({ commandId: CommandId, reviewId: Id, finding: ReviewFinding, words: text(500) }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
} as const
