import { z } from 'zod'
import { CommandId, Id, Instant, optionalText, page, pageInput, text } from './common.ts'
import { ListColumn, ListFaultReason, ListLayout } from './people-list-words.ts'
import { ResidenceKind } from './people-shapes.ts'
import { Month } from './people-statistics.ts'
import { defineRoute } from './route.ts'

export * from './people-list-words.ts'

const MEBIBYTE = 1024 * 1024
/** A county's largest list: 300,000 people are some 40 MB. */
export const mostListBytes = 96 * MEBIBYTE
/** A file is sent in parts of this size; a part that was lost on the way is sent again by itself. */
export const listPartBytes = 3 * MEBIBYTE
/** Above this many persons, in one list or in all that somebody asked for within a day, a second person has to agree. */
export const mostExportedAlone = 100

/** What becomes of rows whose person the register knows, with something that differs. */
export const OnKnown = z.enum(['skip', 'update', 'clerk'])
export type OnKnown = z.infer<typeof OnKnown>

/** Place of each column in the file, counted from 0. */
export const ListMapping = z.partialRecord(ListColumn, z.number().int().min(0).max(500))
export type ListMapping = z.infer<typeof ListMapping>

export const ListState = z.enum([
  'uploading',
  'mapping',
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
])
export type ListState = z.infer<typeof ListState>

export const ListCounts = z.object({
  rows: z.number().int(),
  /** Rows with at least one fault. */
  faulty: z.number().int(),
  /** Persons, households and dwellings new to the register. */
  persons: z.number().int(),
  households: z.number().int(),
  dwellings: z.number().int(),
  needs: z.number().int(),
  /** Rows that say what the register knows already. */
  unchanged: z.number().int(),
  /** Rows whose person is known and of whom something differs, by what was done. */
  skipped: z.number().int(),
  updated: z.number().int(),
  toClerk: z.number().int(),
  /** After an undo: persons taken out again, known ones put back as they were, and those left as they are. */
  removed: z.number().int(),
  restored: z.number().int(),
  left: z.number().int(),
})
export type ListCounts = z.infer<typeof ListCounts>

export const ListImport = z.object({
  id: Id,
  fileName: z.string(),
  bytes: z.number().int(),
  parts: z.number().int(),
  received: z.array(z.number().int()),
  state: ListState,
  encoding: z.enum(['utf-8', 'gb18030', 'xlsx']).nullable(),
  header: z.array(z.string()),
  mapping: ListMapping,
  onKnown: OnKnown,
  /** Rows in the file once they have been counted, and how far the work has come. */
  total: z.number().int().nullable(),
  done: z.number().int(),
  counts: ListCounts,
  /** Why it failed: a reason of `import.unreadable`. */
  failure: z.string().nullable(),
  /** The line of the file that it could not get past. */
  failureLine: z.number().int().nullable(),
  by: z.object({ id: Id, name: z.string() }).nullable(),
  at: Instant,
  finishedAt: Instant.nullable(),
  undoUntil: Instant.nullable(),
  may: z.array(z.enum(['check', 'run', 'cancel', 'undo'])),
})
export type ListImport = z.infer<typeof ListImport>

/** `row` counts as a spreadsheet does: the first line of the file is 1. Numbers in `value` are masked. */
export const ListFault = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  value: z.string(),
  reason: ListFaultReason,
})
export type ListFault = z.infer<typeof ListFault>

/** A row beside the file of the person that it seems to be. */
export const ListMatch = z.object({
  row: z.number().int(),
  personId: Id,
  householdId: Id.nullable(),
  why: z.enum(['document', 'name_birth_phone', 'household']),
  /** The existing file, masked. */
  title: z.string(),
  birthYear: z.number().int().nullable(),
  address: z.string().nullable(),
  /** Columns that say something else. */
  differs: z.array(ListColumn),
  /** What the row says in them, and its name, as typed; what the file says in them. Both with masked numbers. */
  told: z.partialRecord(ListColumn, z.string()),
  held: z.partialRecord(ListColumn, z.string()),
})
export type ListMatch = z.infer<typeof ListMatch>

/** What an undo left in the register, and why. */
export const LeftPerson = z.object({
  personId: Id,
  householdId: Id.nullable(),
  title: z.string(),
  /** `known`: was in the register before and was worked on since; a move and new numbers that the list brought stay. */
  reason: z.enum(['changed', 'in_use', 'known', 'held']),
})
export type LeftPerson = z.infer<typeof LeftPerson>

export const ExportGroup = z.enum(['basic', 'contact', 'identity'])
export type ExportGroup = z.infer<typeof ExportGroup>

export const ExportFilter = z.strictObject({
  areaId: Id,
  residenceKinds: z.array(ResidenceKind).max(4).default([]),
  need: z.string().max(40).nullable().default(null),
  ageFrom: z.number().int().min(0).max(150).nullable().default(null),
  ageTo: z.number().int().min(0).max(150).nullable().default(null),
})
export type ExportFilter = z.infer<typeof ExportFilter>

export const RegisterExport = z.object({
  id: Id,
  number: z.string(),
  filter: ExportFilter,
  areaName: z.string().nullable(),
  groups: z.array(ExportGroup),
  words: z.string(),
  /** Name of the report template that the list is written into; null for a plain table. */
  report: z.string().nullable(),
  layout: ListLayout.nullable(),
  persons: z.number().int(),
  /** `waiting` for a second person; `ready` to be fetched until it expires. */
  state: z.enum(['waiting', 'ready', 'refused', 'expired']),
  by: z.object({ id: Id, name: z.string() }).nullable(),
  at: Instant,
  decidedBy: z.object({ id: Id, name: z.string() }).nullable(),
  decidedAt: Instant.nullable(),
  decidedWords: z.string().nullable(),
  expiresAt: Instant.nullable(),
  downloads: z.number().int(),
  may: z.array(z.enum(['download', 'decide'])),
})
export type RegisterExport = z.infer<typeof RegisterExport>

const ofImport = { importId: Id }
const command = { commandId: CommandId }

export const registerImportRoutes = {
  getListTemplate: defineRoute({
    method: 'GET',
    path: '/register/list-template',
    access: 'register.import',
    summary:
      'An empty list (XLSX) with its headings, in the platform’s own words or those of a profile, and what belongs into each column.',
    input: z.strictObject({ layout: ListLayout.optional() }),
    output: z.object({ filename: z.string(), xlsx: z.base64() }),
    problems: [],
  }),
  beginListImport: defineRoute({
    method: 'POST',
    path: '/register/imports',
    access: 'register.import',
    audit: 'register.list_begun',
    summary:
      'Announces a list of people (CSV or XLSX), which is then sent in parts; those of an upload that was broken off are not sent again.',
    input: z.strictObject({
      ...command,
      ...ofImport,
      fileName: text(200),
      bytes: z.number().int().min(1).max(mostListBytes),
      /** SHA-256 of the file: an upload of the same file that was broken off is answered instead of a new one. */
      digest: z.hash('sha256').optional(),
    }),
    output: ListImport,
    problems: [],
  }),
  sendListPart: defineRoute({
    method: 'POST',
    path: '/register/imports/:importId/parts/:part',
    access: 'register.import',
    audit: 'register.list_part_sent',
    maxBody: 5 * MEBIBYTE,
    summary:
      'One part of the file, kept sealed; with the last one the headings are read and their columns guessed or remembered.',
    input: z.strictObject({
      ...command,
      ...ofImport,
      part: z.coerce.number().int().min(0).max(100),
      data: z.base64().max(5 * MEBIBYTE),
    }),
    output: ListImport,
    problems: ['import.not_found', 'import.unreadable', 'list.wrong_state'],
  }),
  checkList: defineRoute({
    method: 'POST',
    path: '/register/imports/:importId/check',
    access: 'register.import',
    audit: 'register.list_checked',
    summary: 'Tries the list with these columns: every row is checked and compared with the register, nothing changes.',
    input: z.strictObject({ ...command, ...ofImport, mapping: ListMapping, onKnown: OnKnown }),
    output: ListImport,
    problems: ['import.not_found', 'import.unreadable', 'list.wrong_state'],
  }),
  runList: defineRoute({
    method: 'POST',
    path: '/register/imports/:importId/run',
    access: 'register.import',
    audit: 'register.list_run',
    summary: 'Takes the good rows of a list that was tried into the register, in the background.',
    input: z.strictObject({ ...command, ...ofImport }),
    output: ListImport,
    problems: ['import.not_found', 'list.wrong_state'],
  }),
  cancelList: defineRoute({
    method: 'POST',
    path: '/register/imports/:importId/cancel',
    access: 'register.import',
    audit: 'register.list_cancelled',
    summary: 'Stops the work; what is in stays in, and can be undone.',
    input: z.strictObject({ ...command, ...ofImport }),
    output: ListImport,
    problems: ['import.not_found', 'list.wrong_state'],
  }),
  undoList: defineRoute({
    method: 'POST',
    path: '/register/imports/:importId/undo',
    access: 'register.import',
    audit: 'register.list_undone',
    summary:
      'Within 7 days: takes out what the list brought and puts back what it changed, where nobody has touched it since and no hold keeps it; lists what it leaves.',
    input: z.strictObject({ ...command, ...ofImport }),
    output: ListImport,
    problems: ['import.not_found', 'list.wrong_state'],
  }),
  listListImports: defineRoute({
    method: 'GET',
    path: '/register/imports',
    access: 'register.import',
    summary: 'Lists that were imported, newest first: one’s own, and for the whole county everybody’s.',
    input: z.strictObject(pageInput),
    output: page(ListImport),
    problems: [],
  }),
  getListImport: defineRoute({
    method: 'GET',
    path: '/register/imports/:importId',
    access: 'register.import',
    summary: 'A list with its state, progress and figures.',
    input: z.strictObject(ofImport),
    output: ListImport,
    problems: ['import.not_found'],
  }),
  listListFaults: defineRoute({
    method: 'GET',
    path: '/register/imports/:importId/faults',
    access: 'register.import',
    summary: 'What is wrong with which row, in the order of the file.',
    input: z.strictObject({ ...ofImport, ...pageInput, reason: ListFaultReason.optional() }),
    output: page(ListFault),
    problems: ['import.not_found'],
  }),
  countListFaults: defineRoute({
    method: 'GET',
    path: '/register/imports/:importId/fault-kinds',
    access: 'register.import',
    summary: 'How often each thing is wrong, the commonest first: what to mend in the spreadsheet at once.',
    input: z.strictObject(ofImport),
    output: z.object({
      items: z.array(z.object({ column: z.string().nullable(), reason: ListFaultReason, rows: z.number().int() })),
    }),
    problems: ['import.not_found'],
  }),
  listListMatches: defineRoute({
    method: 'GET',
    path: '/register/imports/:importId/matches',
    access: 'register.import',
    summary: 'Rows of people whom the register knows and of whom something differs, beside the existing file.',
    input: z.strictObject({ ...ofImport, ...pageInput }),
    output: page(ListMatch),
    problems: ['import.not_found'],
  }),
  listListLeft: defineRoute({
    method: 'GET',
    path: '/register/imports/:importId/left',
    access: 'register.import',
    summary: 'Whom an undo left in the register, and why.',
    input: z.strictObject({ ...ofImport, ...pageInput }),
    output: page(LeftPerson),
    problems: ['import.not_found'],
  }),
  getListRejected: defineRoute({
    method: 'GET',
    path: '/register/imports/:importId/rejected',
    access: 'register.import',
    summary: 'The rows at fault as they stood in the file, with the reasons, to correct and send again.',
    input: z.strictObject(ofImport),
    /** `more`: there are more rows at fault than one file holds; those come with the next, once these are corrected. */
    output: z.object({ filename: z.string(), csv: z.string(), rows: z.number().int(), more: z.boolean() }),
    problems: ['import.not_found'],
  }),
} as const

export const registerExportRoutes = {
  requestExport: defineRoute({
    method: 'POST',
    path: '/register/exports',
    access: 'register.export',
    audit: 'register.export_requested',
    summary:
      'Asks for a list of people; above 100 persons, with those of one’s other lists of the last 24 hours, it waits for a second person’s agreement.',
    input: z.strictObject({
      ...command,
      exportId: Id,
      filter: ExportFilter,
      groups: z.array(ExportGroup).min(1).max(3),
      words: text(300),
      /** Into a report template that lists people; which field groups it holds the template says. */
      report: z.strictObject({ templateId: Id, month: Month.optional() }).nullable().default(null),
      /** In the headings and codes of a profile; a report has its own. */
      layout: ListLayout.nullable().default(null),
    }),
    output: RegisterExport,
    problems: [
      'register.not_found',
      'export.empty',
      'export.too_many',
      'permission.missing',
      'report.not_found',
      'report.names_nobody',
      'statistics.not_found',
    ],
  }),
  listExports: defineRoute({
    method: 'GET',
    path: '/register/exports',
    access: 'register.export',
    summary: 'One’s own exports, newest first.',
    input: z.strictObject(pageInput),
    output: page(RegisterExport),
    problems: [],
  }),
  listExportsToDecide: defineRoute({
    method: 'GET',
    path: '/register/export-requests',
    access: 'register.approve',
    summary: 'Exports that wait for a second person, never one’s own.',
    input: z.strictObject(pageInput),
    output: page(RegisterExport),
    problems: [],
  }),
  decideExport: defineRoute({
    method: 'POST',
    path: '/register/exports/:exportId/decide',
    access: 'register.approve',
    audit: 'register.export_decided',
    summary: 'A second person agrees to an export or refuses it.',
    input: z.strictObject({ ...command, exportId: Id, accept: z.boolean(), words: optionalText(300) }),
    output: RegisterExport,
    problems: ['export.not_found', 'export.wrong_state'],
  }),
  downloadExport: defineRoute({
    method: 'POST',
    path: '/register/exports/:exportId/download',
    access: 'register.export',
    audit: 'register.export_downloaded',
    summary:
      'The list as CSV or in its report (XLSX, base64), marked with who, when, for what; each download is recorded with the persons in it.',
    input: z.strictObject({ ...command, exportId: Id }),
    output: z.object({
      filename: z.string(),
      csv: z.string().nullable(),
      xlsx: z.base64().nullable(),
      persons: z.number().int(),
    }),
    problems: ['export.not_found', 'export.wrong_state', 'vault.closed'],
  }),
} as const
