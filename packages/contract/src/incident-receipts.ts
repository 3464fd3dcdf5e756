import { z } from 'zod'
import { CommandId, Done, Id, Instant, optionalText } from './common.ts'
import { IncidentKind, IncidentSeverity, IncidentState, IncidentTask, TaskStep } from './incident-shapes.ts'
import { defineRoute } from './route.ts'

/** A task or broadcast as its receiver sees it, on the phone too. */
const OfWhich = z.object({
  incident: z.object({
    id: Id,
    number: z.string(),
    title: z.string(),
    kind: IncidentKind,
    severity: IncidentSeverity,
    state: IncidentState,
    exercise: z.boolean(),
  }),
})
export const MyIncidentTask = IncidentTask.extend(OfWhich.shape)
export type MyIncidentTask = z.infer<typeof MyIncidentTask>
export const MyBroadcast = OfWhich.extend({ id: Id, words: z.string(), at: Instant, readAt: Instant.nullable() })
export type MyBroadcast = z.infer<typeof MyBroadcast>

export const incidentReceiptRoutes = {
  listMyIncidentWork: defineRoute({
    method: 'GET',
    path: '/my/incidents',
    access: 'staff',
    summary: 'Tasks of running incidents for me or my units, and broadcasts to me; ended ones for a day.',
    input: z.strictObject({}),
    output: z.object({ tasks: z.array(MyIncidentTask), broadcasts: z.array(MyBroadcast) }),
    problems: [],
  }),
  tellIncidentTask: defineRoute({
    method: 'POST',
    path: '/my/incidents/tasks/:taskId',
    access: 'staff',
    audit: 'incident.task_told',
    summary:
      'A receipt for a task: received, arrived, done, or why it cannot be done. A step told twice keeps its first time.',
    input: z.strictObject({
      commandId: CommandId,
      taskId: Id,
      step: TaskStep,
      words: optionalText(500).default(''),
      /** By the clock of the phone, for what is sent later. */
      capturedAt: Instant.optional(),
    }),
    output: IncidentTask,
    problems: ['incident.task_not_found', 'incident.task_ended'],
  }),
  readBroadcast: defineRoute({
    method: 'POST',
    path: '/my/incidents/broadcasts/:broadcastId',
    access: 'staff',
    audit: 'incident.broadcast_read',
    summary: 'I have read a broadcast.',
    input: z.strictObject({ commandId: CommandId, broadcastId: Id, capturedAt: Instant.optional() }),
    output: Done,
    problems: ['incident.broadcast_not_found'],
  }),
} as const
