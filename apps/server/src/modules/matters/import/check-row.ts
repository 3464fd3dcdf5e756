import type { Point } from '@linli/contract/common'
import type { MatterColumn, MatterFaultReason } from '@linli/contract/matter-import'
import { dayIn } from '../../../platform/calendar/index.ts'
import type { ListedMatter } from './columns.ts'

/** What a row is held against; made once for the whole list. */
export interface Knowledge {
  /** Code of a category by its code or name. */
  readonly categories: ReadonlyMap<string, string>
  /** Id of a village or grid by the code that it had on a day, or has today. */
  areaOf(code: string, day: string | null): string | undefined
  readonly timeZone: string
  readonly now: Date
  /** Whether a point, as the list has it, lay in the county on a day. */
  inCounty(point: Point, day: string | null): boolean
  /** Source numbers that were imported before. */
  readonly known: ReadonlySet<string>
  /** Source numbers of the rows so far. */
  readonly seen: Set<string>
}

/** A row that can be taken in. */
export interface GoodRow {
  readonly line: number
  readonly title: string | undefined
  readonly description: string
  readonly categoryCode: string
  readonly point: Point | undefined
  readonly areaId: string | undefined
  readonly address: string | undefined
  readonly name: string | undefined
  readonly phone: string | undefined
  readonly seenAt: string | undefined
  readonly sourceNumber: string
}

export interface RowFault {
  readonly column: MatterColumn
  readonly reason: MatterFaultReason
}

const longest = { description: 2000, title: 80, address: 300, name: 50, sourceNumber: 80 } as const
const phoneForm = /^(1\d{10}|0\d{9,11})$/
const storable = (value: string) => !value.includes('\u0000') && value.isWellFormed()

/** The row as a report, or everything that is wrong with it. */
export function checkRow(row: ListedMatter, known: Knowledge): GoodRow | RowFault[] {
  const faults: RowFault[] = []
  const fault = (column: MatterColumn, reason: MatterFaultReason) => void faults.push({ column, reason })
  const cell = (column: MatterColumn) => row.cells[column] || undefined

  for (const [column, value] of Object.entries(row.cells)) {
    // The keys are those of MatterColumn; Object.entries forgets it.
    if (!storable(value)) fault(column as MatterColumn, 'unstorable_text')
  }
  for (const [column, most] of Object.entries(longest)) {
    if ((row.cells[column as MatterColumn] ?? '').length > most) fault(column as MatterColumn, 'too_long')
  }
  const description = cell('description')
  if (description === undefined) fault('description', 'missing')
  const named = cell('category')
  const categoryCode = named === undefined ? undefined : known.categories.get(named)
  if (categoryCode === undefined) fault('category', named === undefined ? 'missing' : 'category_unknown')
  const seenAt = instantOf(cell('seenAt'), known, fault)
  const day = seenAt === undefined ? null : dayIn(known.timeZone, new Date(seenAt))
  const point = pointOf(cell('lon'), cell('lat'), { fault, inCounty: (at) => known.inCounty(at, day) })
  const code = cell('areaCode')
  const areaId = code === undefined ? undefined : known.areaOf(code, day)
  if (code !== undefined && areaId === undefined) fault('areaCode', 'area_unknown')
  const address = cell('address')
  if (!cell('lon') && !cell('lat') && code === undefined && address === undefined) fault('address', 'place_missing')
  const phone = cell('phone')?.replaceAll(/[\s-]/g, '')
  if (phone !== undefined && !phoneForm.test(phone)) fault('phone', 'phone_form')
  const ownNumber = cell('sourceNumber')
  const sourceNumber = ownNumber ?? row.fingerprint
  if (known.known.has(sourceNumber)) {
    if (ownNumber === undefined) fault('description', 'row_known')
    else fault('sourceNumber', 'number_known')
  } else if (known.seen.has(sourceNumber)) fault('sourceNumber', 'number_twice')
  known.seen.add(sourceNumber)
  if (faults.length > 0 || description === undefined || categoryCode === undefined) return faults
  const { line } = row
  const rest = { title: cell('title'), address, name: cell('name'), phone, seenAt, sourceNumber }
  return { line, description, categoryCode, point, areaId, ...rest }
}

type Report = (column: MatterColumn, reason: MatterFaultReason) => void

function pointOf(
  lon: string | undefined,
  lat: string | undefined,
  { fault, inCounty }: { readonly fault: Report; inCounty(point: Point): boolean },
): Point | undefined {
  if (lon === undefined && lat === undefined) return undefined
  if (lon === undefined || lat === undefined) {
    fault(lon === undefined ? 'lon' : 'lat', 'coordinate_alone')
    return undefined
  }
  const point = { lon: Number(lon), lat: Number(lat) }
  if (!(Math.abs(point.lon) <= 180)) fault('lon', 'coordinate_form')
  else if (!(Math.abs(point.lat) <= 90)) fault('lat', 'coordinate_form')
  else if (!inCounty(point)) fault('lon', 'outside_county')
  else return point
  return undefined
}

const localTime = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

/** The days that a list tells of, as far as they can be read. */
export function daysIn(rows: readonly ListedMatter[], known: Pick<Knowledge, 'timeZone' | 'now'>): Set<string> {
  const instants = rows.flatMap(({ cells }) => parseInstant(cells.seenAt ?? '', known.timeZone) ?? [])
  return new Set(instants.filter((at) => at <= known.now.getTime()).map((at) => dayIn(known.timeZone, new Date(at))))
}

/** Times without a zone are the county's; a day alone is its noon, so that it stays that day everywhere. */
function instantOf(words: string | undefined, known: Knowledge, fault: Report): string | undefined {
  if (words === undefined) return undefined
  const at = parseInstant(words, known.timeZone)
  if (at === undefined) fault('seenAt', 'time_form')
  else if (at > known.now.getTime()) fault('seenAt', 'time_in_future')
  else return new Date(at).toISOString()
  return undefined
}

function parseInstant(words: string, timeZone: string): number | undefined {
  if (/[zZ]$|[+-]\d{2}:\d{2}$/.test(words)) {
    const at = Date.parse(words)
    return Number.isNaN(at) ? undefined : at
  }
  const match = localTime.exec(words)
  if (!match) return undefined
  const [year, month, day, hour = 12, minute = 0, second = 0] = match.slice(1).map((part) => part && Number(part))
  try {
    return Temporal.PlainDateTime.from(
      // The pattern makes all of them numbers.
      { year, month, day, hour, minute, second } as Temporal.PlainDateTimeLike,
      { overflow: 'reject' },
    ).toZonedDateTime(timeZone).epochMilliseconds
  } catch {
    return undefined
  }
}
