import type { DutyPeriod, DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import { addDays, type Day, daysBetween, laterOf, mondayOf, monthOf, weekdayOf } from './days.ts'

/** One call within a period of a rule: on any of its days, from the first to the last. */
export interface Turn {
  readonly periodFrom: Day
  readonly nth: number
  readonly from: Day
  readonly by: Day
}

type Timing = Pick<DutyRuleTerms, 'per' | 'times' | 'weekdays' | 'months'>

const MONTHS: Readonly<Record<DutyPeriod, number>> = { day: 0, week: 0, month: 1, quarter: 3, half_year: 6, year: 12 }

/** Whether the rule is done on that day at all; `isWorkday` decides where the rule names no days of the week. */
export function isDutyDay({ weekdays, months }: Timing, day: Day, isWorkday: (day: Day) => boolean): boolean {
  if (months.length > 0 && !months.includes(Number(day.slice(5, 7)))) return false
  return weekdays.length > 0 ? weekdays.includes(weekdayOf(day)) : isWorkday(day)
}

/** Turns whose days touch the span from `first` to `last`, in their order. */
export function turnsOf(terms: Timing, first: Day, last: Day, isWorkday: (day: Day) => boolean): Turn[] {
  const turns: Turn[] = []
  for (let from = periodStart(terms.per, first); from <= last; from = periodEnd(terms.per, from)) {
    const end = periodEnd(terms.per, from)
    for (const [index, days] of slicesOf(terms, from, end).entries()) {
      const [begins, ends] = [days[0], days.at(-1)]
      if (begins === undefined || ends === undefined || ends < first || begins > last) continue
      // A slice without a day on which anybody would come is no turn.
      if (!days.some((day) => isDutyDay(terms, day, isWorkday))) continue
      turns.push({ periodFrom: from, nth: index + 1, from: begins, by: ends })
    }
  }
  return turns
}

/** Days of a period that lie in the rule's months, cut into as many slices as it is to be done; by whole months where that fits. */
function slicesOf({ per, times, months }: Timing, from: Day, end: Day): Day[][] {
  const days: Day[] = []
  for (let day = from; day < end; day = addDays(day, 1))
    if (months.length === 0 || months.includes(Number(day.slice(5, 7)))) days.push(day)
  if (days.length === 0) return []
  if (per === 'day') return Array.from({ length: times }, () => days)
  const byMonth = [...Map.groupBy(days, monthOf).values()]
  const units = byMonth.length > 1 && byMonth.length % times === 0 ? byMonth : days.map((day) => [day])
  // A week of which two days lie in the rule's months has two turns at most.
  const slices = Math.min(times, units.length)
  const at = (index: number) => Math.floor((index * units.length) / slices)
  return Array.from({ length: slices }, (_, index) => units.slice(at(index), at(index + 1)).flat())
}

/** First day of the period that a day lies in. */
export function periodStart(per: DutyPeriod, day: Day): Day {
  if (per === 'day') return day
  if (per === 'week') return mondayOf(day)
  const [year = 0, month = 1] = day.split('-').map(Number)
  return firstOf(year, month - ((month - 1) % MONTHS[per]))
}

/** The first day after it. */
function periodEnd(per: DutyPeriod, from: Day): Day {
  if (per === 'day') return addDays(from, 1)
  if (per === 'week') return addDays(from, 7)
  const [year = 0, month = 1] = from.split('-').map(Number)
  const next = month + MONTHS[per]
  return next > 12 ? firstOf(year + 1, next - 12) : firstOf(year, next)
}

const firstOf = (year: number, month: number): Day => `${year}-${String(month).padStart(2, '0')}-01`

/**
 * What share of a turn is left when its rule begins in the midst of it: a county that begins in December does not call on
 * everybody before the year is out.
 */
export function shareFrom(terms: Timing, turn: Turn, since: Day, isWorkday: (day: Day) => boolean): number {
  if (since <= turn.from) return 1
  const count = (from: Day) => {
    let days = 0
    for (let ahead = 0; ahead <= daysBetween(from, turn.by); ahead++)
      if (isDutyDay(terms, addDays(from, ahead), isWorkday)) days++
    return days
  }
  const all = count(turn.from)
  return all === 0 ? 1 : count(laterOf(since, turn.from)) / all
}
