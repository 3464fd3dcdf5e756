import { CsvError, parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { Problem } from '../problem/problem.ts'
import { type TableRow, workbookRows } from './workbook-rows.ts'
import { isZip } from './zip-entries.ts'

export type { TableRow } from './workbook-rows.ts'

export type Encoding = 'utf-8' | 'gb18030'

/** What a sheet that is read at once may hold when unpacked. */
const MOST_UNPACKED = 64 * 1024 * 1024

/** Reads a list that somebody made in a spreadsheet: CSV in UTF-8 or GB18030, or the first sheet of an XLSX. */
export async function readTable(file: Buffer): Promise<TableRow[]> {
  if (!isZip(file)) return readCsvRows(decodeText(file).text)
  const rows: TableRow[] = []
  for await (const row of workbookRows(file, { most: MOST_UNPACKED })) rows.push(row)
  return rows
}

/** GB18030 has no mark of its own, but its text is almost never valid UTF-8. */
export function decodeText(file: Buffer): { text: string; encoding: Encoding } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(file), encoding: 'utf-8' }
  } catch {
    return { text: iconv.decode(file, 'gb18030'), encoding: 'gb18030' }
  }
}

export function readCsvRows(text: string): TableRow[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: 100_000,
    })
    // With `info` each record comes with the number of lines read so far; the library's type for that is `any`.
    const records = parsed as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({ line: info.lines, cells: record })).filter(holdsSomething)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // `lines` is set on errors of parsing but missing from the type.
    const { lines } = error as CsvError & { lines?: number }
    throw new Problem('import.unreadable', { reason: 'csv', line: lines ?? null })
  }
}

const holdsSomething = ({ cells }: TableRow) => cells.some((cell) => cell.trim() !== '')
