import type { Figure, FigureCode, ScreenSnapshot } from '@linli/contract/screen-shapes'
import type { CounterMirror } from '../../../platform/counters/index.ts'
import { dayBefore, daysUpTo, medianOf, type Moment, range, round, sameWeekdays, weekdayOf, WEEKS } from './moment.ts'
import type { Settlements } from './settlements.ts'
import { isFew } from './suppress.ts'

type OwnFigures = Pick<ScreenSnapshot, 'figures' | 'settledBy' | 'categories' | 'hours' | 'trend' | 'week'>

export interface Source {
  readonly mirror: CounterMirror
  /** Under which the counters of the area stand. */
  readonly counterId: string
  /** Null: the whole county. */
  readonly areaId: string | null
  readonly settlements: Settlements
  readonly classes: readonly { readonly code: string; readonly names: { zh: string; en: string } }[]
}

const TREND_DAYS = WEEKS * 7 + 1
const WEEK = 7
const hourKey = (hour: number) => `h${String(hour).padStart(2, '0')}`

/** What stands still within an hour: worked out once, while today goes on. */
export interface Past {
  readonly figures: Readonly<Record<FigureCode, readonly (number | null)[]>>
  readonly categories: ReadonlyMap<string, number | null>
  readonly hours: Omit<ScreenSnapshot['hours'], 'today'>
  readonly trend: ScreenSnapshot['trend']
  readonly week: ScreenSnapshot['week']
}

export function pastOf(source: Source, moment: Moment): Past {
  const days = sameWeekdays(moment.day)
  // A county that began three weeks ago has nothing to compare with before: noughts would be a lie.
  const known = days.filter((day) => hasBegun(source, day))
  const read = reader(source)
  const past = (code: FigureCode) => days.map((day) => (known.includes(day) ? read[code](day, moment) : null))
  const band = (pick: (sorted: number[]) => number) =>
    range(24).map((hour) => pick(known.map((day) => at(source, day, 'received', hour)).toSorted((a, b) => a - b)))
  const trendDays = daysUpTo(dayBefore(moment.day, 1), TREND_DAYS - 1)
  return {
    figures: {
      received: past('received'),
      settled: past('settled'),
      onTime: past('onTime'),
      overdue: past('overdue'),
      reopened: past('reopened'),
      medianHours: past('medianHours'),
      satisfied: past('satisfied'),
    },
    categories: new Map(
      source.classes.map(({ code }) => [
        code,
        medianOf(known.map((day) => sumOver(source, daysUpTo(day, WEEK), `received.c${code}`))),
      ]),
    ),
    hours: {
      low: band((sorted) => sorted[0] ?? 0),
      median: band((sorted) => medianOf(sorted) ?? 0),
      high: band((sorted) => sorted.at(-1) ?? 0),
    },
    trend: {
      // Its length is that of the list, which is not empty.
      from: trendDays[0] as string,
      received: trendDays.map((day) => on(source, day, 'received')),
      settled: trendDays.map((day) => on(source, day, 'settled')),
    },
    week: weekOf(source, trendDays),
  }
}

export function ownFigures(source: Source, moment: Moment, past: Past): OwnFigures {
  const read = reader(source)
  const { day, hour } = moment
  const figure = (code: FigureCode): Figure => ({
    today: read[code](day, moment),
    past: [...past.figures[code]],
    median: medianOf(past.figures[code]),
    few: code === 'satisfied' && isFew(judgedIn(source, day)),
  })
  return {
    figures: {
      received: figure('received'),
      settled: figure('settled'),
      onTime: figure('onTime'),
      overdue: figure('overdue'),
      reopened: figure('reopened'),
      medianHours: figure('medianHours'),
      satisfied: figure('satisfied'),
    },
    settledBy: {
      grid: on(source, day, 'settled.grid'),
      village: on(source, day, 'settled.village'),
      town: on(source, day, 'settled.town'),
      county: on(source, day, 'settled.county'),
    },
    categories: source.classes
      .map(({ code, names }) => ({
        code,
        names,
        week: sumOver(source, daysUpTo(day, WEEK), `received.c${code}`),
        median: past.categories.get(code) ?? null,
      }))
      .filter(({ week, median }) => week > 0 || (median ?? 0) > 0)
      .toSorted((a, b) => b.week - a.week || a.code.localeCompare(b.code)),
    hours: { ...past.hours, today: range(hour + 1).map((each) => at(source, day, 'received', each)) },
    trend: {
      from: past.trend.from,
      received: [...past.trend.received, on(source, day, 'received')],
      settled: [...past.trend.settled, on(source, day, 'settled')],
    },
    week: past.week,
  }
}

export interface DayFigures {
  readonly day: string
  readonly figures: OwnFigures['figures']
  readonly settledBy: OwnFigures['settledBy']
}

/** A day that is over, against the same weekdays before it. */
export function wholeDay(source: Source, { now, timeZone, day: today, hour }: Moment, day: string): DayFigures {
  const days = (Date.parse(today) - Date.parse(day)) / 86_400_000
  const end = { now: new Date(now.getTime() - days * 86_400_000 + (23 - hour) * 3_600_000), timeZone, day, hour: 23 }
  const { figures, settledBy } = ownFigures(source, end, pastOf(source, end))
  return { day, figures, settledBy }
}

type Reading = (day: string, moment: Moment) => number | null

/** How each figure is read of a day, up to the hour that it is now. */
function reader(source: Source): Readonly<Record<FigureCode, Reading>> {
  const counted =
    (measure: string): Reading =>
    (day, { hour }) =>
      until(source, day, measure, hour)
  return {
    received: counted('received'),
    settled: counted('settled'),
    overdue: counted('overdue'),
    reopened: counted('reopened'),
    onTime: (day, { hour }) => share(until(source, day, 'ontime', hour), until(source, day, 'settled', hour)),
    medianHours: (day, moment) => source.settlements.onDay(source.areaId, day, endOfHour(day, moment)),
    // Of a week: in one day too few people answer, and each of them could be told apart.
    satisfied: (day) => {
      const judged = judgedIn(source, day)
      return isFew(judged) ? null : share(sumOver(source, daysUpTo(day, WEEK), 'satisfied'), judged)
    },
  }
}

const judgedIn = (source: Source, day: string) => sumOver(source, daysUpTo(day, WEEK), 'judged')

const on = ({ mirror, counterId }: Source, day: string, measure: string) => mirror.on(counterId, day, measure)
const at = (source: Source, day: string, measure: string, hour: number) =>
  on(source, day, `${measure}.${hourKey(hour)}`)
const until = (source: Source, day: string, measure: string, hour: number) =>
  range(hour + 1).reduce((sum, each) => sum + at(source, day, measure, each), 0)
const sumOver = (source: Source, days: readonly string[], measure: string) =>
  days.reduce((sum, day) => sum + on(source, day, measure), 0)
const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 100))

function hasBegun(source: Source, day: string): boolean {
  return daysUpTo(day, WEEK).some((each) => on(source, each, 'received') > 0)
}

/** The end of the present hour, on another day; China has one time and no summer time. */
function endOfHour(day: string, { now, day: today }: Moment): string {
  const days = (Date.parse(`${today}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000
  const end = Math.floor(now.getTime() / 3_600_000 + 1) * 3_600_000
  return new Date(end - days * 86_400_000).toISOString()
}

function weekOf(source: Source, days: readonly string[]): number[][] {
  const sums = range(7).map(() => range(24).map(() => 0))
  for (const day of days) {
    const hours = sums[weekdayOf(day)]
    // Seven weekdays, twenty-four hours.
    if (hours) for (const hour of range(24)) hours[hour] = (hours[hour] ?? 0) + at(source, day, 'received', hour)
  }
  return sums.map((hours) => hours.map((sum) => round(sum / WEEKS)))
}
