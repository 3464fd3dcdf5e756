import { z } from 'zod'
import { AreaRef } from './area-shapes.ts'
import { Id, Instant, LocalDate, Names } from './common.ts'

/** Kinds of incident (突发事件); which plans are offered hangs on it. */
export const IncidentKind = z.enum([
  'flood',
  'storm',
  'landslide',
  'fire',
  'gas',
  'traffic',
  'outage',
  'missing_person',
  'other',
])
export type IncidentKind = z.infer<typeof IncidentKind>

/** 事件等级 Ⅰ–Ⅳ: red, orange, yellow, blue; Ⅰ is the gravest. */
export const IncidentSeverity = z.enum(['i', 'ii', 'iii', 'iv'])
export type IncidentSeverity = z.infer<typeof IncidentSeverity>

export const IncidentState = z.enum(['open', 'standing_down', 'closed', 'reviewed'])
export type IncidentState = z.infer<typeof IncidentState>

/** What leads from one state to another; `review` carries the lessons and has a route of its own. */
export const IncidentMove = z.enum(['stand_down', 'resume', 'close'])
export type IncidentMove = z.infer<typeof IncidentMove>

/** What may be done in a room now, by this person: a page offers nothing else. */
export const IncidentAction = z.enum([
  ...IncidentMove.options,
  'review',
  'change',
  'task',
  'plan',
  'tick',
  'broadcast',
  'log',
  'settle_lesson',
])
export type IncidentAction = z.infer<typeof IncidentAction>

const Named = z.object({ id: Id, name: z.string() })

export const IncidentSummary = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  kind: IncidentKind,
  severity: IncidentSeverity,
  state: IncidentState,
  /** A rehearsal (演练): said wherever the incident is. */
  exercise: z.boolean(),
  commander: Named,
  openedAt: Instant,
  closedAt: Instant.nullable(),
  areas: z.number().int(),
  openTasks: z.number().int(),
})
export type IncidentSummary = z.infer<typeof IncidentSummary>

/** Steps of a receipt (回执): received, arrived, done; or it could not be done. */
export const TaskStep = z.enum(['received', 'arrived', 'done', 'unable'])
export type TaskStep = z.infer<typeof TaskStep>

export const TaskState = z.enum(['given', 'received', 'arrived', 'done', 'unable', 'withdrawn'])
export type TaskState = z.infer<typeof TaskState>

export const IncidentTask = z.object({
  id: Id,
  words: z.string(),
  unit: Named,
  staff: Named.nullable(),
  state: TaskState,
  dueAt: Instant.nullable(),
  givenAt: Instant,
  by: z.string(),
  receivedAt: Instant.nullable(),
  arrivedAt: Instant.nullable(),
  /** When it ended, one way or the other. */
  endedAt: Instant.nullable(),
  answer: z.string(),
})
export type IncidentTask = z.infer<typeof IncidentTask>

export const PlanCheck = z.object({
  id: Id,
  names: z.object({ zh: z.string(), en: z.string() }),
  /** Whose duty it is by the plan, in words. */
  duty: Names,
  unit: Named.nullable(),
  doneAt: Instant.nullable(),
  doneBy: z.string().nullable(),
  /** Minutes from the beginning of the plan. */
  withinMinutes: z.number().int().nullable(),
})
export type PlanCheck = z.infer<typeof PlanCheck>

export const IncidentPlan = z.object({
  id: Id,
  code: z.string(),
  version: z.number().int(),
  names: Names,
  begunAt: Instant,
  checks: z.array(PlanCheck),
})
export type IncidentPlan = z.infer<typeof IncidentPlan>

export const IncidentBroadcast = z.object({
  id: Id,
  words: z.string(),
  at: Instant,
  by: z.string(),
  /** Also by text message. */
  sms: z.boolean(),
  areas: z.number().int(),
  told: z.number().int(),
  read: z.number().int(),
})
export type IncidentBroadcast = z.infer<typeof IncidentBroadcast>

export const IncidentLesson = z.object({
  id: Id,
  words: z.string(),
  unit: Named,
  dueOn: LocalDate,
  doneAt: Instant.nullable(),
  answer: z.string(),
})
export type IncidentLesson = z.infer<typeof IncidentLesson>

export const LogKind = z.enum([
  'opened',
  'changed',
  'moved',
  'note',
  'decision',
  'report',
  'call',
  'task',
  'receipt',
  'plan',
  'check',
  'broadcast',
  'lesson',
])
export type LogKind = z.infer<typeof LogKind>

/** An entry of the log (大事记); it is never changed: what was wrong is put right by a later one. */
export const LogEntry = z.object({
  id: Id,
  seq: z.number().int(),
  kind: LogKind,
  /** When it happened, and when it was written down. */
  at: Instant,
  recordedAt: Instant,
  by: z.string(),
  words: z.string(),
  /** What the words do not say: who was called, from which state to which. Never personal values of residents. */
  facts: z.record(z.string(), z.unknown()),
  /** Number of the entry that it corrects. */
  corrects: z.number().int().nullable(),
})
export type LogEntry = z.infer<typeof LogEntry>

export const Incident = IncidentSummary.omit({ areas: true, openTasks: true }).extend({
  words: z.string(),
  point: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  stoodDownAt: Instant.nullable(),
  reviewedAt: Instant.nullable(),
  /** Counts changes of the room's head, so that of two commanders the later one is told. */
  version: z.number().int(),
  areas: z.array(AreaRef),
  units: z.array(Named),
  matters: z.array(z.object({ id: Id, number: z.string(), title: z.string() })),
  tasks: z.array(IncidentTask),
  plans: z.array(IncidentPlan),
  broadcasts: z.array(IncidentBroadcast),
  review: z.object({ well: z.string(), badly: z.string() }).nullable(),
  lessons: z.array(IncidentLesson),
  available: z.array(IncidentAction),
})
export type Incident = z.infer<typeof Incident>

/** A plan (预案) as the platform has it; a room keeps the version that it began. */
export const PlanTemplate = z.object({
  code: z.string(),
  version: z.number().int(),
  kinds: z.array(IncidentKind),
  names: Names,
  checks: z.number().int(),
})
export type PlanTemplate = z.infer<typeof PlanTemplate>

export const IncidentContact = z.object({
  /** `unit`: an involved unit; `grid`: workers of an affected grid. */
  kind: z.enum(['commander', 'unit', 'grid']),
  group: z.string(),
  unitId: Id.nullable(),
  people: z.array(
    z.object({
      id: Id,
      name: z.string(),
      title: z.string().nullable(),
      /** Work phone. */
      phone: z.string().nullable(),
      /** The last call noted in the log. */
      called: z.object({ at: Instant, reached: z.boolean() }).nullable(),
    }),
  ),
})
export type IncidentContact = z.infer<typeof IncidentContact>

/** Reckoned from the middle of the worker's grid: where a person is, nobody knows. */
export const NearWorker = z.object({
  grid: AreaRef,
  village: z.string(),
  staff: z.object({ id: Id, name: z.string(), phone: z.string().nullable() }),
  unitId: Id.nullable(),
  /** False: their station has no roster for this week, so that nobody knows. Whoever is known to be off is left out. */
  onShift: z.boolean(),
  metres: z.number().int(),
  minutes: z.number().int(),
})
export type NearWorker = z.infer<typeof NearWorker>
