import { z } from 'zod'
import { AreaLevel } from './area-shapes.ts'
import { Id, Instant } from './common.ts'
import { ResidenceKind } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** `2026-10`, in the county's time zone. */
export const Month = z.string().regex(/^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/)
export type Month = z.infer<typeof Month>

/** What adds to the opening, and what takes from it, in the order of the printed report. */
export const arrivals = ['born', 'movedIn', 'withinIn', 'turnedIn', 'correctedIn'] as const
export const departures = ['died', 'movedOut', 'withinOut', 'turnedOut', 'correctedOut'] as const

const count = z.number().int()
/** opening + arrivals − departures = closing. */
export const MonthFigures = z.object({
  opening: count,
  born: count,
  /** From outside the county. */
  movedIn: count,
  /** From another grid of the county. */
  withinIn: count,
  /** From another residence kind, in the same grid. */
  turnedIn: count,
  /** Counted now and missing before: late entries, merges taken apart, areas drawn anew. */
  correctedIn: count,
  died: count,
  movedOut: count,
  withinOut: count,
  turnedOut: count,
  correctedOut: count,
  closing: count,
})
export type MonthFigures = z.infer<typeof MonthFigures>

export const AreaMonth = z.object({
  id: Id,
  name: z.string(),
  level: AreaLevel,
  households: count,
  all: MonthFigures,
  /** Null: so few people that they could be known again; told for single grids only. */
  byKind: z.array(z.object({ kind: ResidenceKind, figures: MonthFigures.nullable() })),
})
export type AreaMonth = z.infer<typeof AreaMonth>

export const statisticsRoutes = {
  listStatisticsMonths: defineRoute({
    method: 'GET',
    path: '/register/statistics',
    access: 'register.read',
    summary: 'Months whose figures are frozen, latest first.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(z.object({ month: Month, frozenAt: Instant, base: z.boolean() })) }),
    problems: [],
  }),
  getStatistics: defineRoute({
    method: 'GET',
    path: '/register/statistics/:month',
    access: 'register.read',
    summary: 'Frozen figures of an area in a month, with the areas directly below; they add up and never change.',
    input: z.strictObject({ month: Month, areaId: Id }),
    output: z.object({
      month: Month,
      frozenAt: Instant,
      /** The first month of the county: it opens with what the register then said. */
      base: z.boolean(),
      area: AreaMonth,
      /** From the county down to the parent, as far as the caller reaches. */
      above: z.array(z.object({ id: Id, name: z.string() })),
      below: z.array(AreaMonth),
    }),
    problems: ['register.not_found', 'statistics.not_found'],
  }),
} as const
