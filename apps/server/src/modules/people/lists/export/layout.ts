import type { ExportGroup, ListColumn } from '@linli/contract/people-lists'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { csvRow } from '../../../../platform/csv.ts'
import { countyAreas } from '../../../areas/index.ts'
import { profileOf } from '../profiles.ts'
import type { ExportRow } from './exports.ts'
import { type Line, numberOf } from './lines.ts'

/** Columns that need a group of their own to be asked for. */
const groupOf: Partial<Record<ListColumn, ExportGroup>> = {
  documentKind: 'identity',
  documentNumber: 'identity',
  phone: 'contact',
}

/** The list in the headings and codes of a profile: what the import reads back by the same file. */
export async function tableInLayout(
  ctx: Ctx,
  { layout, groups }: { readonly layout: NonNullable<ExportRow['layout']>; readonly groups: readonly ExportGroup[] },
  lines: readonly Line[],
  sealed: ReadonlyMap<string, string>,
): Promise<string> {
  const { columns, codes } = profileOf(layout)
  const { open } = await countyAreas(ctx.deps, ctx.countyId)
  const kept = columns.filter(({ column }) => column in valueOf && groups.includes(groupOf[column] ?? 'basic'))
  const cell = (line: Line, column: ListColumn) => {
    const gridCode = line.gridId === null ? null : (open.get(line.gridId)?.code ?? null)
    const value = valueOf[column]?.({ ...line, gridCode, sealed }) ?? null
    const own = codes[column]
    return own && value !== null ? (own.values[value]?.[0] ?? null) : value
  }
  const rows = lines.map((line) => kept.map(({ column }) => cell(line, column)))
  return [kept.map(({ heading }) => heading), ...rows].map(csvRow).join('')
}

interface Source extends Line {
  readonly gridCode: string | null
  readonly sealed: ReadonlyMap<string, string>
}

/** What the register has for a column, in its own words. */
const valueOf: Partial<Record<ListColumn, (line: Source) => string | null>> = {
  gridCode: ({ gridCode }) => gridCode,
  householdNumber: ({ householdNumber }) => householdNumber,
  address: ({ address }) => address,
  name: ({ name }) => name,
  sex: ({ sex }) => sex,
  birthOn: ({ birthOn }) => birthOn?.replaceAll('-', '') ?? null,
  documentKind: ({ documentKind }) => documentKind,
  documentNumber: ({ id, sealed }) => numberOf(sealed.get(`${id} document`)),
  phone: ({ id, sealed }) => sealed.get(`${id} phone`) ?? null,
  relation: ({ relation }) => relation,
  residenceKind: ({ residenceKind }) => residenceKind,
  livesHere: ({ livesHere }) => (livesHere ? 'yes' : 'no'),
}
