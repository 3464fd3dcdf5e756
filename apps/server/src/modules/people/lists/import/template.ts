import { ListColumn, listColumnHelp, listColumnText, type registerImportRoutes } from '@linli/contract/people-lists'
import { checkLetterOf } from '@linli/contract/identity-document'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import writeWorkbook from 'write-excel-file/node'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { needKinds } from '../../fields.ts'
import { type Profile, profileOf } from '../profiles.ts'
import { choicesFor } from './words.ts'

type Locale = Ctx['locale']

const texts = {
  zh: {
    file: '人口名单模板',
    list: '名单',
    help: '填写说明',
    heads: ['列', '怎么填', '可以填', '例一', '例二'],
    unverified: '未核对',
  },
  en: {
    file: 'list of people',
    list: 'list',
    help: 'how to fill it in',
    heads: ['column', 'what belongs into it', 'words', 'example 1', 'example 2'],
    unverified: 'not verified',
  },
} as const
const SHEET = 'xl/worksheets/sheet1.xml'

/** An empty list to be filled in, and beside it a sheet that says how; from the tables that the import reads by. */
export async function getListTemplate(
  ctx: Ctx,
  { layout }: RouteParsed<typeof registerImportRoutes.getListTemplate>,
): Promise<RouteOutput<typeof registerImportRoutes.getListTemplate>> {
  const { locale } = ctx
  const profile = layout === undefined ? null : profileOf(layout)
  const words = texts[locale]
  const columns = columnsOf(profile, locale)
  const help = columns.map(({ column, heading, source }) => [
    heading,
    [listColumnHelp[column][locale], source].filter((one) => one !== '').join(' · '),
    choicesOf(profile, column, locale),
    ...examples(ctx.countyId, locale).map((example) => example[column] ?? ''),
  ])
  const text = (value: string) => ({ value, type: String, wrap: true, format: '@' })
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const })
  const note = profile ? [[bold(profile.note[locale])]] : []
  const file = await writeWorkbook(
    [
      {
        // Without the empty cells no style of text would be there for the columns.
        data: [
          columns.map(({ heading }) => bold(heading)),
          columns.map(() => ({ value: '', type: String, format: '@' })),
        ],
        sheet: words.list,
        columns: columns.map(({ heading }) => ({ width: Math.max(14, heading.length * 2 + 2) })),
        stickyRowsCount: 1,
      },
      {
        data: [...note, words.heads.map(bold), ...help.map((row) => row.map(text))],
        sheet: words.help,
        columns: [24, 50, 60, 24, 24].map((width) => ({ width })),
      },
    ],
    {},
  ).toBuffer()
  return { filename: `${words.file}.xlsx`, xlsx: withTextColumns(file).toString('base64') }
}

interface TemplateColumn {
  readonly column: ListColumn
  readonly heading: string
  /** What of a profile is unverified. */
  readonly source: string
}

function columnsOf(profile: Profile | null, locale: Locale): TemplateColumn[] {
  if (!profile)
    return ListColumn.options.map((column) => ({ column, heading: listColumnText[column][locale], source: '' }))
  return profile.columns.map(({ column, heading, verified, source }) => ({
    column,
    heading,
    source: verified ? source : `${texts[locale].unverified}：${source}`,
  }))
}

/** The words that a column takes, or the codes of the profile with what they mean. */
function choicesOf(profile: Profile | null, column: ListColumn, locale: Locale): string {
  const choices = choicesFor(column, locale) ?? []
  const codes = profile?.codes[column]
  if (!codes) return choices.map(({ word }) => word).join(locale === 'zh' ? '、' : ', ')
  const pairs = choices.flatMap(({ code, word }) =>
    (codes.values[code]?.slice(0, 1) ?? []).map((one) => `${one} ${word}`),
  )
  return `${pairs.join('; ')} (${codes.standard}${codes.verified ? '' : `, ${texts[locale].unverified}`})`
}

/** A couple whom nobody knows, in the county's first town. */
export function examples(countyId: number, locale: Locale): Partial<Record<ListColumn, string>>[] {
  const [need] = needKinds
  const numbered = (digits: string) => `${digits}${checkLetterOf(digits)}`
  const home = {
    gridCode: `${countyId}100001001`,
    address: locale === 'zh' ? '示例路 1 号 2 单元 301' : '1 Example Road',
    householdNumber: 'H0001',
  }
  const [man, woman] = locale === 'zh' ? (['张示例', '李示例'] as const) : (['Example One', 'Example Two'] as const)
  const word = (column: ListColumn, code: string) =>
    choicesFor(column, locale)?.find((choice) => choice.code === code)?.word ?? ''
  return [
    {
      ...home,
      name: man,
      sex: word('sex', 'male'),
      birthOn: '1953-03-07',
      documentNumber: numbered(`${countyId}19530307001`),
      phone: '13800000000',
      relation: word('relation', 'head'),
      needKind: need?.names[locale] ?? '',
      needBasis: locale === 'zh' ? '走访' : 'visit',
      needUntil: '2027-06-30',
    },
    { ...home, name: woman, sex: word('sex', 'female'), birthOn: '1955-05-05', relation: word('relation', 'spouse') },
  ]
}

/** Whole columns as text, whatever is typed or pasted there: numbers of eighteen digits would else be rounded. */
function withTextColumns(file: Buffer): Buffer {
  const parts = unzipSync(file)
  const sheet = strFromU8(parts[SHEET] ?? new Uint8Array())
  const [, style] = /<c r="A2"[^>]*? s="(\d+)"/.exec(sheet) ?? []
  if (style === undefined) throw new Error('the workbook has no cell of text')
  const styled = sheet.replaceAll(/<col (?=[^>]*\bmin=)/g, `<col style="${style}" `)
  return Buffer.from(zipSync({ ...parts, [SHEET]: strToU8(styled) }))
}
