import { z } from 'zod'
import { Id, LocalDate, Names } from './common.ts'
import { AreaLevel } from './area-shapes.ts'
import { DutyRuleTerms } from './fieldwork-shapes.ts'
import { defineRoute } from './route.ts'

/** Code of a rule or a form, chosen once. */
export const DutyCode = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/)

/** What is planned and what became of it: of an area, never of a person. */
const Figures = z.object({
  /** Planned for this week and open, late ones with it; and for the two weeks after. */
  due: z.number().int(),
  ahead: z.number().int(),
  /** Of the last four weeks: done by a visit; ended without one in its time. */
  done: z.number().int(),
  missed: z.number().int(),
})
export type DutyFigures = z.infer<typeof Figures>

/** What falls to one worker on a working day, on average. */
const Day = z.object({ items: z.number(), minutes: z.number().int() })

const Loaded = Figures.extend({ grids: z.number().int(), /** Of the next seven days. */ day: Day })

export const DutyLoad = Loaded.extend({
  area: z.object({ id: Id, name: z.string(), level: AreaLevel }).nullable(),
  today: LocalDate,
  /** In the order of the county’s list, not of the figures. */
  below: z.array(Loaded.extend({ id: Id, name: z.string() })),
  rules: z.array(Figures.extend({ code: DutyCode, names: Names })),
  /** Mondays: eight weeks back, this one, two ahead; `planned` is what is open. */
  weeks: z.array(
    z.object({
      from: LocalDate,
      planned: z.number().int(),
      done: z.number().int(),
      missed: z.number().int(),
    }),
  ),
})
export type DutyLoad = z.infer<typeof DutyLoad>

/** What a rule puts into the plan of the days ahead. */
const RuleLoad = z.object({
  /** Open items of the rule, as far ahead as its turns reach. */
  items: z.number().int(),
  /** For an average worker on a working day, up to the last that it is planned for. */
  day: Day,
  weeks: z.array(z.object({ from: LocalDate, items: z.number().int() })),
  busiest: z.object({ from: LocalDate, items: z.number().int() }).nullable(),
})

export const RulePreview = z.object({
  /** How many households, people, places or grids it is about. */
  subjects: z.number().int(),
  /** How many workers have any of them; the figures of a day are theirs. */
  concerned: z.number().int(),
  /** Workers’ beats that were looked at; of a large county a share of them, evenly drawn, and the figures scaled up. */
  beats: z.number().int(),
  drawn: z.number().int(),
  /** First and last day that the rule would be planned for. */
  from: LocalDate,
  to: LocalDate,
  /** The rule as it stands in the plan now, and as it would. */
  before: RuleLoad,
  after: RuleLoad,
  /** All rules together, of the next two weeks. */
  all: z.object({ before: Day, after: Day }),
})
export type RulePreview = z.infer<typeof RulePreview>

export const dutyLoadRoutes = {
  getDutyLoad: defineRoute({
    method: 'GET',
    path: '/fieldwork/load',
    access: 'fieldwork.read',
    summary:
      'What is due, done and missed in an area, by rule and week, with the areas below it; no figures of persons.',
    input: z.strictObject({ areaId: Id.optional() }),
    output: DutyLoad,
    problems: ['area.not_found'],
  }),
  previewDutyRule: defineRoute({
    method: 'POST',
    path: '/fieldwork/rules/:code/preview',
    access: 'duty.configure',
    audit: 'duty.rule_previewed',
    summary:
      'What the planner would make of a rule as it is being written, for an area or the county; changes nothing.',
    input: z.strictObject({ code: DutyCode, terms: DutyRuleTerms, areaId: Id.optional() }),
    output: RulePreview,
    problems: ['area.not_found'],
  }),
} as const
