import type { Limit, LimitUnit } from '@linli/contract/clock'
import chineseDays from 'chinese-days'

/** Local hours of one shift, `HH:MM`. */
export interface Shift {
  readonly from: string
  readonly to: string
}

export interface CalendarRules {
  readonly timeZone: string
  /** Shifts of an ordinary working day, in order, not overlapping. */
  readonly shifts: readonly Shift[]
  /** Days off of the county's own, `2026-11-23`. */
  readonly extraHolidays: readonly string[]
  /** Days on which the county works although the state rests. */
  readonly extraWorkdays: readonly string[]
}

/** Half-open span of working time, epoch milliseconds. */
type Span = readonly [start: number, end: number]
interface Day {
  readonly start: number
  readonly spans: readonly Span[]
}

export const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Ten years without a working day: the county's rules leave nothing to count. */
const HORIZON_DAYS = 3_660

/**
 * Working time of a county. Days are worked out once and kept; adding a limit walks over days, not minutes.
 * Statutory holidays and make-up days come from `chinese-days`; beyond its last year weekends alone count as days off
 * (`knowsHolidays` tells).
 */
export class WorkCalendar {
  readonly #rules: CalendarRules
  readonly #off: ReadonlySet<string>
  readonly #on: ReadonlySet<string>
  /** By days since 1970, local. */
  readonly #days = new Map<number, Day>()
  /** Milliseconds of an ordinary working day: what one `work_day` is worth. */
  readonly workDayMs: number

  constructor(rules: CalendarRules) {
    this.#rules = rules
    this.#off = new Set(rules.extraHolidays)
    this.#on = new Set(rules.extraWorkdays)
    this.workDayMs = rules.shifts.reduce((sum, shift) => sum + clockMs(shift.to) - clockMs(shift.from), 0)
    if (this.workDayMs <= 0) throw new Error('a calendar needs at least one shift')
  }

  isWorkday(date: string): boolean {
    if (this.#off.has(date)) return false
    return this.#on.has(date) || chineseDays.isWorkday(date)
  }

  /** Whether the state's holidays of that year are known; otherwise only weekends are days off. */
  knowsHolidays(year: number): boolean {
    // A day that merely falls on a weekend has the weekday's name.
    return chineseDays.getDayDetail(`${year}-10-01`).name.startsWith('National Day')
  }

  isWorking(at: number): boolean {
    return this.#spansOf(this.#dayOf(at)).some(([start, end]) => at >= start && at < end)
  }

  /** When working time next begins or ends after `at`. */
  nextChange(at: number): number {
    const first = this.#dayOf(at)
    for (let day = first; day < first + HORIZON_DAYS; day++) {
      for (const [start, end] of this.#spansOf(day)) {
        if (start > at) return start
        if (end > at) return end
      }
    }
    throw new Error('no working time within ten years')
  }

  /** Milliseconds of working time in [from, to); 0 when `to` is not after `from`. */
  workingBetween(from: number, to: number): number {
    let sum = 0
    for (let day = this.#dayOf(from); day <= this.#dayOf(to) && to > from; day++) {
      for (const [start, end] of this.#spansOf(day)) sum += Math.max(0, Math.min(end, to) - Math.max(start, from))
    }
    return sum
  }

  /** The instant at which `ms` of working time have passed since `from`. */
  addWorking(from: number, ms: number): number {
    let left = ms
    const first = this.#dayOf(from)
    for (let day = first; day < first + HORIZON_DAYS; day++) {
      for (const [start, end] of this.#spansOf(day)) {
        const begins = Math.max(start, from)
        if (begins >= end) continue
        if (left <= end - begins) return begins + left
        left -= end - begins
      }
    }
    throw new Error('no working time within ten years')
  }

  // A guess by the offset near by, put right at the days' own borders: a zoned conversion takes 15 µs, and a page of
  // fifty matters asks some four hundred times.
  #dayOf(at: number): number {
    const near = Math.floor(at / DAY_MS)
    let day = near + Math.floor((at - this.#day(near).start) / DAY_MS)
    while (at < this.#day(day).start) day--
    while (at >= this.#day(day + 1).start) day++
    return day
  }

  #spansOf(day: number): readonly Span[] {
    return this.#day(day).spans
  }

  #day(day: number): Day {
    let known = this.#days.get(day)
    if (!known) {
      known = this.#workOut(new Date(day * DAY_MS).toISOString().slice(0, 10))
      this.#days.set(day, known)
    }
    return known
  }

  #workOut(date: string): Day {
    const at = (time: string) =>
      Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(this.#rules.timeZone).epochMilliseconds
    const shifts = this.isWorkday(date) ? this.#rules.shifts : []
    return { start: at('00:00'), spans: shifts.map(({ from, to }): Span => [at(from), at(to)]) }
  }
}

function clockMs(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

/** How long a limit is, in its own kind of time. */
export function limitMs(calendar: WorkCalendar, limit: Limit): number {
  switch (limit.unit) {
    case 'urgent_hour':
    case 'work_hour':
      return limit.amount * HOUR_MS
    case 'natural_day':
      return limit.amount * DAY_MS
    case 'work_day':
      // n working days are n days' worth of shifts: reported Monday 10:00, due Tuesday 10:00. What comes in outside
      // working hours has the whole next working day, until its last shift ends.
      return limit.amount * calendar.workDayMs
  }
}

/** Time that passed between two instants, in the kind of time that the unit counts. */
export function elapsed(calendar: WorkCalendar, unit: LimitUnit, from: number, to: number): number {
  if (to <= from) return 0
  return countsRoundTheClock(unit) ? to - from : calendar.workingBetween(from, to)
}

/** Whole minutes of the unit's kind of time until an instant; negative once it has passed. */
export function minutesUntil(calendar: WorkCalendar, unit: LimitUnit, now: number, due: number): number {
  const minutes = Math.round(elapsed(calendar, unit, Math.min(now, due), Math.max(now, due)) / 60_000)
  return due < now ? -minutes : minutes
}

/** The instant at which `ms` of the unit's kind of time have passed since `from`. */
export function addElapsed(calendar: WorkCalendar, unit: LimitUnit, from: number, ms: number): number {
  return countsRoundTheClock(unit) ? from + ms : calendar.addWorking(from, ms)
}

/** When a limit that starts at `from` is due. */
export function addLimit(calendar: WorkCalendar, from: number, limit: Limit): number {
  return addElapsed(calendar, limit.unit, from, limitMs(calendar, limit))
}

/** Working milliseconds in [from, to). */
export function elapsedWorking(calendar: WorkCalendar, from: number, to: number): number {
  return calendar.workingBetween(from, to)
}

export function countsRoundTheClock(unit: LimitUnit): boolean {
  return unit === 'urgent_hour' || unit === 'natural_day'
}
