import { Problem } from '../../../platform/problem/problem.ts'
import {
  decodeText,
  type Encoding,
  readCsvRows,
  readTable,
  type TableRow,
} from '../../../platform/tables/read-table.ts'
import { isZip } from '../../../platform/tables/zip-entries.ts'
import { type Column, columnOf, positions, standardHeader } from './columns.ts'

/** One row as it stands in the file, with its cells by what they mean. */
export interface ListRow {
  /** As a spreadsheet counts: the first line of the file is 1. */
  readonly line: number
  readonly raw: readonly string[]
  readonly cells: Readonly<Partial<Record<Column, string>>>
  /** Cells fewer (negative) or more than the other rows have. */
  readonly surplus: number
  readonly geometry?: unknown
}

export interface AreaList {
  readonly encoding: Encoding
  /** Names of the columns as the file or the standard layout has them. */
  readonly header: readonly string[]
  /** What the file calls a column: faults name it so. */
  readonly called: (column: Column) => string
  readonly rows: readonly ListRow[]
}

const MOST_ROWS = 100_000

/** Reads a CSV list or the first sheet of a workbook, with a header in any order, or without one in the standard layout. */
export async function readTableList(file: Buffer): Promise<AreaList> {
  const { records, encoding } = await recordsOf(file)
  const [first] = records
  if (!first) throw new Problem('import.unreadable', { reason: 'empty' })
  if (records.length > MOST_ROWS) throw new Problem('import.unreadable', { reason: 'too_many_rows', limit: MOST_ROWS })
  const named = first.cells.map((name) => columnOf(name))
  const hasHeader = named.filter((column) => column !== undefined).length >= 2
  const header = hasHeader ? first.cells.map((name) => name.trim()) : standardHeader
  const columns = hasHeader ? named : positions
  if (hasHeader && !named.includes('code'))
    throw new Problem('import.unreadable', { reason: 'missing_column', column: 'code' })
  const data = hasHeader ? records.slice(1) : records
  const width = hasHeader ? header.length : commonWidth(data)
  const rows = data.map(({ cells: record, line }) => ({
    line,
    raw: record,
    cells: cellsOf(record, columns),
    surplus: record.length - width,
  }))
  return { encoding, header, called: (column) => header[columns.indexOf(column)] ?? column, rows }
}

async function recordsOf(file: Buffer): Promise<{ records: TableRow[]; encoding: Encoding }> {
  // By its content, whatever its name says: people rename workbooks.
  if (isZip(file)) return { records: await readTable(file), encoding: 'utf-8' }
  const { text, encoding } = readText(file)
  return { records: readCsvRows(text), encoding }
}

/** Words hold no zero bytes; pictures, programs and old workbooks do. */
function readText(file: Buffer): { text: string; encoding: Encoding } {
  const decoded = decodeText(file)
  if (decoded.text.includes('\u0000')) throw new Problem('import.unreadable', { reason: 'not_text' })
  return decoded
}

/** Reads GeoJSON: features whose properties are named like columns, or one bare outline, which is the county's. */
export function readGeoJson(file: Buffer, countyCode: string): AreaList {
  const { text, encoding } = readText(file)
  const features = featuresOf(parseJson(text), countyCode)
  if (features.length === 0) throw new Problem('import.unreadable', { reason: 'empty' })
  if (features.length > MOST_ROWS) throw new Problem('import.unreadable', { reason: 'too_many_rows', limit: MOST_ROWS })
  const header = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))]
  const columns = header.map((name) => columnOf(name))
  const rows = features.map(({ properties, geometry }, index) => {
    const raw = header.map((name) => textOf(properties[name]))
    return { line: index + 1, raw, cells: cellsOf(raw, columns), surplus: 0, geometry }
  })
  return { encoding, header, called: (column) => header[columns.indexOf(column)] ?? column, rows }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('import.unreadable', { reason: 'json' })
  }
}

function commonWidth(rows: readonly { cells: readonly string[] }[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}

function cellsOf(record: readonly string[], columns: readonly (Column | undefined)[]): ListRow['cells'] {
  const cells: Partial<Record<Column, string>> = {}
  for (const [index, column] of columns.entries()) if (column) cells[column] = record[index]?.trim() ?? ''
  return cells
}

interface Feature {
  readonly properties: Readonly<Record<string, unknown>>
  readonly geometry: unknown
}

function featuresOf(json: unknown, countyCode: string): Feature[] {
  if (!isRecord(json)) throw new Problem('import.unreadable', { reason: 'geojson' })
  switch (json.type) {
    case 'FeatureCollection':
      return Array.isArray(json.features)
        ? json.features.flatMap((feature: unknown) => featuresOf(feature, countyCode))
        : []
    case 'Feature':
      return [{ properties: isRecord(json.properties) ? json.properties : {}, geometry: json.geometry }]
    case 'Polygon':
    case 'MultiPolygon':
      return [{ properties: { code: countyCode }, geometry: json }]
    default:
      throw new Problem('import.unreadable', { reason: 'geojson' })
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
