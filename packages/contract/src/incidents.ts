import { z } from 'zod'
import {
  commaList,
  CommandId,
  Done,
  Id,
  Instant,
  LocalDate,
  optionalText,
  page,
  pageInput,
  Point,
  text,
} from './common.ts'
import {
  Incident,
  IncidentContact,
  IncidentKind,
  IncidentMove,
  IncidentSeverity,
  IncidentState,
  IncidentSummary,
  IncidentTask,
  LogEntry,
  NearWorker,
  PlanTemplate,
  TaskStep,
} from './incident-shapes.ts'
import { defineRoute } from './route.ts'

const areaIds = z.array(Id).max(200)
const unitIds = z.array(Id).max(60)
const ofIncident = { commandId: CommandId, incidentId: Id }
const seenVersion = z.number().int().min(0).max(2_000_000_000)

export const incidentRoutes = {
  listIncidents: defineRoute({
    method: 'GET',
    path: '/incidents',
    access: 'incident.read',
    summary: 'Incidents within reach, newest first.',
    input: z.strictObject({ ...pageInput, state: commaList(IncidentState).optional() }),
    output: page(IncidentSummary),
    problems: [],
  }),
  getIncident: defineRoute({
    method: 'GET',
    path: '/incidents/:incidentId',
    access: 'incident.read',
    summary: 'A room with its tasks, plans, broadcasts and lessons; the log is read page by page.',
    input: z.strictObject({ incidentId: Id }),
    output: Incident,
    problems: ['incident.not_found'],
  }),
  listIncidentLog: defineRoute({
    method: 'GET',
    path: '/incidents/:incidentId/log',
    access: 'incident.read',
    summary: 'The log of a room, newest first.',
    input: z.strictObject({ incidentId: Id, ...pageInput }),
    output: page(LogEntry),
    problems: ['incident.not_found'],
  }),
  listPlanTemplates: defineRoute({
    method: 'GET',
    path: '/incidents/plans',
    access: 'incident.read',
    summary: 'Plans that a room may begin, by kind of incident.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(PlanTemplate) }),
    problems: [],
  }),
  listCommanders: defineRoute({
    method: 'GET',
    path: '/incidents/commanders',
    access: 'incident.read',
    summary: 'Who may lead an incident: people whose role carries it.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(z.object({ id: Id, name: z.string(), unit: z.string() })) }),
    problems: [],
  }),
  listIncidentContacts: defineRoute({
    method: 'GET',
    path: '/incidents/:incidentId/contacts',
    access: 'incident.read',
    summary:
      'The contact tree: commander, people of the involved units, workers of the affected grids, with the last call.',
    input: z.strictObject({ incidentId: Id }),
    output: z.object({ items: z.array(IncidentContact) }),
    problems: ['incident.not_found'],
  }),
  listNearestWorkers: defineRoute({
    method: 'GET',
    path: '/incidents/:incidentId/nearest',
    access: 'incident.read',
    summary: 'Workers on duty by the way from the middle of their grid, never from where they are.',
    input: z.strictObject({ incidentId: Id, limit: z.coerce.number().int().min(1).max(50).default(12) }),
    output: z.object({
      /** `shift`: those whose shift runs now; `assignment`: no rosters are kept, whoever answers for a grid. */
      basis: z.enum(['shift', 'assignment']),
      items: z.array(NearWorker),
    }),
    problems: ['incident.not_found'],
  }),
  openIncident: defineRoute({
    method: 'POST',
    path: '/incidents',
    access: 'incident.lead',
    audit: 'incident.opened',
    summary: 'Opens a room, from matters or from nothing.',
    input: z.strictObject({
      commandId: CommandId,
      title: text(80),
      words: optionalText(1000).default(''),
      kind: IncidentKind,
      severity: IncidentSeverity,
      exercise: z.boolean().default(false),
      commanderId: Id,
      areaIds: areaIds.min(1),
      unitIds: unitIds.default([]),
      matterIds: z.array(Id).max(20).default([]),
      point: Point.nullable().default(null),
    }),
    output: Incident,
    problems: ['area.not_found', 'unit.not_found', 'matter.not_found', 'incident.no_commander', 'incident.not_leader'],
  }),
  changeIncident: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/change',
    access: 'incident.lead',
    audit: 'incident.changed',
    summary: 'Another severity, commander, units or areas; what is left out stays as it is.',
    input: z.strictObject({
      ...ofIncident,
      seenVersion,
      severity: IncidentSeverity.optional(),
      commanderId: Id.optional(),
      areaIds: areaIds.min(1).optional(),
      unitIds: unitIds.optional(),
      words: text(500),
    }),
    output: Incident,
    problems: [
      'incident.not_found',
      'incident.not_leader',
      'incident.wrong_state',
      'incident.stale',
      'incident.no_commander',
      'area.not_found',
      'unit.not_found',
    ],
  }),
  moveIncident: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/move',
    access: 'incident.lead',
    audit: 'incident.moved',
    summary: 'Stands down, resumes, or closes a room; it closes when no task is open.',
    input: z.strictObject({ ...ofIncident, seenVersion, move: IncidentMove, words: text(500) }),
    output: Incident,
    problems: [
      'incident.not_found',
      'incident.not_leader',
      'incident.wrong_state',
      'incident.stale',
      'incident.tasks_open',
    ],
  }),
  reviewIncident: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/review',
    access: 'incident.lead',
    audit: 'incident.reviewed',
    summary: 'After-action review: what went well, what did not, and lessons, each of which becomes work of a unit.',
    input: z.strictObject({
      ...ofIncident,
      seenVersion,
      well: text(2000),
      badly: text(2000),
      lessons: z.array(z.strictObject({ words: text(300), unitId: Id, dueOn: LocalDate })).max(20),
    }),
    output: Incident,
    problems: ['incident.not_found', 'incident.not_leader', 'incident.wrong_state', 'incident.stale', 'unit.not_found'],
  }),
  logIncident: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/log',
    access: 'incident.work',
    audit: 'incident.logged',
    summary:
      'Writes into the log: a note, a decision, a report from outside, a call, or what puts an earlier entry right.',
    input: z.strictObject({
      ...ofIncident,
      kind: z.enum(['note', 'decision', 'report', 'call']),
      words: text(1000),
      /** When it happened, if not now. */
      happenedAt: Instant.optional(),
      /** Number of the entry that was wrong. */
      corrects: z.number().int().min(1).max(1_000_000).optional(),
      /** Of a call: who of the contact tree, and whether they answered. */
      call: z.strictObject({ staffId: Id, reached: z.boolean() }).optional(),
    }),
    output: LogEntry,
    problems: ['incident.not_found', 'incident.wrong_state', 'incident.entry_not_found', 'staff.not_found'],
  }),
  giveIncidentTask: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/tasks',
    access: 'incident.lead',
    audit: 'incident.task_given',
    summary: 'A task to a unit or one of its people; it stands in their inbox and on their phone.',
    input: z.strictObject({
      ...ofIncident,
      words: text(300),
      unitId: Id,
      staffId: Id.optional(),
      dueAt: Instant.optional(),
    }),
    output: IncidentTask,
    problems: [
      'incident.not_found',
      'incident.not_leader',
      'incident.wrong_state',
      'unit.not_found',
      'staff.not_found',
    ],
  }),
  withdrawIncidentTask: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/tasks/:taskId/withdraw',
    access: 'incident.lead',
    audit: 'incident.task_withdrawn',
    summary: 'Takes a task back that has not ended.',
    input: z.strictObject({ ...ofIncident, taskId: Id, words: text(300) }),
    output: IncidentTask,
    problems: ['incident.not_found', 'incident.not_leader', 'incident.task_not_found', 'incident.task_ended'],
  }),
  beginIncidentPlan: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/plans',
    access: 'incident.lead',
    audit: 'incident.plan_begun',
    summary: 'Puts the check-list of a plan into the room, as the plan stands today.',
    input: z.strictObject({ ...ofIncident, planCode: z.string().max(40) }),
    output: Incident,
    problems: [
      'incident.not_found',
      'incident.not_leader',
      'incident.wrong_state',
      'incident.plan_unknown',
      'incident.plan_begun',
    ],
  }),
  tickIncidentCheck: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/checks/:checkId/tick',
    access: 'incident.work',
    audit: 'incident.check_ticked',
    summary: 'Ticks a line of a check-list, or takes the tick back.',
    input: z.strictObject({ ...ofIncident, checkId: Id, done: z.boolean() }),
    output: Done,
    problems: ['incident.not_found', 'incident.wrong_state', 'incident.check_not_found', 'incident.check_moved'],
  }),
  ownIncidentCheck: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/checks/:checkId/owner',
    access: 'incident.lead',
    audit: 'incident.check_owned',
    summary: 'Names the unit that answers for a line of a check-list.',
    input: z.strictObject({ ...ofIncident, checkId: Id, unitId: Id }),
    output: Done,
    problems: [
      'incident.not_found',
      'incident.not_leader',
      'incident.wrong_state',
      'incident.check_not_found',
      'unit.not_found',
    ],
  }),
  broadcastIncident: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/broadcasts',
    access: 'incident.lead',
    audit: 'incident.broadcast',
    summary: 'Tells the workers of grids, in the app and, where wanted, by text message; who has read it is seen.',
    input: z.strictObject({
      ...ofIncident,
      areaIds: areaIds.min(1),
      words: text(300),
      sms: z.boolean().default(false),
    }),
    output: Incident,
    problems: [
      'incident.not_found',
      'incident.not_leader',
      'incident.wrong_state',
      'area.not_found',
      'incident.nobody_to_tell',
    ],
  }),
  listBroadcastReaders: defineRoute({
    method: 'GET',
    path: '/incidents/:incidentId/broadcasts/:broadcastId/readers',
    access: 'incident.read',
    summary: 'Whom a broadcast went to and who has read it, those who have not first.',
    input: z.strictObject({ incidentId: Id, broadcastId: Id, ...pageInput }),
    output: page(
      z.object({
        staffId: Id,
        name: z.string(),
        grid: z.string(),
        phone: z.string().nullable(),
        readAt: Instant.nullable(),
      }),
    ),
    problems: ['incident.not_found'],
  }),
  settleLesson: defineRoute({
    method: 'POST',
    path: '/incidents/:incidentId/lessons/:lessonId/settle',
    access: 'incident.work',
    audit: 'incident.lesson_settled',
    summary: 'A lesson has been acted on, and how.',
    input: z.strictObject({ ...ofIncident, lessonId: Id, words: text(500) }),
    output: Done,
    problems: ['incident.not_found', 'incident.lesson_not_found', 'incident.lesson_settled'],
  }),
} as const

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
