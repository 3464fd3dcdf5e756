import { z } from 'zod'
import { Id, Instant, LocalDate, Names, optionalText, Point, text } from './common.ts'
import {
  HouseholdChange,
  KnownHow,
  NewPerson,
  PersonMove,
  personNumbers,
  PersonSaid,
  ResidenceChange,
} from './people.ts'

// ---- duty rules (职责规则) ----

/** What a duty is done to. `need`: a person with one of the rule's needs, called on at home; never shown on a map. */
export const DutyTarget = z.enum(['grid', 'household', 'need', 'organisation'])
export type DutyTarget = z.infer<typeof DutyTarget>

/** By the urban-rural class of the grid's village: 111–112 and 121 are urban, the others rural. */
export const AreaClass = z.enum(['any', 'urban', 'rural'])
export type AreaClass = z.infer<typeof AreaClass>

export const DutyPeriod = z.enum(['day', 'week', 'month', 'quarter', 'half_year', 'year'])
export type DutyPeriod = z.infer<typeof DutyPeriod>

/** What a county may set of a rule. */
export const DutyRuleTerms = z.strictObject({
  names: Names,
  target: DutyTarget,
  areaClass: AreaClass.default('any'),
  /** For `need`: codes of the catalogue of needs. For `household`: left empty, all households. */
  needKinds: z.array(z.string().max(40)).max(30).default([]),
  /** For `organisation`: kinds of organisations and places. */
  organisationKinds: z.array(z.string().max(40)).max(60).default([]),
  /**
   * `each`: every subject `times` times per `per`. `quota`: so many subjects per worker and working day, whose turn it is
   * (日访十户); then `per` is `day`.
   */
  mode: z.enum(['each', 'quota']).default('each'),
  per: DutyPeriod,
  times: z.number().int().min(1).max(100),
  /** Days of the week on which it is done, 1 Monday … 7 Sunday; empty: the county's working days. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).default([]),
  /** Months in which it is done; empty: all. */
  months: z.array(z.number().int().min(1).max(12)).max(12).default([]),
  /** A subject that is new is called on within so many days. */
  firstWithinDays: z.number().int().min(1).max(365).nullable().default(null),
  /** What to look at, in a sentence. */
  lookAt: optionalText(500).default(''),
  formCode: z.string().max(40).nullable().default(null),
  /** Expected minutes, for the preview of the load. */
  minutes: z.number().int().min(1).max(480).default(15),
  /** Legal or administrative ground, shown to the worker. */
  basis: text(300),
  /** Whether a change of this rule needs a second person. */
  secondPerson: z.boolean().default(false),
  /** Days after which somebody who was not at home is tried again. */
  retryAfterDays: z.number().int().min(1).max(60).default(3),
  /** After so many vain tries the item counts as done without success. */
  mostTries: z.number().int().min(1).max(10).default(3),
})
export type DutyRuleTerms = z.infer<typeof DutyRuleTerms>

export const DutyRule = DutyRuleTerms.extend({
  id: Id,
  code: z.string(),
  version: z.number().int(),
  /** `proposed` waits for a second person; `in_force`; `refused`; `ended`: replaced by a later version or switched off. */
  state: z.enum(['proposed', 'in_force', 'refused', 'ended']),
  /** This version switches the rule off. */
  ends: z.boolean(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  /** Null: a county begins with it. */
  changedBy: z.string().nullable(),
  changedAt: Instant,
  decidedBy: z.string().nullable(),
  /** Why the second person refused it, where they did. */
  words: z.string(),
})
export type DutyRule = z.infer<typeof DutyRule>

// ---- what is due (应办) ----

export const DueState = z.enum(['open', 'done', 'missed', 'cancelled'])
export type DueState = z.infer<typeof DueState>

/** Why it is due, in figures; the page makes the sentence (上次 3 月 14 日；每年两次；11 月 30 日前). */
export const DueWhy = z.object({
  lastOn: LocalDate.nullable(),
  per: DutyPeriod,
  times: z.number().int(),
  /** The how-many-eth of the period. */
  nth: z.number().int(),
  mode: z.enum(['each', 'quota']),
  isFirst: z.boolean(),
  needKinds: z.array(z.string()),
})
export type DueWhy = z.infer<typeof DueWhy>

export const DueItem = z.object({
  id: Id,
  ruleCode: z.string(),
  ruleNames: Names,
  target: DutyTarget,
  subject: z.object({ kind: z.enum(['grid', 'household', 'person', 'organisation']), id: Id }),
  gridId: Id,
  householdId: Id.nullable(),
  /** Door, place or grid; of a `need` only that it is a support visit (关爱走访). */
  title: z.string(),
  /** Support visits: no pin, no name before it is opened. */
  sensitive: z.boolean(),
  /** Null for support visits and where nobody has measured it. */
  point: Point.nullable(),
  /** First day, the day it is planned for, last day. */
  dueFrom: LocalDate,
  plannedOn: LocalDate,
  dueBy: LocalDate,
  state: DueState,
  tries: z.number().int(),
  formCode: z.string().nullable(),
  lookAt: z.string(),
  minutes: z.number().int(),
  why: DueWhy,
})
export type DueItem = z.infer<typeof DueItem>

// ---- forms (走访表) ----

/** One question of a visit form. `answer` kinds are those of its JSON Schema; every question takes `unknown` and `declined`. */
export const FormQuestion = z.strictObject({
  /** Key of the answer, and of the property of the JSON Schema made from the form. */
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  names: Names,
  /** `state`: fine / trouble / unclear, the commonest at the door. */
  kind: z.enum(['state', 'yes_no', 'choice', 'choices', 'number', 'date', 'text']),
  choices: z
    .array(z.strictObject({ code: z.string().max(40), names: Names }))
    .max(30)
    .default([]),
  required: z.boolean().default(false),
  least: z.number().optional(),
  most: z.number().optional(),
  /** Asked only when an earlier question has one of these answers (skip logic). */
  askedIf: z
    .strictObject({ key: z.string().max(40), anyOf: z.array(z.string().max(40)).min(1).max(20) })
    .nullable()
    .default(null),
  /** A picture is asked for with these answers, and with no others. */
  photoIf: z.array(z.string().max(40)).max(10).default([]),
  /** `{subject}.{field}` of the field catalogue that the answer updates; a field that is held is not asked again. */
  field: z.string().max(90).nullable().default(null),
  /** An answer of `trouble` or `yes` offers to open a matter of this category. */
  matterCategory: z.string().max(20).nullable().default(null),
})
export type FormQuestion = z.infer<typeof FormQuestion>

export const VisitForm = z.object({
  code: z.string(),
  version: z.number().int(),
  names: Names,
  /** What can be ticked as done (今天做了什么). */
  deeds: z.array(z.object({ code: z.string(), names: Names })),
  questions: z.array(FormQuestion),
  /** JSON Schema of the answers, made from the questions. */
  schema: z.record(z.string(), z.unknown()),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
})
export type VisitForm = z.infer<typeof VisitForm>

export const Answer = z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(40)).max(30)])
export type Answer = z.infer<typeof Answer>
export const Answers = z.record(z.string().max(40), Answer)
export type Answers = z.infer<typeof Answers>

// ---- visits (走访) ----

export const VisitResult = z.enum(['found', 'not_at_home', 'moved_away', 'declined'])
export type VisitResult = z.infer<typeof VisitResult>

/** One change to the file that a visit brought. What disagrees with the file as it is now is kept beside it for a person. */
export const VisitPart = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person_said'),
    personId: Id,
    seenVersion: z.number().int(),
    knownHow: KnownHow.default('person'),
    said: PersonSaid.optional(),
    ...personNumbers,
  }),
  z.strictObject({
    kind: z.literal('person_moved'),
    personId: Id,
    seenVersion: z.number().int(),
    knownHow: KnownHow.default('household'),
    move: PersonMove,
  }),
  z.strictObject({
    kind: z.literal('residence_changed'),
    personId: Id,
    seenVersion: z.number().int(),
    knownHow: KnownHow.default('household'),
    change: ResidenceChange,
  }),
  z.strictObject({ kind: z.literal('person_added'), knownHow: KnownHow.default('person'), person: NewPerson }),
  z.strictObject({
    kind: z.literal('household_changed'),
    seenVersion: z.number().int(),
    knownHow: KnownHow.default('person'),
    change: HouseholdChange,
  }),
])
export type VisitPart = z.infer<typeof VisitPart>

/** `contested`: both are kept and a clerk decides; `refused`: it cannot be done as the file stands, with the reason. */
export const PartState = z.enum(['applied', 'contested', 'refused', 'dropped'])
export type PartState = z.infer<typeof PartState>

export const PartOutcome = z.object({
  id: Id,
  kind: z.string(),
  personId: Id.nullable(),
  state: PartState,
  /** Code and details of the problem that stood in its way. */
  problem: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  /** Who decided between the door and the file; null where nobody had to. */
  decided: z.object({ by: z.string(), at: Instant, words: z.string() }).nullable(),
})
export type PartOutcome = z.infer<typeof PartOutcome>

export const Visit = z.object({
  id: Id,
  subject: z.object({ kind: z.enum(['grid', 'household', 'person', 'organisation']), id: Id }),
  householdId: Id.nullable(),
  result: VisitResult,
  /** By the phone's clock, and when the server had it; `clockOff` when they cannot both be right. */
  capturedAt: Instant,
  recordedAt: Instant,
  clockOff: z.boolean(),
  by: z.object({ id: Id, name: z.string() }).nullable(),
  deeds: z.array(z.string()),
  form: z.object({ code: z.string(), version: z.number().int(), answers: Answers }).nullable(),
  words: z.string(),
  matterIds: z.array(Id),
  pictures: z.array(z.object({ id: Id, token: z.string() })),
  parts: z.array(PartOutcome),
  ruleNames: z.array(Names),
})
export type Visit = z.infer<typeof Visit>

// ---- patrols and first help (巡查、先期到场) ----

export const Patrol = z.object({
  id: Id,
  gridId: Id,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  words: z.string(),
  matterIds: z.array(Id),
  /** Metres and gaps of the track, where the county keeps tracks; null where it does not. */
  track: z
    .object({
      metres: z.number().int(),
      points: z.number().int(),
      gaps: z.array(z.object({ from: Instant, to: Instant })),
    })
    .nullable(),
})
export type Patrol = z.infer<typeof Patrol>

export const ResponseKind = z.enum(['emergency', 'accident', 'quarrel', 'police_call'])
export type ResponseKind = z.infer<typeof ResponseKind>
export const responseSteps = ['on_the_way', 'arrived', 'helped', 'not_needed'] as const
export const ResponseStep = z.enum(responseSteps)

export const FieldResponse = z.object({
  id: Id,
  gridId: Id,
  kind: ResponseKind,
  matterId: Id.nullable(),
  words: z.string(),
  /** By the clock of the phone, in the order of `responseSteps`; only those that were taken. */
  steps: z.array(z.object({ step: ResponseStep, at: Instant })),
  recordedAt: Instant,
})
