import { z } from 'zod'
import { CommandId, Id, text } from './common.ts'
import { defineRoute } from './route.ts'

const MEBIBYTE = 1024 * 1024
/** Rows of one file: each becomes a matter with number, clocks and desk of its own. */
export const mostImportRows = 2_000

/** Columns that a list may have, by any of their headings; `description`, a category and a place are needed. */
export const MatterColumn = z.enum([
  'description',
  'title',
  'category',
  'lon',
  'lat',
  'areaCode',
  'address',
  'name',
  'phone',
  'seenAt',
  'sourceNumber',
])
export type MatterColumn = z.infer<typeof MatterColumn>

export const MatterFaultReason = z.enum([
  'missing',
  'too_long',
  'unstorable_text',
  'category_unknown',
  'coordinate_form',
  'coordinate_alone',
  'outside_county',
  'area_unknown',
  'place_missing',
  'phone_form',
  'time_form',
  'time_in_future',
  'number_twice',
  'number_known',
  'row_known',
  'not_taken',
])
export type MatterFaultReason = z.infer<typeof MatterFaultReason>

export const matterFaultText: Readonly<Record<MatterFaultReason, { readonly zh: string; readonly en: string }>> = {
  missing: { zh: '此列必填', en: 'This column must not be empty' },
  too_long: { zh: '文字过长', en: 'The text is too long' },
  unstorable_text: { zh: '含有无法保存的字符', en: 'Contains characters that cannot be stored' },
  category_unknown: { zh: '没有这个类别，请填类别代码或名称', en: 'No such category; give its code or its name' },
  coordinate_form: { zh: '坐标应为十进制度数', en: 'Coordinates must be decimal degrees' },
  coordinate_alone: { zh: '经度和纬度必须同时填写', en: 'Longitude and latitude go together' },
  outside_county: {
    zh: '坐标在本县（市）之外，请检查坐标系和经纬度顺序',
    en: 'The point lies outside the county; check datum and order',
  },
  area_unknown: { zh: '没有此代码的村（社区）或网格', en: 'No village or grid has this code' },
  place_missing: { zh: '坐标、网格代码、地址至少填一项', en: 'Give coordinates, a grid code or an address' },
  phone_form: { zh: '电话号码不对', en: 'Not a phone number' },
  time_form: { zh: '时间应像 2026-11-20 14:30', en: 'The time should look like 2026-11-20 14:30' },
  time_in_future: { zh: '时间在将来', en: 'The time lies in the future' },
  number_twice: { zh: '来源编号在文件中重复', en: 'The source number stands twice in the file' },
  number_known: { zh: '此来源编号已导入过', en: 'This source number has been imported before' },
  row_known: { zh: '内容相同的一行已导入过', en: 'A row that says the same has been imported before' },
  not_taken: { zh: '这一行没有存入，请重新导入此行', en: 'This row was not stored; import it again' },
}

/** `row` counts as a spreadsheet does: the first line of the file is 1. */
export const MatterFault = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  value: z.string(),
  reason: MatterFaultReason,
})
export type MatterFault = z.infer<typeof MatterFault>

export const MatterImportResult = z.object({
  state: z.enum(['checked', 'applied', 'refused']),
  rows: z.number().int(),
  /** What was read as which column, by the file's own headings. */
  columns: z.array(z.object({ column: MatterColumn, heading: z.string() })),
  created: z.array(z.object({ row: z.number().int(), id: Id, number: z.string() })),
  faults: z.array(MatterFault),
  /** The rows at fault as CSV with the reasons, to correct and send again; null when there are none. */
  rejected: z.string().nullable(),
})
export type MatterImportResult = z.infer<typeof MatterImportResult>

export const matterImportRoutes = {
  importMatters: defineRoute({
    method: 'POST',
    path: '/imports/matters',
    access: 'matter.import',
    audit: 'matters.imported',
    maxBody: 8 * MEBIBYTE,
    summary:
      'Checks a list of matters (CSV or XLSX) and, unless dryRun, takes them in. A row is taken once, however often it is sent: it is known by its source number, or else by all that it says.',
    input: z.strictObject({
      commandId: CommandId,
      fileName: text(200),
      /** The file's bytes in base64: XLSX, or CSV in UTF-8 or GB18030. */
      data: z.base64().max(7 * MEBIBYTE),
      /** `department`: handed over by a department; `import`: any other list. */
      channel: z.enum(['import', 'department']),
      datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
      mode: z.enum(['all_or_nothing', 'apply_good']).default('all_or_nothing'),
      /** Text messages to those whose phone stands in the list. */
      notify: z.boolean().default(false),
      dryRun: z.boolean().default(false),
    }),
    output: MatterImportResult,
    problems: ['import.unreadable'],
  }),
} as const
