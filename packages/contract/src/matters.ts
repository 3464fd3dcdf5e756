import { z } from 'zod'
import { CategoryCode, SettleLevel } from './categories.ts'
import { commaList, CommandId, Id, Instant, LocalDate, optionalText, page, pageInput, text } from './common.ts'
import {
  Channel,
  Happening,
  Matter,
  MatterRow,
  MatterStatus,
  Supervision,
  UnitSuggestion,
  ReporterContact,
} from './matter-shapes.ts'
import { matterReportRoutes } from './matter-reports.ts'
import { matterActionRoutes } from './matter-actions.ts'
import { defineRoute } from './route.ts'

export * from './matter-places.ts'
export * from './matter-shapes.ts'

export const matterFilters = {
  status: commaList(MatterStatus).optional(),
  open: z.enum(['true', 'false']).optional(),
  channel: commaList(Channel).optional(),
  category: commaList(z.string().regex(/^\d{2}(\d{2})?$/)).optional(),
  areaId: Id.optional(),
  unitId: Id.optional(),
  overdue: z.literal('true').optional(),
  danger: z.literal('true').optional(),
  supervision: commaList(Supervision).optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  /** To which this happened on the days from … to, both included; without days, ever. */
  happened: Happening.optional(),
  happenedFrom: LocalDate.optional(),
  happenedTo: LocalDate.optional(),
  settleLevel: SettleLevel.optional(),
  /** Number, or words of the title. */
  q: optionalText(100).optional(),
}

export const matterRoutes = {
  ...matterReportRoutes,
  listMatters: defineRoute({
    method: 'GET',
    path: '/matters',
    access: 'matter.read',
    summary: 'Matters in reach, newest first or nearest limit first.',
    input: z.strictObject({ ...pageInput, ...matterFilters, order: z.enum(['reported', 'due']).default('reported') }),
    output: page(MatterRow),
    problems: [],
  }),
  exportMatters: defineRoute({
    method: 'GET',
    path: '/matters/export',
    access: 'matter.export',
    summary: 'The filtered list as CSV (at most 10,000 rows, persons masked).',
    input: z.strictObject({ ...matterFilters }),
    output: z.object({ filename: z.string(), csv: z.string(), rows: z.number().int(), truncated: z.boolean() }),
    problems: [],
  }),
  getMatter: defineRoute({
    method: 'GET',
    path: '/matters/:matterId',
    access: 'matter.read',
    summary: 'One matter with timeline, clocks and what may be done.',
    input: z.strictObject({ matterId: Id }),
    output: Matter,
    problems: ['matter.not_found'],
  }),
  listMatterPoints: defineRoute({
    method: 'GET',
    path: '/matters/points',
    access: 'matter.read',
    summary: 'Open matters with a pin, for the map (at most 5,000).',
    input: z.strictObject({ ...matterFilters }),
    output: z.object({
      items: z.array(
        z.object({
          id: Id,
          number: z.string(),
          title: z.string(),
          lon: z.number(),
          lat: z.number(),
          status: MatterStatus,
          danger: z.boolean(),
          overdue: z.boolean(),
          /** The limit that runs now; null when none runs. */
          dueAt: Instant.nullable(),
          categoryCode: CategoryCode,
          townId: Id.nullable(),
          villageId: Id.nullable(),
          gridId: Id.nullable(),
          leadUnitId: Id.nullable(),
        }),
      ),
      /** The lead units of these matters. */
      units: z.array(z.object({ id: Id, name: z.string() })),
      /** How many more the filter finds that have no pin. */
      withoutPin: z.number().int(),
      truncated: z.boolean(),
    }),
    problems: [],
  }),
  suggestUnits: defineRoute({
    method: 'GET',
    path: '/matters/:matterId/units',
    access: 'matter.dispatch',
    summary: 'Whom to give it to, and why.',
    input: z.strictObject({ matterId: Id }),
    output: z.object({ items: z.array(UnitSuggestion) }),
    problems: ['matter.not_found'],
  }),
  revealReporter: defineRoute({
    method: 'POST',
    path: '/matters/:matterId/reveal',
    access: 'matter.reveal',
    audit: 'matter.reporter_revealed',
    summary: 'Name and phone in full; needs a reason, is recorded, and the person can see it.',
    input: z.strictObject({ commandId: CommandId, matterId: Id, reason: text(300) }),
    output: ReporterContact,
    problems: ['matter.not_found'],
  }),
  ...matterActionRoutes,
}
