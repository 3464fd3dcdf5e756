import {
  type AreaLevel,
  type GridKind,
  type ImportFault,
  type ImportFaultReason,
  UrbanRural,
} from '@linli/contract/areas'
import { AreaGeometry } from '@linli/contract/common'
import type { AreaImportOptions } from '@linli/contract/areas'
import { checkedOutline } from '../geometry/outline.ts'
import { toWgs84 } from '../geometry/datum.ts'
import { type Column, kindOf, levelOf } from './columns.ts'
import { codeFault, levelOfCode, parentCodeOf, wholeCode } from './codes.ts'
import type { AreaList, ListRow } from './read-list.ts'

/** A row that can be read. Null means "not stated": what is known already stays. */
export interface ListedArea {
  readonly line: number
  readonly code: string
  readonly parentCode: string | null
  readonly level: AreaLevel
  readonly name: string | null
  readonly nameEn: string | null
  readonly urbanRural: UrbanRural | null
  readonly kind: GridKind | null
  readonly gridNo: number | null
  readonly households: number | null
  readonly lon: number | null
  readonly lat: number | null
  readonly boundary: AreaGeometry | null
}

export interface CheckedList {
  readonly areas: ListedArea[]
  readonly faults: ImportFault[]
}

/** Degrees beyond the known county in which a point may still be its own: outlines are coarse, seats lie at edges. */
const MARGIN_DEGREES = 0.3

export interface CountyBounds {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Reads the cells of every row; a row with any fault is left out, and all its faults are named. */
export function checkRows(
  list: AreaList,
  options: AreaImportOptions,
  countyId: number,
  bounds: CountyBounds | null,
): CheckedList {
  const areas: ListedArea[] = []
  const faults: ImportFault[] = []
  const seen = new Set<string>()
  for (const row of list.rows) {
    const own: ImportFault[] = []
    const fault = (
      column: Column | null,
      reason: ImportFaultReason,
      value = column ? (row.cells[column] ?? '') : '',
    ) => {
      own.push({ row: row.line, column: column ? list.called(column) : null, value: value.slice(0, 100), reason })
    }
    const area = checkRow(row, options, countyId, bounds, fault)
    if (seen.has(area.code)) fault('code', 'code_twice')
    if (area.code !== '') seen.add(area.code)
    if (own.length === 0) areas.push(area)
    faults.push(...own)
  }
  return { areas, faults }
}

type Report = (column: Column | null, reason: ImportFaultReason, value?: string) => void

function checkRow(
  row: ListRow,
  options: AreaImportOptions,
  countyId: number,
  bounds: CountyBounds | null,
  fault: Report,
): ListedArea {
  if (row.surplus < 0) fault(null, 'row_too_short', String(row.raw.length))
  if (row.surplus > 0) fault(null, 'row_too_long', String(row.raw.length))
  for (const [column, value] of Object.entries(row.cells)) {
    // Keys of `cells` are columns by construction; Object.entries widens them.
    if (value.includes('\u0000') || value.includes('\ufffd') || !value.isWellFormed())
      fault(column as Column, 'unstorable_text')
  }
  const official = options.codeScheme === 'nbs'
  const code = wholeCode(row.cells.code ?? '', official)
  const level = checkLevel(row, code, fault)
  if (code === '') fault('code', 'missing')
  else if (level) {
    const reason = codeFault(code, level, countyId, official)
    if (reason) fault('code', reason)
  }
  return {
    line: row.line,
    code,
    level: level ?? 'village',
    parentCode: checkParent(row, code, level, official, fault),
    ...checkFacts(row, level, fault),
    ...checkPoint(row, options, bounds, fault),
    boundary: checkBoundary(row, options, fault),
  }
}

function checkLevel({ cells }: ListRow, code: string, fault: Report): AreaLevel | undefined {
  if (!cells.level) {
    const guessed = levelOfCode(code)
    if (!guessed && code !== '') fault('level', 'missing')
    return guessed
  }
  const level = levelOf(cells.level)
  if (!level) fault('level', 'level_unknown')
  return level
}

function checkParent(
  { cells }: ListRow,
  code: string,
  level: AreaLevel | undefined,
  official: boolean,
  fault: Report,
): string | null {
  if (level === 'county' || level === undefined) return null
  const stated = wholeCode(cells.parent ?? '', official)
  const implied = official ? parentCodeOf(code, level) : null
  if (stated === '' && implied === null) fault('parent', 'missing')
  else if (stated !== '' && implied !== null && stated !== implied) fault('parent', 'code_not_below_parent')
  return stated === '' ? implied : stated
}

function checkFacts({ cells }: ListRow, level: AreaLevel | undefined, fault: Report) {
  const wordsOf = (column: 'name' | 'nameEn', most: number) => {
    const words = cells[column] ?? ''
    if (words.length > most) fault(column, 'name_too_long')
    return words === '' ? null : words
  }
  const numberOf = (column: 'gridNo' | 'households', least: number, most: number) => {
    const digits = cells[column] ?? ''
    if (digits === '') return null
    const value = /^\d{1,6}$/.test(digits) ? Number(digits) : Number.NaN
    if (value >= least && value <= most) return value
    fault(column, 'number_form')
    return null
  }
  const urbanRural = cells.urbanRural ? UrbanRural.safeParse(cells.urbanRural) : null
  if (urbanRural && !urbanRural.success) fault('urbanRural', 'class_unknown')
  const kind = cells.kind && level === 'grid' ? kindOf(cells.kind) : null
  if (kind === undefined) fault('kind', 'kind_unknown')
  return {
    name: wordsOf('name', 100),
    nameEn: wordsOf('nameEn', 200),
    urbanRural: urbanRural?.data ?? null,
    kind: kind ?? null,
    gridNo: level === 'grid' ? numberOf('gridNo', 1, 999) : null,
    households: numberOf('households', 0, 100_000),
  }
}

function checkPoint({ cells }: ListRow, { datum }: AreaImportOptions, bounds: CountyBounds | null, fault: Report) {
  const none = { lon: null, lat: null }
  const { lon = '', lat = '' } = cells
  if (lon === '' && lat === '') return none
  if (lon === '' || lat === '') {
    fault(lon === '' ? 'lon' : 'lat', 'coordinate_alone')
    return none
  }
  for (const column of ['lon', 'lat'] as const) {
    if (!/^-?\d{1,3}(\.\d{1,20})?$/.test(cells[column] ?? '')) {
      fault(column, 'coordinate_form')
      return none
    }
  }
  const [x, y] = [Number(lon), Number(lat)]
  if (Math.abs(x) > 180 || Math.abs(y) > 90 || (bounds && !within(bounds, x, y))) {
    fault('lon', 'coordinate_outside_county', `${lon},${lat}`)
    return none
  }
  return toWgs84({ lon: x, lat: y }, datum)
}

function within(bounds: CountyBounds, x: number, y: number): boolean {
  return (
    x >= bounds.minX - MARGIN_DEGREES &&
    x <= bounds.maxX + MARGIN_DEGREES &&
    y >= bounds.minY - MARGIN_DEGREES &&
    y <= bounds.maxY + MARGIN_DEGREES
  )
}

function checkBoundary({ geometry }: ListRow, { datum }: AreaImportOptions, fault: Report): AreaGeometry | null {
  if (geometry === undefined || geometry === null) return null
  const parsed = AreaGeometry.safeParse(withoutHeights(geometry))
  const checked = parsed.success ? checkedOutline(parsed.data, datum) : null
  if (checked && 'outline' in checked) return checked.outline
  const at = checked?.fault.at
  if (at) fault(null, 'geometry_self_crossing', `${at[0].toFixed(6)},${at[1].toFixed(6)}`)
  else fault(null, 'geometry_form')
  return null
}

// Surveyors' files carry a third coordinate; the platform knows no heights.
function withoutHeights(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 3 && value.every((part) => typeof part === 'number')
      ? value.slice(0, 2)
      : value.map(withoutHeights)
  }
  if (typeof value === 'object' && value !== null && 'coordinates' in value)
    return { ...value, coordinates: withoutHeights(value.coordinates) }
  return value
}
