import { dayIn } from '../../../platform/calendar/index.ts'

export const WEEKS = 8
const DAY_MS = 86_400_000
/** Windows of seven days reach so far back: this week and the eight before it. */
export const DAYS_HELD = (WEEKS + 1) * 7

/** The present, as figures need it: today is compared with the same weekdays up to the same hour. */
export interface Moment {
  readonly now: Date
  readonly timeZone: string
  readonly day: string
  readonly hour: number
}

export function momentOf(now: Date, timeZone: string): Moment {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now)
  return { now, timeZone, day: dayIn(timeZone, now), hour: Number(hour) }
}

/** The day so many days before; days are counted by their dates, whatever the clocks do. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)
}

/** The same weekday of the eight weeks before, newest first. */
export const sameWeekdays = (day: string): string[] => range(WEEKS).map((week) => dayBefore(day, (week + 1) * 7))

/** So many days, the last of which is this one. */
export const daysUpTo = (day: string, count: number): string[] =>
  range(count).map((index) => dayBefore(day, count - 1 - index))

/** 0 is Monday. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** The middle value, or the mean of the two in the middle, as `percentile_cont(0.5)` has it. */
export function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  const middle = Math.floor(known.length / 2)
  if (known.length === 0) return null
  // Both lie inside the list.
  return known.length % 2 === 1
    ? (known[middle] as number)
    : ((known[middle - 1] as number) + (known[middle] as number)) / 2
}

export const round = (value: number, decimals = 1): number => Math.round(value * 10 ** decimals) / 10 ** decimals
