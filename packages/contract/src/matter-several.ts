import { z } from 'zod'
import { CommandId, Id } from './common.ts'
import { ProblemName } from './problems.ts'
import { defineRoute } from './route.ts'

export const mostAtOnce = 50

const each = { matterId: Id, seenVersion: z.number().int().optional() }

/** What is safe to do to many at once: nobody is told anything, nothing is closed, and each stays one decision in its own timeline. */
export const SeveralAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('accept'), items: z.array(z.strictObject(each)).min(1).max(mostAtOnce) }),
  z.strictObject({ action: z.literal('receive'), items: z.array(z.strictObject(each)).min(1).max(mostAtOnce) }),
  z.strictObject({
    action: z.literal('dispatch'),
    items: z
      .array(z.strictObject({ ...each, unitId: Id, staffId: Id.optional() }))
      .min(1)
      .max(mostAtOnce),
  }),
])
export type SeveralAction = z.infer<typeof SeveralAction>

export const severalRoutes = {
  actOnSeveral: defineRoute({
    method: 'POST',
    path: '/matters/several',
    access: 'matter.read',
    audit: 'matter.several',
    summary:
      'Accepts, dispatches or receives several matters; each is a command of its own and is answered for by itself.',
    input: z.strictObject({ commandId: CommandId, what: SeveralAction }),
    output: z.object({
      done: z.array(Id),
      /** Why the others were not done. */
      refused: z.array(z.object({ matterId: Id, code: ProblemName, details: z.record(z.string(), z.unknown()) })),
    }),
    problems: [],
  }),
} as const
