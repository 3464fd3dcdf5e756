import { z } from 'zod'
import { CommandId, Done, Id, Instant, Names, text } from './common.ts'
import { ExportGroup } from './people-lists.ts'
import { Month } from './people-statistics.ts'
import { defineRoute } from './route.ts'

const MEBIBYTE = 1024 * 1024
/** A form of the upper level is some ten kilobytes; one with pictures some hundred. */
export const mostTemplateBytes = 3 * MEBIBYTE

/** Lists whose columns a row of a template may hold: the row is repeated for each of them. */
export const ReportList = z.enum(['below', 'town', 'village', 'grid', 'need', 'organisation', 'person'])
export type ReportList = z.infer<typeof ReportList>

/** A name that a template may use, as `{{name}}` in a cell or as the name of one. */
export const ReportName = z.object({
  code: z.string(),
  names: Names,
  list: ReportList.nullable(),
  /** Of a frozen month; the others are of today. */
  ofMonth: z.boolean(),
  /** What an export has to be asked for to hold it. */
  group: ExportGroup.nullable(),
})
export type ReportName = z.infer<typeof ReportName>

export const MarkFault = z.enum(['unknown', 'unfinished', 'two_lists', 'merged_rows', 'no_row'])
export type MarkFault = z.infer<typeof MarkFault>

/** A place of the workbook that wants a value, and what it will get. */
export const ReportMark = z.object({
  sheet: z.string(),
  /** `C5`; empty for the header and footer of a page. */
  cell: z.string(),
  name: z.string(),
  by: z.enum(['text', 'name']),
  code: z.string().nullable(),
  fault: MarkFault.nullable(),
  /** For an unknown name: one that is like it. */
  meant: z.string().nullable(),
})
export type ReportMark = z.infer<typeof ReportMark>

export const ReportCheck = z.object({
  marks: z.array(ReportMark),
  /** Named cells whose names are nobody's here: the workbook's own, left as they are. */
  own: z.array(z.object({ sheet: z.string(), cell: z.string(), name: z.string() })),
  ofMonth: z.boolean(),
  /** It lists people: then it is filled by an export and its rules. */
  namesPeople: z.boolean(),
})
export type ReportCheck = z.infer<typeof ReportCheck>

export const ReportTemplate = z.object({
  id: Id,
  name: z.string(),
  version: z.number().int(),
  fileName: z.string(),
  ofMonth: z.boolean(),
  namesPeople: z.boolean(),
  by: z.string().nullable(),
  at: Instant,
  /** Earlier versions, latest first. */
  earlier: z.array(
    z.object({ version: z.number().int(), fileName: z.string(), by: z.string().nullable(), at: Instant }),
  ),
})
export type ReportTemplate = z.infer<typeof ReportTemplate>

/** A sheet as a page shows it. */
export const SheetView = z.object({
  name: z.string(),
  rows: z.array(
    z.object({
      row: z.number().int(),
      cells: z.array(
        z.object({
          text: z.string(),
          columns: z.number().int(),
          rows: z.number().int(),
          bold: z.boolean(),
          align: z.enum(['left', 'center', 'right']).nullable(),
        }),
      ),
    }),
  ),
  more: z.boolean(),
})
export type SheetView = z.infer<typeof SheetView>

/** A workbook on its way, in base64. */
export const WorkbookFile = z.object({ filename: z.string(), xlsx: z.base64() })
export type WorkbookFile = z.infer<typeof WorkbookFile>

const file = z.base64().max(Math.ceil(mostTemplateBytes / 3) * 4)
const ofTemplate = { templateId: Id }
const filled = { ...ofTemplate, areaId: Id, month: Month.optional() }

export const reportRoutes = {
  listReportNames: defineRoute({
    method: 'GET',
    path: '/register/report-names',
    access: 'register.read',
    summary: 'Every name that a report template may use.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(ReportName) }),
    problems: [],
  }),
  listReportTemplates: defineRoute({
    method: 'GET',
    path: '/register/reports',
    access: 'register.read',
    summary: 'Report templates in use, with their versions.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(ReportTemplate) }),
    problems: [],
  }),
  checkReportTemplate: defineRoute({
    method: 'POST',
    path: '/register/report-checks',
    access: 'register.report',
    audit: 'register.report_checked',
    maxBody: 5 * MEBIBYTE,
    summary: 'Reads a workbook and tells which of its names are known and which are not; keeps nothing.',
    input: z.strictObject({ file }),
    output: ReportCheck,
    problems: ['report.unreadable'],
  }),
  setReportTemplate: defineRoute({
    method: 'POST',
    path: '/register/reports',
    access: 'register.report',
    audit: 'register.report_set',
    maxBody: 5 * MEBIBYTE,
    summary: 'Keeps a workbook as a new template, or as the next version of one.',
    input: z.strictObject({
      commandId: CommandId,
      ...ofTemplate,
      seenVersion: z.number().int().min(0),
      name: text(100),
      fileName: text(200),
      file,
    }),
    output: ReportTemplate,
    problems: ['report.unreadable', 'report.marks_at_fault', 'report.stale'],
  }),
  closeReportTemplate: defineRoute({
    method: 'POST',
    path: '/register/reports/:templateId/close',
    access: 'register.report',
    audit: 'register.report_closed',
    summary: 'Takes a template out of use; what was filled from it stays explained.',
    input: z.strictObject({ commandId: CommandId, ...ofTemplate }),
    output: Done,
    problems: ['report.not_found'],
  }),
  getReportTemplateFile: defineRoute({
    method: 'GET',
    path: '/register/reports/:templateId/file',
    access: 'register.read',
    summary: 'The workbook of a template as it was sent.',
    input: z.strictObject({ ...ofTemplate, version: z.coerce.number().int().min(1).max(100_000).optional() }),
    output: WorkbookFile,
    problems: ['report.not_found'],
  }),
  previewReport: defineRoute({
    method: 'GET',
    path: '/register/reports/:templateId/preview',
    access: 'register.read',
    summary: 'What the filled workbook will show of an area; people are left out of it.',
    input: z.strictObject(filled),
    output: z.object({ sheets: z.array(SheetView), month: Month.nullable() }),
    problems: ['report.not_found', 'register.not_found', 'statistics.not_found'],
  }),
  fillReport: defineRoute({
    method: 'POST',
    path: '/register/reports/:templateId/fill',
    access: 'register.read',
    audit: 'register.report_filled',
    summary:
      'The template filled from the register, for an area within reach; one that lists people is asked for as an export.',
    input: z.strictObject(filled),
    output: WorkbookFile,
    problems: ['report.not_found', 'report.names_people', 'register.not_found', 'statistics.not_found'],
  }),
} as const
