import { parse, CsvError } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { Problem } from '../../../platform/problem/problem.ts'
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
  readonly encoding: 'utf-8' | 'gb18030'
  /** Names of the columns as the file or the standard layout has them. */
  readonly header: readonly string[]
  /** What the file calls a column: faults name it so. */
  readonly called: (column: Column) => string
  readonly rows: readonly ListRow[]
}

const MOST_ROWS = 100_000

/** Reads a CSV list with a header in any order, or without one in the standard layout. */
export function readCsv(file: Buffer): AreaList {
  const { text, encoding } = decode(file)
  const records = parseRecords(text)
  const [first] = records
  if (!first) throw new Problem('import.unreadable', { reason: 'empty' })
  if (records.length > MOST_ROWS) throw new Problem('import.unreadable', { reason: 'too_many_rows', limit: MOST_ROWS })
  const named = first.record.map((name) => columnOf(name))
  const hasHeader = named.filter((column) => column !== undefined).length >= 2
  const header = hasHeader ? first.record.map((name) => name.trim()) : standardHeader
  const columns = hasHeader ? named : positions
  if (hasHeader && !named.includes('code'))
    throw new Problem('import.unreadable', { reason: 'missing_column', column: 'code' })
  const data = hasHeader ? records.slice(1) : records
  const width = hasHeader ? header.length : commonWidth(data)
  const rows = data.map(({ record, line }) => ({
    line,
    raw: record,
    cells: cellsOf(record, columns),
    surplus: record.length - width,
  }))
  return { encoding, header, called: (column) => header[columns.indexOf(column)] ?? column, rows }
}

/** Reads GeoJSON: features whose properties are named like columns, or one bare outline, which is the county's. */
export function readGeoJson(file: Buffer, countyCode: string): AreaList {
  const { text, encoding } = decode(file)
  const features = featuresOf(parseJson(text), countyCode)
  if (features.length > MOST_ROWS) throw new Problem('import.unreadable', { reason: 'too_many_rows', limit: MOST_ROWS })
  const header = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))]
  const columns = header.map((name) => columnOf(name))
  const rows = features.map(({ properties, geometry }, index) => {
    const raw = header.map((name) => textOf(properties[name]))
    return { line: index + 1, raw, cells: cellsOf(raw, columns), surplus: 0, geometry }
  })
  return { encoding, header, called: (column) => header[columns.indexOf(column)] ?? column, rows }
}

// GB18030 has no mark of its own, but its text is almost never valid UTF-8.
function decode(file: Buffer): { text: string; encoding: AreaList['encoding'] } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(file), encoding: 'utf-8' }
  } catch {
    return { text: iconv.decode(file, 'gb18030'), encoding: 'gb18030' }
  }
}

function parseRecords(text: string): { record: string[]; line: number }[] {
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
    return records
      .map(({ record, info }) => ({ record, line: info.lines }))
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // `lines` is set on errors of parsing but missing from the type.
    const { lines } = error as CsvError & { lines?: number }
    throw new Problem('import.unreadable', { reason: 'csv', line: lines ?? null })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('import.unreadable', { reason: 'json' })
  }
}

function commonWidth(rows: readonly { record: readonly string[] }[]): number {
  const counts = new Map<number, number>()
  for (const { record } of rows) counts.set(record.length, (counts.get(record.length) ?? 0) + 1)
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
