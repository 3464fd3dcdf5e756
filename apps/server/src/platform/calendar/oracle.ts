import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { LimitUnit } from '@linli/contract/clock'
import fc from 'fast-check'
import type { CalendarRules, Shift } from './calendar.ts'

// What the tests of calendar and clocks measure against: it knows nothing of spans or days and asks minute by minute
// whether that minute counts. Slow, and too plain to be wrong. The zone has had a fixed offset since 1991.

export const MINUTE = 60_000
const OFFSET = 8 * 60 * MINUTE
const MINUTES_OF_DAY = 24 * 60

// The published lists themselves, read past the library's own functions.
const published = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('chinese-days/dist/chinese-days.json'), 'utf8'),
) as { holidays: Record<string, string>; workdays: Record<string, string> }

export type Counts = (minute: number) => boolean

/** Whether the minute that begins at that instant is working time. */
export function workingMinutes(rules: CalendarRules): Counts {
  const worked = new Map<number, boolean>()
  const spans = rules.shifts.map(({ from, to }) => [minuteOfDay(from), minuteOfDay(to)] as const)
  return (at) => {
    const minute = (at + OFFSET) / MINUTE
    const day = Math.floor(minute / MINUTES_OF_DAY)
    let works = worked.get(day)
    if (works === undefined) worked.set(day, (works = isWorked(rules, new Date(day * MINUTES_OF_DAY * MINUTE))))
    const time = minute - day * MINUTES_OF_DAY
    return works && spans.some(([from, to]) => from <= time && time < to)
  }
}

function isWorked(rules: CalendarRules, midnight: Date): boolean {
  const date = midnight.toISOString().slice(0, 10)
  if (rules.extraHolidays.includes(date)) return false
  if (rules.extraWorkdays.includes(date) || date in published.workdays) return true
  return !(date in published.holidays) && midnight.getUTCDay() % 6 !== 0
}

export function minutesOf(unit: LimitUnit, rules: CalendarRules): Counts {
  return unit === 'work_hour' || unit === 'work_day' ? workingMinutes(rules) : () => true
}

/** End of the minute with which `amount` minutes that count have passed. */
export function oracleAdd(counts: Counts, from: number, amount: number): number {
  let left = amount
  for (let minute = from; ; minute += MINUTE) if (counts(minute) && --left === 0) return minute + MINUTE
}

export function oracleElapsed(counts: Counts, from: number, to: number): number {
  let sum = 0
  for (let minute = from; minute < to; minute += MINUTE) if (counts(minute)) sum++
  return sum
}

export const ordinaryShifts: Shift[] = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '17:30' },
]
export const ordinaryRules: CalendarRules = {
  timeZone: 'Asia/Shanghai',
  shifts: ordinaryShifts,
  extraHolidays: [],
  extraWorkdays: [],
}

/** Local time of the county as an instant. */
export const local = (text: string) => Date.parse(`${text}:00+08:00`)

/** Minutes from the end of 2024 to the beginning of 2027, past the last year whose holidays are known. */
export const anyMinute = fc
  .integer({ min: local('2024-12-20T00:00') / MINUTE, max: local('2027-01-20T00:00') / MINUTE })
  .map((minute) => minute * MINUTE)

const anyDate = anyMinute.map((at) => new Date(at + OFFSET).toISOString().slice(0, 10))
const time = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const anyShifts = fc.oneof(
  fc.constant(ordinaryShifts),
  // Two, four or six different times of the day, in order, are one to three shifts.
  fc
    .uniqueArray(fc.integer({ min: 0, max: 24 * 60 - 1 }), { minLength: 2, maxLength: 6 })
    .map((minutes) => minutes.toSorted((a, b) => a - b))
    .map((minutes) =>
      minutes.flatMap((from, i) =>
        i % 2 === 0 && minutes[i + 1] !== undefined ? [{ from: time(from), to: time(minutes[i + 1] ?? 0) }] : [],
      ),
    )
    // Shorter days would have the oracle walk through years.
    .filter((shifts) => minutesIn(shifts) >= 120),
)

export const anyRules: fc.Arbitrary<CalendarRules> = fc.record({
  timeZone: fc.constant('Asia/Shanghai'),
  shifts: anyShifts,
  extraHolidays: fc.array(anyDate, { maxLength: 12 }),
  extraWorkdays: fc.array(anyDate, { maxLength: 12 }),
})

export function minutesIn(shifts: readonly Shift[]): number {
  return shifts.reduce((sum, { from, to }) => sum + minuteOfDay(to) - minuteOfDay(from), 0)
}

const minuteOfDay = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
