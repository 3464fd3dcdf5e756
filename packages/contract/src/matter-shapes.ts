import { z } from 'zod'
import { CategoryCode, Evidence, SettleLevel } from './categories.ts'
import { ClockView, Limit } from './clock.ts'
import { Id, Instant, Names, Point } from './common.ts'
import { ShownAnswer } from './questions.ts'

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
/** Of whoever reported, beside name and phone. */
export const ReporterContact = MaskedPerson.extend({
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
  reporter: ReporterContact,
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

export const Receipt = z.object({
  id: Id,
  number: z.string(),
  /** Six digits; with the number it opens the tracking page. Shown once. */
  code: z.string(),
  promised: z.object({ acceptBy: Instant, settleBy: Instant }),
  place: MatterPlace,
  /** The unit whose desk has it. */
  desk: Names,
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

/** What may have happened to a matter on a day, as the figures of a day count it. */
export const Happening = z.enum(['settled', 'settledOnTime', 'overdue', 'reopened', 'judged', 'satisfied'])
export type Happening = z.infer<typeof Happening>
