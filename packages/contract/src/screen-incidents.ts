import { z } from 'zod'
import { Id, Instant } from './common.ts'
import { IncidentSummary } from './incident-shapes.ts'
import { defineRoute } from './route.ts'

/** An incident as the command screen shows it: no person is named. */
export const ScreenIncident = IncidentSummary.pick({
  id: true,
  number: true,
  title: true,
  kind: true,
  severity: true,
  state: true,
  exercise: true,
  openedAt: true,
}).extend({
  /** Affected areas, those they lie in and those below them. */
  touched: z.array(Id),
  villages: z.number().int(),
  households: z.number().int(),
  tasks: z.object({
    all: z.number().int(),
    received: z.number().int(),
    arrived: z.number().int(),
    done: z.number().int(),
    late: z.number().int(),
  }),
  checks: z.object({ all: z.number().int(), done: z.number().int() }),
  told: z.object({ all: z.number().int(), read: z.number().int() }),
  log: z.array(z.object({ seq: z.number().int(), at: Instant, words: z.string() })),
})
export type ScreenIncident = z.infer<typeof ScreenIncident>

export const screenIncidentRoutes = {
  listScreenIncidents: defineRoute({
    method: 'GET',
    path: '/screen/incidents',
    access: 'screen.read',
    summary: 'Incidents that run now, gravest first, with their figures.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(ScreenIncident) }),
    problems: [],
  }),
} as const
