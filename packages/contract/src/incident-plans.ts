import { z } from 'zod'
import { CommandId, Instant, Names, optionalText, text } from './common.ts'
import { IncidentKind } from './incident-shapes.ts'
import { UnitKind } from './posts.ts'
import { defineRoute } from './route.ts'

/** Chinese, and English where somebody wrote it; where nobody did, the Chinese stands in both. */
const Words = (zh: number, en: number) => z.strictObject({ zh: text(zh), en: optionalText(en).default('') })

export const PlanLine = z.strictObject({
  names: Words(100, 200),
  /** Whose duty it is, in words. */
  duty: Words(60, 120),
  /** Kind of unit, or code of a department, to which the line goes where one of the involved units is it. */
  unit: z.union([UnitKind, z.string().regex(/^[a-z][a-z0-9_]{1,39}$/)]).nullable(),
  /** Minutes from the beginning of the plan. */
  within: z.number().int().min(1).max(10_080).nullable(),
})
export type PlanLine = z.infer<typeof PlanLine>

const PlanCode = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/)

const PlanHead = z.object({
  code: z.string(),
  version: z.number().int(),
  kinds: z.array(IncidentKind),
  names: Names,
  lines: z.number().int(),
  /** False: the platform's own, as it was delivered. */
  ofCounty: z.boolean(),
  retired: z.boolean(),
  changedBy: z.string().nullable(),
  changedAt: Instant.nullable(),
})

export const Plan = PlanHead.extend({
  lines: z.array(
    z.object({
      names: Names,
      duty: Names,
      unit: z.string().nullable(),
      within: z.number().int().nullable(),
    }),
  ),
  /** The latest number: a change is made to that one. */
  latest: z.number().int(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      words: z.string(),
      changedBy: z.string().nullable(),
      changedAt: Instant.nullable(),
    }),
  ),
})
export type Plan = z.infer<typeof Plan>

export const incidentPlanRoutes = {
  listIncidentPlans: defineRoute({
    method: 'GET',
    path: '/incident-plans',
    access: 'incident.read',
    summary: 'All plans as they stand, those that are offered no more last.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(PlanHead), mayChange: z.boolean() }),
    problems: [],
  }),
  getIncidentPlan: defineRoute({
    method: 'GET',
    path: '/incident-plans/:planCode',
    access: 'incident.read',
    summary: 'A plan with its lines and its versions; an earlier version when its number is given.',
    input: z.strictObject({ planCode: PlanCode, version: z.coerce.number().int().min(1).max(100_000).optional() }),
    output: Plan,
    problems: ['incident.plan_unknown'],
  }),
  changeIncidentPlan: defineRoute({
    method: 'POST',
    path: '/incident-plans/:planCode',
    access: 'incident.lead',
    audit: 'incident_plan.changed',
    summary: 'A new version of a plan, or a new plan. Rooms that began an earlier one keep it.',
    input: z.strictObject({
      commandId: CommandId,
      planCode: PlanCode,
      /** The version that was changed; 0 for a new plan. */
      seenVersion: z.number().int().min(0).max(100_000),
      kinds: z.array(IncidentKind).min(1),
      names: Words(60, 120),
      lines: z.array(PlanLine).min(1).max(60),
      retired: z.boolean(),
      words: optionalText(200),
    }),
    output: Plan,
    problems: ['incident.plan_unknown', 'incident.plan_stale', 'incident.plan_county_only'],
  }),
} as const
