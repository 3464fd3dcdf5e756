import { CsvError, parse } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import iconv from 'iconv-lite'
import { readSheet } from 'read-excel-file/node'
import { Problem } from '../problem/problem.ts'

/** One row that holds something. `line` counts as a spreadsheet does: the first line of the file is 1. */
export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

export type Encoding = 'utf-8' | 'gb18030'

/** What a workbook may hold when unpacked: a small file can hide a very large one. */
const MOST_UNPACKED = 64 * 1024 * 1024

/** Reads a list that somebody made in a spreadsheet: CSV in UTF-8 or GB18030, or the first sheet of an XLSX. */
export async function readTable(file: Buffer): Promise<TableRow[]> {
  return isZip(file) ? readWorkbook(file) : readCsvRows(decodeText(file).text)
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

/** A workbook, whatever its name says. */
export const isZip = (file: Buffer) => file.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))

async function readWorkbook(file: Buffer): Promise<TableRow[]> {
  refuseBomb(file)
  const sheet = await readSheet(file).catch(() => {
    throw new Problem('import.unreadable', { reason: 'xlsx' })
  })
  return sheet.map((row, index) => ({ line: index + 1, cells: row.map(cellText) })).filter(holdsSomething)
}

// Only the list of contents is read: the filter takes no entry, so that nothing is unpacked.
function refuseBomb(file: Buffer): void {
  let unpacked = 0
  try {
    unzipSync(file, {
      filter: (entry) => {
        unpacked += entry.originalSize
        return false
      },
    })
  } catch {
    throw new Problem('import.unreadable', { reason: 'xlsx' })
  }
  if (unpacked > MOST_UNPACKED) throw new Problem('import.unreadable', { reason: 'too_large' })
}

/** A spreadsheet's dates carry no zone; the library reads them as if in UTC. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 16).replace('T', ' ')
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : ''
}

const holdsSomething = ({ cells }: TableRow) => cells.some((cell) => cell.trim() !== '')
