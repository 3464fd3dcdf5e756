import { z } from 'zod'
import { CategoryCode, Evidence, SettleLevel } from './categories.ts'
import { ClockView, Limit } from './clock.ts'
import {
  commaList,
  CommandId,
  Done,
  Id,
  Instant,
  LocalDate,
  Names,
  optionalText,
  page,
  pageInput,
  Point,
  text,
} from './common.ts'
import type { ProblemCode } from './problems.ts'
import { Answer, ShownAnswer } from './questions.ts'
import { defineRoute } from './route.ts'

export const MatterStatus = z.enum([
  'reported',
  'accepted',
  'dispatched',
  'handling',
  'disputed',
  'paused',
  'settled',
  'verified',
  'closed',
  'declined',
  'merged',
])
export type MatterStatus = z.infer<typeof MatterStatus>

/** How it came in. */
export const Channel = z.enum(['portal', 'qr', 'hotline', 'field', 'open311', 'import', 'department'])
export type Channel = z.infer<typeof Channel>

export const Supervision = z.enum(['none', 'plain', 'yellow', 'red'])
export type Supervision = z.infer<typeof Supervision>

/** What can be done to a matter; `available` on a matter lists those that its status and the viewer's permissions allow. */
export const MatterAction = z.enum([
  'accept',
  'decline',
  'locate',
  'categorise',
  'settle_on_spot',
  'escalate',
  'dispatch',
  'receive',
  'assign',
  'return',
  'dispute',
  'decide_dispute',
  'request_extension',
  'decide_extension',
  'pause',
  'resume',
  'settle',
  'verify',
  'call_back',
  'confirm',
  'reject',
  'close',
  'reopen',
  'merge',
  'unmerge',
  'supervise',
  'comment',
  'reveal',
])
export type MatterAction = z.infer<typeof MatterAction>

/** Place names from the town down, as they were when the matter came in. */
export const MatterPlace = z.object({
  townId: Id.nullable(),
  townName: z.string().nullable(),
  villageId: Id.nullable(),
  villageName: z.string().nullable(),
  gridId: Id.nullable(),
  gridName: z.string().nullable(),
})
export type MatterPlace = z.infer<typeof MatterPlace>

/** Name and phone masked (张*, 138****1234); null where not given or not shown to the viewer. */
export const MaskedPerson = z.object({ name: z.string().nullable(), phone: z.string().nullable() })
const contact = MaskedPerson.extend({
  email: z.string().nullable(),
  /** Their account in the system that filed it. */
  accountId: z.string().nullable(),
})

export const MatterRow = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  status: MatterStatus,
  channel: Channel,
  danger: z.boolean(),
  confidential: z.boolean(),
  supervision: Supervision,
  category: z.object({ code: CategoryCode, names: Names, classNames: Names }),
  place: MatterPlace,
  address: z.string().nullable(),
  point: Point.nullable(),
  reporter: MaskedPerson,
  reportedAt: Instant,
  closedAt: Instant.nullable(),
  leadUnit: z.object({ id: Id, name: z.string() }).nullable(),
  handler: z.object({ id: Id, name: z.string() }).nullable(),
  followers: z.number().int(),
  photos: z.number().int(),
  /** The limit that runs now: the step's, else the whole case's; null when nothing runs. */
  clock: ClockView.nullable(),
  /** The whole case is past its limit, whatever is left of the step. */
  overdue: z.boolean(),
  reopened: z.number().int(),
  version: z.number().int(),
})
export type MatterRow = z.infer<typeof MatterRow>

export const Picture = z.object({
  id: Id,
  mediaType: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** When it was taken in: at the report, or as evidence of a step. */
  role: z.enum(['report', 'before', 'after', 'note']),
  at: Instant,
  /** Opens the picture for an hour without a session: `/api/attachments/:id?t=…`. */
  token: z.string(),
})
export type Picture = z.infer<typeof Picture>

/** One line of the timeline. `words` is what the person wrote; the sentence around it is the front end's. */
export const MatterEntry = z.object({
  id: Id,
  at: Instant,
  /** When the phone recorded it, if that was offline and more than a minute earlier. */
  capturedAt: Instant.nullable(),
  kind: z.union([MatterAction, z.enum(['report', 'follow', 'warned', 'overdue', 'supplement', 'silence', 'notice'])]),
  visibility: z.enum(['public', 'internal']),
  by: z.object({
    kind: z.enum(['staff', 'resident', 'system', 'api', 'public']),
    name: z.string().nullable(),
    unit: z.string().nullable(),
  }),
  words: z.string().nullable(),
  from: MatterStatus.nullable(),
  to: MatterStatus.nullable(),
  /** What changed, by field: e.g. {unit: ['…', '…']}, {category: […]}, {grid: […]}. */
  changes: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])),
  /** Working minutes that the step took, and the step's limit in minutes, where the entry ended a step. */
  clock: z.object({ kind: z.string(), usedMinutes: z.number(), limitMinutes: z.number() }).nullable(),
  pictures: z.array(Picture),
})
export type MatterEntry = z.infer<typeof MatterEntry>

export const ExtensionRequest = z.object({
  id: Id,
  limit: Limit,
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: Instant,
  decision: z.enum(['open', 'granted', 'refused']),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  decisionReason: z.string().nullable(),
})
export type ExtensionRequest = z.infer<typeof ExtensionRequest>

export const RelatedMatter = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  status: MatterStatus,
  reportedAt: Instant,
  followers: z.number().int(),
  metres: z.number().nullable(),
  relation: z.enum(['merged_into', 'merged_here', 'possible_duplicate']),
  because: z.array(z.string()),
})
export type RelatedMatter = z.infer<typeof RelatedMatter>

export const Matter = MatterRow.extend({
  description: z.string(),
  reporter: contact,
  /** When it was seen, where that was earlier than it came in. */
  seenAt: Instant.nullable(),
  answers: z.array(ShownAnswer),
  /** Pictures that lie elsewhere, as the system that filed it said. */
  mediaUrls: z.array(z.string()),
  timeline: z.array(MatterEntry),
  clocks: z.array(ClockView),
  pictures: z.array(Picture),
  jointUnits: z.array(z.object({ id: Id, name: z.string() })),
  deskUnit: z.object({ id: Id, name: z.string() }).nullable(),
  firstUnit: z.object({ id: Id, name: z.string() }).nullable(),
  firstReceiver: z.string().nullable(),
  extensions: z.array(ExtensionRequest),
  related: z.array(RelatedMatter),
  evidence: Evidence,
  closeWhen: z.object({ zh: z.string(), en: z.string() }),
  designated: z.boolean(),
  settleLevel: SettleLevel.nullable(),
  rating: z.number().int().min(1).max(5).nullable(),
  wishes: z.object({ anonymous: z.boolean(), notify: z.boolean() }),
  available: z.array(MatterAction),
})
export type Matter = z.infer<typeof Matter>

/** Whom a matter could go to, best first, each with the reason why. */
export const UnitSuggestion = z.object({
  unit: z.object({ id: Id, name: z.string() }),
  reason: z.enum(['category_department', 'village_station', 'town_office', 'grid_worker', 'history', 'centre']),
  /** Of the last 90 days, same category and area: how many it settled of how many. */
  settled: z.number().int(),
  of: z.number().int(),
  staff: z.object({ id: Id, name: z.string() }).nullable(),
  dueAt: Instant,
})
export type UnitSuggestion = z.infer<typeof UnitSuggestion>

const words = text(2000)
const photos = z
  .array(z.object({ id: Id, claim: z.string().max(100).optional() }))
  .max(9)
  .default([])

/** Where it is: a pin, an address, a known area; at least one. */
const where = {
  point: Point.optional(),
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
  address: optionalText(300).optional(),
  /** A grid or village picked from the list, when there is no pin. */
  areaId: Id.optional(),
}
const phone = z
  .string()
  .trim()
  .regex(/^(1\d{10}|0\d{9,11})$/)
const report = {
  commandId: CommandId,
  /** Empty: the first words of the description. */
  title: optionalText(80).optional(),
  description: words,
  categoryCode: CategoryCode,
  photos,
  ...where,
  /** When it was seen, if earlier than now (offline phones, imports). Never in the future. */
  seenAt: Instant.optional(),
  /** To the questions of its category. */
  answers: z.array(Answer).max(40).optional(),
}

export const Receipt = z.object({
  id: Id,
  number: z.string(),
  /** Six digits; with the number it opens the tracking page. Shown once. */
  code: z.string(),
  promised: z.object({ acceptBy: Instant, settleBy: Instant }),
  place: MatterPlace,
  danger: z.boolean(),
})
export type Receipt = z.infer<typeof Receipt>

/** What the person who asked sees: plain facts, no names of staff beyond unit and duty. */
export const TrackedMatter = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  description: z.string(),
  status: MatterStatus,
  category: z.object({ code: CategoryCode, names: Names }),
  place: MatterPlace,
  address: z.string().nullable(),
  reportedAt: Instant,
  holder: z.string().nullable(),
  clock: ClockView.nullable(),
  settleBy: Instant.nullable(),
  steps: z.array(
    MatterEntry.pick({ id: true, at: true, kind: true, words: true, pictures: true, to: true }).extend({
      unit: z.string().nullable(),
    }),
  ),
  pictures: z.array(Picture),
  may: z.array(z.enum(['confirm', 'reject', 'reopen', 'supplement'])),
  reopenUntil: Instant.nullable(),
  rating: z.number().int().nullable(),
  followers: z.number().int(),
})
export type TrackedMatter = z.infer<typeof TrackedMatter>

export const NearbyReport = z.object({
  id: Id,
  title: z.string(),
  status: MatterStatus,
  metres: z.number().int(),
  followers: z.number().int(),
  reportedAt: Instant,
  category: z.object({ code: CategoryCode, names: Names }),
})
export type NearbyReport = z.infer<typeof NearbyReport>

/** Number and code, or a resident's session that owns the report. */
const key = {
  number: text(40),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/)
    .optional(),
}

const act = {
  commandId: CommandId,
  matterId: Id,
  /** `version` of the page that was acted on. */ seenVersion: z.number().int().optional(),
}
/** For phones: when it was really done. */
const captured = { capturedAt: Instant.optional() }
const moved = ['matter.not_found', 'matter.wrong_state', 'matter.moved_on'] as const

const action = <S extends z.ZodRawShape>(
  path: string,
  access:
    | 'matter.triage'
    | 'matter.dispatch'
    | 'matter.handle'
    | 'matter.verify'
    | 'matter.callback'
    | 'matter.decide'
    | 'matter.supervise'
    | 'matter.merge',
  audit: string,
  summary: string,
  shape: S,
  more: readonly ProblemCode[] = [],
) =>
  defineRoute({
    method: 'POST',
    path: `/matters/:matterId/${path}`,
    access,
    audit,
    summary,
    input: z.strictObject({ ...act, ...shape }),
    output: Matter,
    problems: [...moved, ...more],
  })

/** What may have happened to a matter on a day, as the figures of a day count it. */
export const Happening = z.enum(['settled', 'settledOnTime', 'overdue', 'reopened', 'judged', 'satisfied'])
export type Happening = z.infer<typeof Happening>

export const matterFilters = {
  status: commaList(MatterStatus).optional(),
  open: z.enum(['true', 'false']).optional(),
  channel: commaList(Channel).optional(),
  category: commaList(z.string().regex(/^\d{2}(\d{2})?$/)).optional(),
  areaId: Id.optional(),
  unitId: Id.optional(),
  overdue: z.literal('true').optional(),
  danger: z.literal('true').optional(),
  supervision: commaList(Supervision).optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  /** To which this happened on the days from … to, both included; without days, ever. */
  happened: Happening.optional(),
  happenedFrom: LocalDate.optional(),
  happenedTo: LocalDate.optional(),
  settleLevel: SettleLevel.optional(),
  /** Number, or words of the title. */
  q: optionalText(100).optional(),
}

export const matterRoutes = {
  // ---- residents ----
  reportMatter: defineRoute({
    method: 'POST',
    path: '/public/reports',
    access: 'public',
    audit: 'matter.reported',
    summary: 'A resident reports; no registration needed.',
    input: z.strictObject({
      ...report,
      /** Token of the QR code that was scanned, if any. */
      placeToken: z.string().max(40).optional(),
      contact: z
        .strictObject({ name: optionalText(50).optional(), phone: phone.optional(), notify: z.boolean().default(true) })
        .optional(),
      /** Hide who I am from the unit that handles it. */
      anonymous: z.boolean().default(false),
    }),
    output: Receipt,
    problems: ['matter.outside_county', 'matter.category_unknown', 'attachment.not_found', 'input.invalid'],
  }),
  findNearbyReports: defineRoute({
    method: 'POST',
    path: '/public/reports/nearby',
    access: 'public',
    audit: 'matter.nearby_shown',
    summary: 'Similar open reports near a point. POST, so that no position stands in an address.',
    input: z.strictObject({
      point: Point,
      categoryCode: CategoryCode.optional(),
      words: optionalText(2000).optional(),
    }),
    output: z.object({ items: z.array(NearbyReport) }),
    problems: [],
  }),
  followReport: defineRoute({
    method: 'POST',
    path: '/public/reports/:matterId/follow',
    access: 'public',
    audit: 'matter.followed',
    summary: 'Joins an open report instead of sending another.',
    input: z.strictObject({
      commandId: CommandId,
      matterId: Id,
      words: optionalText(500).optional(),
      phone: phone.optional(),
    }),
    output: Receipt,
    problems: ['matter.not_found'],
  }),
  trackReport: defineRoute({
    method: 'POST',
    path: '/public/reports/track',
    access: 'public',
    audit: 'matter.tracked',
    summary: 'The progress of a report, by number and code or by session.',
    input: z.strictObject(key),
    output: TrackedMatter,
    problems: ['matter.not_found'],
  }),
  listMyReports: defineRoute({
    method: 'GET',
    path: '/resident/reports',
    access: 'resident',
    summary: 'Reports made with the phone that signed in.',
    input: z.strictObject(pageInput),
    output: page(TrackedMatter.omit({ steps: true, pictures: true })),
    problems: [],
  }),
  confirmReport: defineRoute({
    method: 'POST',
    path: '/public/reports/confirm',
    access: 'public',
    audit: 'matter.confirmed',
    summary: 'The person who asked accepts the result.',
    input: z.strictObject({
      commandId: CommandId,
      ...key,
      rating: z.number().int().min(1).max(5),
      words: optionalText(1000).optional(),
    }),
    output: TrackedMatter,
    problems: [...moved],
  }),
  rejectReport: defineRoute({
    method: 'POST',
    path: '/public/reports/reject',
    access: 'public',
    audit: 'matter.rejected',
    summary: 'The person who asked rejects the result; it opens again.',
    input: z.strictObject({
      commandId: CommandId,
      ...key,
      rating: z.number().int().min(1).max(5).optional(),
      words,
      photos,
    }),
    output: TrackedMatter,
    problems: [...moved, 'matter.reopen_closed'],
  }),
  supplementReport: defineRoute({
    method: 'POST',
    path: '/public/reports/supplement',
    access: 'public',
    audit: 'matter.supplemented',
    summary: 'The person who asked adds words or pictures.',
    input: z.strictObject({ commandId: CommandId, ...key, words, photos }),
    output: TrackedMatter,
    problems: [...moved],
  }),
  // ---- intake by staff ----
  takeCall: defineRoute({
    method: 'POST',
    path: '/hotline/calls',
    access: 'hotline.operate',
    audit: 'matter.reported_by_phone',
    summary: 'An operator writes down a call.',
    input: z.strictObject({
      ...report,
      callerName: optionalText(50).optional(),
      callerPhone: phone.optional(),
      anonymous: z.boolean().default(false),
      notify: z.boolean().default(true),
    }),
    output: Receipt.extend({
      /** What the operator reads back to the caller. */ readBack: z.object({ zh: z.string(), en: z.string() }),
    }),
    problems: ['matter.outside_county', 'matter.category_unknown'],
  }),
  findEarlierCalls: defineRoute({
    method: 'POST',
    path: '/hotline/earlier',
    access: 'hotline.operate',
    audit: 'matter.earlier_calls_read',
    summary: 'Earlier matters of a phone number; the reading is recorded.',
    input: z.strictObject({ phone }),
    output: z.object({ items: z.array(MatterRow) }),
    problems: [],
  }),
  reportFromField: defineRoute({
    method: 'POST',
    path: '/field/reports',
    access: 'matter.report',
    audit: 'matter.reported_from_field',
    summary: 'A grid worker reports what was seen, and may settle it on the spot.',
    input: z.strictObject({
      ...report,
      ...captured,
      /** Made by the phone, so that a visit or a patrol can name the report before the server has it. */
      matterId: Id.optional(),
      onBehalfOf: z.strictObject({ name: optionalText(50).optional(), phone: phone.optional() }).optional(),
      settled: z.strictObject({ words, photos }).optional(),
    }),
    output: Receipt,
    problems: ['matter.outside_county', 'matter.category_unknown', 'matter.evidence_required'],
  }),
  // ---- reading ----
  listMatters: defineRoute({
    method: 'GET',
    path: '/matters',
    access: 'matter.read',
    summary: 'Matters in reach, newest first or nearest limit first.',
    input: z.strictObject({ ...pageInput, ...matterFilters, order: z.enum(['reported', 'due']).default('reported') }),
    output: page(MatterRow),
    problems: [],
  }),
  exportMatters: defineRoute({
    method: 'GET',
    path: '/matters/export',
    access: 'matter.export',
    summary: 'The filtered list as CSV (at most 10,000 rows, persons masked).',
    input: z.strictObject({ ...matterFilters }),
    output: z.object({ filename: z.string(), csv: z.string(), rows: z.number().int(), truncated: z.boolean() }),
    problems: [],
  }),
  getMatter: defineRoute({
    method: 'GET',
    path: '/matters/:matterId',
    access: 'matter.read',
    summary: 'One matter with timeline, clocks and what may be done.',
    input: z.strictObject({ matterId: Id }),
    output: Matter,
    problems: ['matter.not_found'],
  }),
  listMatterPoints: defineRoute({
    method: 'GET',
    path: '/matters/points',
    access: 'matter.read',
    summary: 'Open matters with a pin, for the map (at most 5,000).',
    input: z.strictObject({ ...matterFilters }),
    output: z.object({
      items: z.array(
        z.object({
          id: Id,
          number: z.string(),
          title: z.string(),
          lon: z.number(),
          lat: z.number(),
          status: MatterStatus,
          danger: z.boolean(),
          overdue: z.boolean(),
          /** The limit that runs now; null when none runs. */
          dueAt: Instant.nullable(),
          categoryCode: CategoryCode,
          townId: Id.nullable(),
          villageId: Id.nullable(),
          gridId: Id.nullable(),
          leadUnitId: Id.nullable(),
        }),
      ),
      /** The lead units of these matters. */
      units: z.array(z.object({ id: Id, name: z.string() })),
      /** How many more the filter finds that have no pin. */
      withoutPin: z.number().int(),
      truncated: z.boolean(),
    }),
    problems: [],
  }),
  suggestUnits: defineRoute({
    method: 'GET',
    path: '/matters/:matterId/units',
    access: 'matter.dispatch',
    summary: 'Whom to give it to, and why.',
    input: z.strictObject({ matterId: Id }),
    output: z.object({ items: z.array(UnitSuggestion) }),
    problems: ['matter.not_found'],
  }),
  revealReporter: defineRoute({
    method: 'POST',
    path: '/matters/:matterId/reveal',
    access: 'matter.reveal',
    audit: 'matter.reporter_revealed',
    summary: 'Name and phone in full; needs a reason, is recorded, and the person can see it.',
    input: z.strictObject({ commandId: CommandId, matterId: Id, reason: text(300) }),
    output: contact,
    problems: ['matter.not_found'],
  }),
  // ---- actions ----
  acceptMatter: action('accept', 'matter.triage', 'matter.accepted', '立案: takes it on.', {
    words: optionalText(2000).optional(),
  }),
  declineMatter: action(
    'decline',
    'matter.triage',
    'matter.declined',
    'Not ours, with a reason from the list and words for the person.',
    { reasonCode: z.string().max(40), words },
  ),
  locateMatter: action(
    'locate',
    'matter.triage',
    'matter.located',
    'Sets the place or moves it to another grid.',
    { ...where, words: optionalText(500).optional() },
    ['matter.outside_county', 'area.not_found'],
  ),
  categoriseMatter: action(
    'category',
    'matter.triage',
    'matter.categorised',
    'Changes the category; its limits apply from the start.',
    { categoryCode: CategoryCode, words: optionalText(500).optional() },
    ['matter.category_unknown'],
  ),
  settleOnSpot: action(
    'settle-on-spot',
    'matter.handle',
    'matter.settled_on_spot',
    '自行处置: done at once by the grid or station.',
    { ...captured, words, photos },
    ['matter.evidence_required'],
  ),
  escalateMatter: action(
    'escalate',
    'matter.handle',
    'matter.escalated',
    'Up one level: grid, village, town, county.',
    { ...captured, words },
  ),
  dispatchMatter: action(
    'dispatch',
    'matter.dispatch',
    'matter.dispatched',
    '派遣: to a lead unit with joint units; accepts it first where that was not done.',
    {
      unitId: Id,
      staffId: Id.optional(),
      jointUnitIds: z.array(Id).max(10).default([]),
      words: optionalText(2000).optional(),
    },
    ['unit.not_found', 'matter.unit_unsuitable', 'staff.not_found'],
  ),
  receiveMatter: action('receive', 'matter.handle', 'matter.received', '签收: the unit takes it on.', { ...captured }),
  assignMatter: action(
    'assign',
    'matter.handle',
    'matter.assigned',
    'Names the person of the unit who does it.',
    { staffId: Id },
    ['staff.not_found'],
  ),
  returnMatter: action(
    'return',
    'matter.handle',
    'matter.returned',
    '退回, with a reason; refused after a decision on competence.',
    { ...captured, reasonCode: z.string().max(40), words },
    ['matter.return_refused'],
  ),
  disputeMatter: action(
    'dispute',
    'matter.handle',
    'matter.disputed',
    '权责争议: asks the named desk who is competent.',
    { words },
    ['matter.return_refused'],
  ),
  decideDispute: action(
    'decide-dispute',
    'matter.decide',
    'matter.dispute_decided',
    'Names the unit; it may not return it.',
    { unitId: Id, words },
    ['unit.not_found'],
  ),
  requestExtension: action(
    'extension',
    'matter.handle',
    'matter.extension_requested',
    'Asks for more time before the limit.',
    { limit: Limit, words },
    ['matter.extension_limit'],
  ),
  decideExtension: action(
    'decide-extension',
    'matter.decide',
    'matter.extension_decided',
    'Grants or refuses more time.',
    { requestId: Id, granted: z.boolean(), words: optionalText(1000).optional() },
  ),
  pauseMatter: action(
    'pause',
    'matter.handle',
    'matter.paused',
    'Waits for the resident; the clock stops, for at most `limit`.',
    { reasonCode: z.string().max(40), words, limit: Limit },
  ),
  resumeMatter: action('resume', 'matter.handle', 'matter.resumed', 'The clock runs on.', {
    ...captured,
    words: optionalText(500).optional(),
  }),
  settleMatter: action(
    'settle',
    'matter.handle',
    'matter.settled',
    'Done, with words and the evidence the category asks for.',
    { ...captured, words, photos },
    ['matter.evidence_required'],
  ),
  verifyMatter: action(
    'verify',
    'matter.verify',
    'matter.verified',
    '核查 by someone other than the handler.',
    { ...captured, passed: z.boolean(), words, photos },
    ['matter.verifier_is_handler'],
  ),
  callBack: action('call-back', 'matter.callback', 'matter.called_back', '回访: what the person said on the phone.', {
    answer: z.enum(['satisfied', 'unsatisfied', 'not_reached']),
    rating: z.number().int().min(1).max(5).optional(),
    words: optionalText(1000).optional(),
  }),
  closeMatter: action(
    'close',
    'matter.triage',
    'matter.closed',
    'Closes a verified matter whose reporter left no contact or does not answer.',
    { words },
  ),
  reopenMatter: action(
    'reopen',
    'matter.callback',
    'matter.reopened',
    'Opens a closed matter again within the window.',
    { words },
    ['matter.reopen_closed'],
  ),
  mergeMatter: action(
    'merge',
    'matter.merge',
    'matter.merged',
    'Into another open one; its reporters follow.',
    { intoId: Id, words: optionalText(500).optional() },
    ['matter.merge_refused'],
  ),
  unmergeMatter: action('unmerge', 'matter.merge', 'matter.unmerged', 'Takes a merge back.', {
    words: optionalText(500).optional(),
  }),
  superviseMatter: action('supervise', 'matter.supervise', 'matter.supervised', '督办: plain, yellow, red.', {
    level: Supervision,
    words,
  }),
  commentMatter: defineRoute({
    method: 'POST',
    path: '/matters/:matterId/comments',
    access: 'matter.read',
    audit: 'matter.commented',
    summary: 'A note for the units that work on it, or public words for the person.',
    input: z.strictObject({
      commandId: CommandId,
      matterId: Id,
      words,
      visibility: z.enum(['public', 'internal']),
      photos,
    }),
    output: Matter,
    problems: ['matter.not_found'],
  }),
}

export const QrPlace = z.object({
  id: Id,
  token: z.string(),
  name: z.string(),
  point: Point,
  areaId: Id.nullable(),
  address: z.string().nullable(),
  closedAt: Instant.nullable(),
})
export type QrPlace = z.infer<typeof QrPlace>

export const placeRoutes = {
  getPublicPlace: defineRoute({
    method: 'GET',
    path: '/public/places/:token',
    access: 'public',
    summary: 'What a QR code stands for.',
    input: z.strictObject({ token: z.string().max(40) }),
    output: QrPlace.pick({ name: true, point: true, address: true, token: true }),
    problems: ['place.not_found'],
  }),
  listPlaces: defineRoute({
    method: 'GET',
    path: '/places',
    access: 'place.manage',
    summary: 'Places with a QR code.',
    input: z.strictObject(pageInput),
    output: page(QrPlace),
    problems: [],
  }),
  createPlace: defineRoute({
    method: 'POST',
    path: '/places',
    access: 'place.manage',
    audit: 'place.created',
    summary: 'A place with a QR code of its own.',
    input: z.strictObject({
      commandId: CommandId,
      name: text(100),
      point: Point,
      address: optionalText(300).optional(),
    }),
    output: QrPlace,
    problems: ['matter.outside_county'],
  }),
  closePlace: defineRoute({
    method: 'POST',
    path: '/places/:placeId/close',
    access: 'place.manage',
    audit: 'place.closed',
    summary: 'Its code stops working.',
    input: z.strictObject({ commandId: CommandId, placeId: Id }),
    output: Done,
    problems: ['place.not_found'],
  }),
  getPlaceQr: defineRoute({
    method: 'GET',
    path: '/places/:placeId/qr',
    access: 'place.manage',
    summary: 'The QR code as SVG text.',
    input: z.strictObject({ placeId: Id }),
    output: z.object({ svg: z.string(), url: z.string() }),
    problems: ['place.not_found'],
  }),
}
