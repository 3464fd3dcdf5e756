import { z } from 'zod'
import { CommandId, Id, Instant, page, pageInput, text } from './common.ts'
import { AreaDay, Datum } from './area-shapes.ts'
import { defineRoute } from './route.ts'

/** Why a row of an area list was not taken; the sentences stand in `importFaultText`. */
export const ImportFaultReason = z.enum([
  'missing',
  'row_too_short',
  'row_too_long',
  'code_form',
  'code_twice',
  'code_of_other_county',
  'code_not_below_parent',
  'level_unknown',
  'parent_missing',
  'parent_wrong_level',
  'name_too_long',
  'unstorable_text',
  'class_unknown',
  'number_form',
  'coordinate_form',
  'coordinate_alone',
  'coordinate_outside_county',
  'kind_unknown',
  'geometry_form',
  'geometry_self_crossing',
  'area_unknown',
  'date_before_area',
])
export type ImportFaultReason = z.infer<typeof ImportFaultReason>

/** `row` counts as a spreadsheet does: the first line of the file is 1. */
export const ImportFault = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  value: z.string(),
  reason: ImportFaultReason,
})
export type ImportFault = z.infer<typeof ImportFault>

export const importFaultText: Readonly<Record<ImportFaultReason, { readonly zh: string; readonly en: string }>> = {
  missing: { zh: '此列必填', en: 'This column must not be empty' },
  row_too_short: { zh: '列数不足', en: 'The row has too few columns' },
  row_too_long: { zh: '列数过多,请检查引号和逗号', en: 'The row has too many columns; check quotes and commas' },
  code_form: { zh: '代码应为 12 位数字', en: 'The code must have 12 digits' },
  code_twice: { zh: '代码在文件中重复', en: 'The code stands twice in the file' },
  code_of_other_county: { zh: '代码不属于本县(市)', en: 'The code is not of this county' },
  code_not_below_parent: { zh: '代码与上级代码不一致', en: 'The code does not begin as its parent’s code does' },
  level_unknown: {
    zh: '层级应为 county、town、village 或 grid',
    en: 'The level must be county, town, village or grid',
  },
  parent_missing: { zh: '找不到上级区划', en: 'The parent is neither in the file nor known' },
  parent_wrong_level: { zh: '上级区划的层级不对', en: 'The parent is of the wrong level' },
  name_too_long: { zh: '名称超过 100 字', en: 'The name is longer than 100 characters' },
  unstorable_text: { zh: '含有无法保存的字符', en: 'Contains characters that cannot be stored' },
  class_unknown: { zh: '城乡分类代码无效', en: 'Not an urban-rural class' },
  number_form: { zh: '应为不小于 0 的整数', en: 'Must be a whole number, not negative' },
  coordinate_form: { zh: '坐标应为十进制度数', en: 'Coordinates must be decimal degrees' },
  coordinate_alone: { zh: '经度和纬度必须同时填写', en: 'Longitude and latitude go together' },
  coordinate_outside_county: {
    zh: '坐标远在本县(市)之外,请检查坐标系和经纬度顺序',
    en: 'The point lies far outside the county; check datum and order',
  },
  kind_unknown: { zh: '网格类型应为 basic 或 dedicated', en: 'The grid kind must be basic or dedicated' },
  geometry_form: { zh: '边界不是有效的多边形', en: 'The boundary is not a valid polygon' },
  geometry_self_crossing: { zh: '边界自相交', en: 'The boundary crosses itself' },
  area_unknown: { zh: '没有此代码的区划', en: 'No area has this code' },
  date_before_area: { zh: '生效日期早于该区划的设立日期', en: 'The date lies before the area existed' },
}

export const AreaImportOptions = z.strictObject({
  datum: Datum.default('gcj02'),
  /** Scheme of the codes in the file. */
  codeScheme: z
    .string()
    .regex(/^[a-z0-9_]{2,30}$/)
    .default('nbs'),
  /**
   * From which day the list is true. Left out: a county's first list counts as always true, its first outlines from the
   * day of the list they belong to, any other from today.
   */
  validFrom: AreaDay.optional(),
  mode: z.enum(['all_or_nothing', 'apply_good']).default('all_or_nothing'),
  /**
   * `complete`: areas of the file's levels that it does not name are closed; `partial`: they stay.
   * Left out: complete when the list names the county itself, so that a list of three villages closes nothing.
   */
  extent: z.enum(['complete', 'partial']).optional(),
  /** Boundaries of the file are schematic, not surveyed. */
  illustrative: z.boolean().default(false),
})
export type AreaImportOptions = z.infer<typeof AreaImportOptions>

export const ImportReport = z.object({
  rows: z.number().int(),
  created: z.number().int(),
  changed: z.number().int(),
  closed: z.number().int(),
  unchanged: z.number().int(),
  /** Old areas that a new one took over from. */
  succeeded: z.number().int(),
  /** Names of areas that close and that nothing takes over from: to be looked at before the list is applied. */
  withoutSuccessor: z.array(z.string()),
  /** At most 1,000; `faultCount` is their whole number. */
  faults: z.array(ImportFault),
  faultCount: z.number().int(),
  /** What was read as what. */
  encoding: z.enum(['utf-8', 'gb18030']),
})
export type ImportReport = z.infer<typeof ImportReport>

export const ImportRow = z.object({
  id: Id,
  kind: z.enum(['areas_csv', 'areas_geojson']),
  state: z.enum(['checked', 'applied', 'refused']),
  fileName: z.string(),
  options: AreaImportOptions,
  report: ImportReport,
  by: z.object({ id: Id, name: z.string() }).nullable(),
  at: Instant,
})
export type ImportRow = z.infer<typeof ImportRow>

const MEBIBYTE = 1024 * 1024

export const importRoutes = {
  importAreas: defineRoute({
    method: 'POST',
    path: '/imports/areas',
    access: 'area.import',
    audit: 'areas.imported',
    maxBody: 24 * MEBIBYTE,
    summary:
      'Checks a list of areas (CSV, or GeoJSON boundaries by code) and, unless dryRun, applies it from a day on. The same list twice changes nothing.',
    input: z.strictObject({
      commandId: CommandId,
      id: Id,
      fileName: text(200),
      format: z.enum(['csv', 'geojson']),
      /** The file's bytes in base64: UTF-8, or GB18030 as spreadsheets on Chinese Windows write it. */
      data: z.base64().max(20 * MEBIBYTE),
      options: AreaImportOptions,
      dryRun: z.boolean().default(false),
    }),
    output: ImportRow,
    problems: ['import.unreadable', 'import.wrong_county'],
  }),
  listImports: defineRoute({
    method: 'GET',
    path: '/imports',
    access: 'area.import',
    summary: 'Imports, newest first.',
    input: z.object(pageInput),
    output: page(ImportRow),
    problems: [],
  }),
  getImport: defineRoute({
    method: 'GET',
    path: '/imports/:importId',
    access: 'area.import',
    summary: 'One import with its report.',
    input: z.object({ importId: Id }),
    output: ImportRow,
    problems: ['import.not_found'],
  }),
  getRejectedRows: defineRoute({
    method: 'GET',
    path: '/imports/:importId/rejected',
    access: 'area.import',
    summary: 'The rows at fault as CSV with the reasons, to correct and send again.',
    input: z.object({ importId: Id }),
    output: z.object({ filename: z.string(), csv: z.string() }),
    problems: ['import.not_found'],
  }),
} as const
