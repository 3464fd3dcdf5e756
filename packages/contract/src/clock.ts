import { z } from 'zod'
import { Id, Instant } from './common.ts'

/**
 * `urgent_hour` runs round the clock, `work_hour` only in the county's shifts,
 * `work_day` counts working days, `natural_day` counts 24 hours each.
 */
export const LimitUnit = z.enum(['urgent_hour', 'work_hour', 'work_day', 'natural_day'])
export type LimitUnit = z.infer<typeof LimitUnit>

export const Limit = z.strictObject({ amount: z.number().int().min(1).max(1000), unit: LimitUnit })
export type Limit = z.infer<typeof Limit>

export const ClockView = z.object({
  id: Id,
  /** Which limit: `whole`, or the step (`accept`, `dispatch`, `handle`, `verify`, `pause`). */
  kind: z.string(),
  limit: Limit,
  startedAt: Instant,
  dueAt: Instant,
  pausedAt: Instant.nullable(),
  stoppedAt: Instant.nullable(),
  pauses: z.array(z.object({ from: Instant, to: Instant.nullable() })),
  extensions: z.array(z.object({ limit: Limit, at: Instant, by: z.string(), reason: z.string() })),
  state: z.enum(['running', 'paused', 'stopped', 'overdue']),
  /** In the clock's own working time, pauses left out. */
  usedMinutes: z.number(),
  limitMinutes: z.number(),
  /** Negative once overdue. */
  remainingMinutes: z.number(),
})
export type ClockView = z.infer<typeof ClockView>
