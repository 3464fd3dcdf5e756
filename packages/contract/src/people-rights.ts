import { z } from 'zod'
import { AccessCase } from './access.ts'
import { CommandId, Done, Id, Instant, LocalDate, Names, page, pageInput, text } from './common.ts'
import { FieldGroup, PersonDocumentKind } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** A field of one's own file, with why it is held. */
export const OwnField = z.object({
  code: z.string(),
  names: Names,
  purposes: z.array(z.string()),
  basis: z.string(),
  owner: z.string(),
  retention: z.object({ years: z.number().int(), after: z.string() }),
  /** Null: nothing is held. Words of a list come as their code (`female`). */
  value: z.string().nullable(),
  /** Held in the vault: shown by `revealOwnFile`. */
  sealed: FieldGroup.nullable(),
})
export type OwnField = z.infer<typeof OwnField>

export const OwnFile = z.object({ personId: Id, asGuardian: z.boolean(), name: z.string(), fields: z.array(OwnField) })
export type OwnFile = z.infer<typeof OwnFile>

/** Who looked: unit, duty, purpose, basis, kind of work and group of fields; never a name of staff, and never another person. */
export const OwnReading = z.object({
  /** Number of the reading, by which it is disputed. */
  seq: z.number().int(),
  at: Instant,
  unit: z.string().nullable(),
  duty: z.string(),
  purpose: z.string(),
  basis: z.string().nullable(),
  caseKind: AccessCase.nullable(),
  groups: z.array(z.string()),
  /** By another phone that sees the file, and not by staff. */
  byResident: z.boolean(),
  disputed: z.boolean(),
})
export type OwnReading = z.infer<typeof OwnReading>

export const RightKind = z.enum(['correction', 'copy', 'deletion', 'explanation', 'dispute'])
export type RightKind = z.infer<typeof RightKind>
export const RefusalGround = z.enum(['not_wrong', 'law_requires', 'not_identified', 'third_party', 'no_fault'])
export type RefusalGround = z.infer<typeof RefusalGround>

/** By which grounds each kind of request may be refused; by no others. */
export const groundsOf: Readonly<Record<RightKind, readonly RefusalGround[]>> = {
  correction: ['not_wrong', 'not_identified', 'law_requires'],
  copy: ['not_identified', 'third_party', 'law_requires'],
  deletion: ['law_requires', 'not_identified', 'third_party'],
  explanation: ['not_identified', 'third_party', 'law_requires'],
  dispute: ['no_fault', 'not_identified'],
}

/** What a clerk was shown before a phone was linked to a file. */
export const DocumentSeen = z.enum([
  'identity_card',
  'household_booklet',
  'birth_certificate',
  'adoption',
  'court_or_committee',
])
export type DocumentSeen = z.infer<typeof DocumentSeen>

/** A phone that sees the file of a person. */
export const FileLink = z.object({
  id: Id,
  phoneMasked: z.string(),
  asGuardian: z.boolean(),
  how: z.enum(['document_and_phone', 'counter', 'register']),
  seen: DocumentSeen.nullable(),
  since: Instant,
})
export type FileLink = z.infer<typeof FileLink>

export const OwnLink = FileLink.omit({ seen: true }).extend({
  /** The phone that asks. */
  mine: z.boolean(),
  mayEnd: z.boolean(),
})
export type OwnLink = z.infer<typeof OwnLink>

/** What can be erased of a person: all of it, or a field group. */
export const ErasablePart = z.enum(['file', 'identity', 'contact', 'health', 'child', 'needs'])
export type ErasablePart = z.infer<typeof ErasablePart>

/** What a granted deletion would take, and what stays because the law asks for it. */
export const ErasurePreview = z.object({
  /** Under a legal hold: nothing of it may go. */
  held: z.boolean(),
  /** Those that hold anything now. */
  parts: z.array(ErasablePart),
  records: z.number().int(),
  residences: z.number().int(),
  pictures: z.number().int(),
  /** These stay. */
  readings: z.number().int(),
  requests: z.number().int(),
})
export type ErasurePreview = z.infer<typeof ErasurePreview>

export const RightsRequest = z.object({
  id: Id,
  personId: Id,
  kind: RightKind,
  words: z.string(),
  state: z.enum(['open', 'fulfilled', 'refused']),
  askedAt: Instant,
  /** Last day for the answer. */
  dueOn: LocalDate,
  overdue: z.boolean(),
  /** Why the last day was put off, once; told to whoever asked. */
  extension: z.object({ at: Instant, words: z.string() }).nullable(),
  decidedAt: Instant.nullable(),
  ground: RefusalGround.nullable(),
  answer: z.string().nullable(),
  readingSeq: z.number().int().nullable(),
  /** What was deleted for good, each with the number of its certificate. */
  erased: z.array(z.object({ part: ErasablePart, certificate: z.string() })),
  /** Until when the copy that was granted can be fetched; null when there is none, or none any more. */
  copyUntil: Instant.nullable(),
})
export type RightsRequest = z.infer<typeof RightsRequest>

export const RightsRow = RightsRequest.extend({
  /** Masked; null once the file has been erased. */
  title: z.string().nullable(),
  phoneMasked: z.string(),
  /** Of the reading disputed: who read, for what. */
  reading: z
    .object({
      at: Instant,
      by: z.string().nullable(),
      duty: z.string(),
      purpose: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
})
export type RightsRow = z.infer<typeof RightsRow>

export const BreakGlass = z.object({
  id: Id,
  personId: Id,
  /** Masked; null once the file has been erased. */
  title: z.string().nullable(),
  by: z.string().nullable(),
  reason: z.string(),
  openedAt: Instant,
  expiresAt: Instant,
  reviewedAt: Instant.nullable(),
  finding: z.enum(['justified', 'not_justified']).nullable(),
  words: z.string().nullable(),
})
export type BreakGlass = z.infer<typeof BreakGlass>

const copyInput = z.strictObject({ commandId: CommandId, requestId: Id, form: z.enum(['pdf', 'xlsx', 'json']) })
const CopyFile = z.object({
  filename: z.string(),
  file: z.base64(),
})

const documentGiven = z.strictObject({ kind: PersonDocumentKind, number: text(40) })

export const rightsRoutes = {
  claimFile: defineRoute({
    method: 'POST',
    path: '/my/files/claim',
    access: 'resident',
    audit: 'rights.file_claimed',
    summary: 'Finds one’s own file by number and name; the phone signed in with must be the one registered.',
    input: z.strictObject({ commandId: CommandId, document: documentGiven, name: text(80) }),
    output: Done,
    problems: ['claim.no_match', 'claim.throttled'],
  }),
  listOwnFiles: defineRoute({
    method: 'GET',
    path: '/my/files',
    access: 'resident',
    summary: 'What is held of oneself, and of a child one answers for, with purpose and basis of each field.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(OwnFile) }),
    problems: [],
  }),
  claimChildren: defineRoute({
    method: 'POST',
    path: '/my/files/children/claim',
    access: 'resident',
    audit: 'rights.children_claimed',
    summary:
      'Adds the files of one’s children under 14 where the register knows from a document that they are; the rest is for the counter.',
    input: z.strictObject({ commandId: CommandId }),
    output: z.object({ added: z.number().int() }),
    problems: [],
  }),
  revealOwnFile: defineRoute({
    method: 'POST',
    path: '/my/files/:personId/reveal',
    access: 'resident',
    audit: 'rights.own_revealed',
    summary: 'The sealed fields of one’s own file.',
    input: z.strictObject({ commandId: CommandId, personId: Id }),
    output: z.object({ values: z.array(z.object({ field: z.string(), value: z.string() })) }),
    problems: ['register.not_found', 'vault.closed'],
  }),
  listOwnReadings: defineRoute({
    method: 'GET',
    path: '/my/files/:personId/readings',
    access: 'resident',
    summary: 'Who looked at one’s own file, when and for what; newest first.',
    input: z.strictObject({ ...pageInput, personId: Id }),
    output: page(OwnReading),
    problems: ['register.not_found'],
  }),
  listOwnLinks: defineRoute({
    method: 'GET',
    path: '/my/files/:personId/links',
    access: 'resident',
    summary: 'Which phones see this file, since when, and how they came to.',
    input: z.strictObject({ personId: Id }),
    output: z.object({ items: z.array(OwnLink) }),
    problems: ['register.not_found'],
  }),
  endOwnLink: defineRoute({
    method: 'POST',
    path: '/my/files/:personId/links/:linkId/end',
    access: 'resident',
    audit: 'rights.own_link_ended',
    summary: 'A phone sees the file no longer: one’s own, or any where the file is one’s own.',
    input: z.strictObject({ commandId: CommandId, personId: Id, linkId: Id }),
    output: Done,
    problems: ['register.not_found'],
  }),
  requestRight: defineRoute({
    method: 'POST',
    path: '/my/requests',
    access: 'resident',
    audit: 'rights.requested',
    summary: 'Asks for correction, copy, deletion or explanation, or disputes a reading.',
    input: z.strictObject({
      commandId: CommandId,
      personId: Id,
      kind: RightKind,
      words: text(1000),
      readingSeq: z.number().int().positive().optional(),
    }),
    output: RightsRequest,
    problems: ['register.not_found'],
  }),
  listOwnRequests: defineRoute({
    method: 'GET',
    path: '/my/requests',
    access: 'resident',
    summary: 'What one has asked for, and the answers.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(RightsRequest) }),
    problems: [],
  }),
  fetchOwnCopy: defineRoute({
    method: 'POST',
    path: '/my/requests/:requestId/copy',
    access: 'resident',
    audit: 'rights.copy_fetched',
    summary:
      'The copy that was granted: all that is held of oneself, whence, why, how long, and who looked; an A4 PDF, a workbook or JSON.',
    input: copyInput,
    output: CopyFile,
    problems: ['register.not_found', 'copy.not_ready', 'vault.closed'],
  }),
  printCopy: defineRoute({
    method: 'POST',
    path: '/rights/requests/:requestId/copy',
    access: 'rights.handle',
    audit: 'rights.copy_printed',
    summary: 'The same at the counter, for who cannot fetch it; opened for the purpose of rights and recorded.',
    input: copyInput,
    output: CopyFile,
    problems: ['register.not_found', 'copy.not_ready', 'vault.closed'],
  }),
  sendLinkCode: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/link/code',
    access: 'register.link',
    audit: 'rights.link_code_sent',
    summary: 'Sends six digits to the phone of whoever stands at the counter, good for this file alone.',
    input: z.strictObject({ commandId: CommandId, personId: Id, phone: text(30) }),
    output: z.object({ challenge: Id, expiresInSeconds: z.number().int(), resendAfterSeconds: z.number().int() }),
    problems: ['register.not_found', 'login.throttled'],
  }),
  linkResident: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/link',
    access: 'register.link',
    audit: 'rights.resident_linked',
    summary:
      'At the counter, with the document seen and the code read from the phone: it is this person’s, or a guardian’s of a child under 14.',
    input: z.strictObject({
      commandId: CommandId,
      personId: Id,
      challenge: Id,
      code: text(10),
      asGuardian: z.boolean().default(false),
      seen: DocumentSeen,
    }),
    output: Done,
    problems: ['register.not_found', 'code.wrong'],
  }),
  listLinks: defineRoute({
    method: 'GET',
    path: '/register/persons/:personId/links',
    access: 'register.link',
    summary: 'Which phones see this file, for the counter.',
    input: z.strictObject({ personId: Id }),
    output: z.object({ items: z.array(FileLink) }),
    problems: ['register.not_found'],
  }),
  endLink: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/links/:linkId/end',
    access: 'register.link',
    audit: 'rights.link_ended',
    summary: 'At the counter: this phone sees the file no longer.',
    input: z.strictObject({ commandId: CommandId, personId: Id, linkId: Id }),
    output: Done,
    problems: ['register.not_found'],
  }),
  listRightsRequests: defineRoute({
    method: 'GET',
    path: '/rights/requests',
    access: 'staff',
    summary: 'Requests about personal data: all of them for who handles rights, corrections within reach for clerks.',
    input: z.strictObject({ ...pageInput, state: z.enum(['open', 'closed']).default('open') }),
    output: page(RightsRow),
    problems: [],
  }),
  extendRightsRequest: defineRoute({
    method: 'POST',
    path: '/rights/requests/:requestId/extend',
    access: 'rights.handle',
    audit: 'rights.extended',
    summary: 'Puts off the last day for an answer, once and before it has passed; the asker is told why.',
    input: z.strictObject({ commandId: CommandId, requestId: Id, words: text(500) }),
    output: Done,
    problems: ['register.not_found', 'register.stale', 'request.not_extendable'],
  }),
  previewErasure: defineRoute({
    method: 'GET',
    path: '/rights/requests/:requestId/erasure',
    access: 'rights.handle',
    summary: 'What granting a deletion would take and what stays, in counts.',
    input: z.strictObject({ requestId: Id }),
    output: ErasurePreview,
    problems: ['register.not_found'],
  }),
  decideRightsRequest: defineRoute({
    method: 'POST',
    path: '/rights/requests/:requestId/decide',
    access: 'staff',
    audit: 'rights.decided',
    summary: 'Answers a request; a refusal needs its ground, and a deletion that is granted is done with the answer.',
    input: z.strictObject({
      commandId: CommandId,
      requestId: Id,
      decision: z.enum(['fulfil', 'refuse']),
      ground: RefusalGround.optional(),
      /** What is erased, for good; with a deletion that is granted and with nothing else. */
      erase: z.array(ErasablePart).min(1).max(6).optional(),
      answer: text(1000),
    }),
    output: Done,
    problems: ['register.not_found', 'register.stale', 'erasure.held'],
  }),
  openBreakGlass: defineRoute({
    method: 'POST',
    path: '/register/break-glass',
    access: 'register.reveal',
    audit: 'rights.break_glass_opened',
    summary: 'In an emergency, a file beyond reach by its whole number: for two hours, told and reviewed.',
    input: z.strictObject({ commandId: CommandId, document: documentGiven, reason: text(300) }),
    output: z.object({ personId: Id, title: z.string(), expiresAt: Instant }),
    problems: ['register.not_found', 'break_glass.nobody_told'],
  }),
  listBreakGlass: defineRoute({
    method: 'GET',
    path: '/rights/break-glass',
    access: 'rights.handle',
    summary: 'Files opened in emergencies; those to be reviewed first.',
    input: z.strictObject(pageInput),
    output: page(BreakGlass),
    problems: [],
  }),
  reviewBreakGlass: defineRoute({
    method: 'POST',
    path: '/rights/break-glass/:breakGlassId/review',
    access: 'rights.handle',
    audit: 'rights.break_glass_reviewed',
    summary: 'A human looks at it, and never the one who opened it.',
    input: z.strictObject({
      commandId: CommandId,
      breakGlassId: Id,
      finding: z.enum(['justified', 'not_justified']),
      words: text(500),
    }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
} as const
