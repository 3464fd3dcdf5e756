import { z } from 'zod'
import { CommandId, Id, Instant, LocalDate, optionalText, page, pageInput, text } from './common.ts'
import { defineRoute } from './route.ts'

const StaffRef = z.object({ id: Id, name: z.string() })

/** A key, a stamp, a tablet: what passes from hand to hand, ticked on paper. */
export const HandoverThing = z.strictObject({ name: text(60), words: optionalText(100).default('') })
export type HandoverThing = z.infer<typeof HandoverThing>

/** One duty of somebody in one grid, with what hangs on it. */
export const HeldGrid = z.object({
  assignmentId: Id,
  areaId: Id,
  areaName: z.string(),
  kind: z.string(),
  /** Visits and rounds that are open in the plan. */
  due: z.number().int(),
  overdue: z.number().int(),
})
export type HeldGrid = z.infer<typeof HeldGrid>

/** All that somebody has in hand. */
export const Holdings = z.object({
  staff: StaffRef,
  unit: StaffRef,
  grids: z.array(HeldGrid),
  matters: z.array(z.object({ id: Id, number: z.string(), title: z.string(), areaId: Id.nullable() })),
  /** Work in the inbox that names the person, matters among it. */
  tasks: z.number().int(),
  /** Planned, from the day on. */
  shifts: z.number().int(),
  phones: z.array(z.object({ name: z.string(), lastSyncAt: Instant.nullable() })),
  /** Unsent work of their phones that waits for a supervisor. */
  quarantined: z.number().int(),
})
export type Holdings = z.infer<typeof Holdings>

/** What passed, as it was on the day; kept as it was then. */
export const HandoverProtocol = z.object({
  grids: z.array(z.object({ areaName: z.string(), kind: z.string(), toName: z.string(), due: z.number().int() })),
  matters: z.array(z.object({ number: z.string(), title: z.string(), toName: z.string() })),
  tasks: z.number().int(),
  shiftsPassed: z.number().int(),
  /** The successor had a shift of their own at that time. */
  shiftsEnded: z.number().int(),
  phonesRevoked: z.array(z.string()),
  quarantined: z.number().int(),
})
export type HandoverProtocol = z.infer<typeof HandoverProtocol>

export const Handover = z.object({
  id: Id,
  number: z.string(),
  unit: StaffRef,
  from: StaffRef,
  /** Who takes whatever lies in none of the grids. */
  to: StaffRef,
  onDay: LocalDate,
  leaves: z.boolean(),
  state: z.enum(['planned', 'done', 'withdrawn']),
  grids: z.array(z.object({ areaId: Id, areaName: z.string(), kind: z.string(), to: StaffRef })),
  things: z.array(HandoverThing),
  words: z.string(),
  madeBy: z.string(),
  madeAt: Instant,
  doneAt: Instant.nullable(),
  /** Null until its day has come. */
  protocol: HandoverProtocol.nullable(),
})
export type Handover = z.infer<typeof Handover>

/** Hand-over (交接): a worker leaves or is moved, and others answer for what was theirs. */
export const handoverRoutes = {
  getHoldings: defineRoute({
    method: 'GET',
    path: '/fieldwork/holdings/:staffId',
    access: 'fieldwork.manage',
    summary: 'All that a worker has in hand on a day, and who at the station could take it over.',
    input: z.strictObject({ staffId: Id, unitId: Id, onDay: LocalDate }),
    output: Holdings.extend({ candidates: z.array(StaffRef) }),
    problems: ['unit.not_found', 'staff.not_found'],
  }),
  planHandover: defineRoute({
    method: 'POST',
    path: '/fieldwork/handovers',
    access: 'fieldwork.manage',
    audit: 'handover.planned',
    summary: 'Hands over from a day on: grids to their successors, tasks, shifts and things; of today, at once.',
    input: z.strictObject({
      commandId: CommandId,
      handoverId: Id,
      unitId: Id,
      fromId: Id,
      toId: Id,
      onDay: LocalDate,
      leaves: z.boolean(),
      /** Every duty that passes; with `leaves` all of them. */
      grids: z.array(z.strictObject({ assignmentId: Id, toId: Id })).max(100),
      things: z.array(HandoverThing).max(30).default([]),
      words: optionalText(500).default(''),
    }),
    output: Handover,
    problems: ['unit.not_found', 'staff.not_found', 'handover.planned_already', 'handover.stale'],
  }),
  withdrawHandover: defineRoute({
    method: 'POST',
    path: '/fieldwork/handovers/:handoverId/withdraw',
    access: 'fieldwork.manage',
    audit: 'handover.withdrawn',
    summary: 'Takes a hand-over back before its day: everything is as if nobody had planned it.',
    input: z.strictObject({ commandId: CommandId, handoverId: Id }),
    output: Handover,
    problems: ['handover.not_found', 'handover.wrong_state'],
  }),
  listHandovers: defineRoute({
    method: 'GET',
    path: '/fieldwork/handovers',
    access: 'fieldwork.manage',
    summary: 'Hand-overs of the stations in reach, newest first.',
    input: z.strictObject(pageInput),
    output: page(Handover),
    problems: [],
  }),
  getHandover: defineRoute({
    method: 'GET',
    path: '/fieldwork/handovers/:handoverId',
    access: 'fieldwork.manage',
    summary: 'One hand-over with its protocol, to be printed and signed.',
    input: z.strictObject({ handoverId: Id }),
    output: Handover,
    problems: ['handover.not_found'],
  }),
} as const
