import { z } from 'zod'
import { Id, Instant, page, pageInput } from './common.ts'
import { MatterRow } from './matters.ts'
import { defineRoute } from './route.ts'

/** 红牌: past a limit or supervised red; 黄牌: near one or supervised yellow. Of a matter, never of a person. */
export const StuckColour = z.enum(['red', 'yellow'])
export type StuckColour = z.infer<typeof StuckColour>

/** The step whose limit runs. */
export const StuckStep = z.enum(['accept', 'dispatch', 'handle', 'decide', 'verify'])
export type StuckStep = z.infer<typeof StuckStep>

/** Why it stands in the list; several may hold. */
export const StuckReason = z.enum(['step_late', 'whole_late', 'step_near', 'supervised'])
export type StuckReason = z.infer<typeof StuckReason>

export const StuckMatter = z.object({
  matter: MatterRow,
  colour: StuckColour,
  step: StuckStep,
  reasons: z.array(StuckReason),
  /** The unit whose step it is: the desk, the lead unit, or whoever decides. */
  holder: z.object({ id: Id, name: z.string() }),
  /** Since when it has had it. */
  since: Instant,
})
export type StuckMatter = z.infer<typeof StuckMatter>

const filters = { colour: StuckColour.optional(), step: StuckStep.optional(), areaId: Id.optional() }

export const supervisionRoutes = {
  listStuckMatters: defineRoute({
    method: 'GET',
    path: '/supervision/matters',
    access: 'matter.supervise',
    summary: 'Matters that are late, near a limit or supervised: red first, then what has waited longest at its step.',
    input: z.strictObject({ ...pageInput, ...filters }),
    output: page(StuckMatter).extend({
      /** Of all within reach and filters but the colour's. */
      counts: z.object({ red: z.number().int(), yellow: z.number().int() }),
    }),
    problems: [],
  }),
} as const
