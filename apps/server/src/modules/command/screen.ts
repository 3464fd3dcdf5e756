import type { AreaFigures, Figure, screenRoutes, StreamItem } from '@linli/contract/screen'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { readCounters } from '../../platform/counters/index.ts'
import { countyOf } from '../../platform/county/county.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { workersByArea } from '../areas/index.ts'
import { countOverdue } from '../matters/index.ts'
import { areaCounts, findArea, screenAreasBelow } from './areas.ts'
import { dutyLines, medianSettleHours, newestMatters } from './queries.ts'

type Screen = RouteOutput<typeof screenRoutes.getScreen>
const WEEKS = 8
/** Screens that ask within such a moment share one answer. */
const SHARED_MS = 500

const shared = new Map<string, { until: number; answer: Promise<Screen> }>()

/** The figures of one area, shared by all screens that ask at the same moment. */
export function getScreen(ctx: Ctx, input: RouteParsed<typeof screenRoutes.getScreen>): Promise<Screen> {
  const now = ctx.deps.now().getTime()
  const key = `${ctx.countyId}:${input.areaId ?? ''}`
  const held = shared.get(key)
  if (held && held.until > now) return held.answer
  const answer = readScreen(ctx, input.areaId)
  shared.set(key, { until: now + SHARED_MS, answer })
  answer.catch(() => shared.delete(key))
  return answer
}

async function readScreen(ctx: Ctx, areaId: string | undefined): Promise<Screen> {
  const county = await countyOf(ctx.deps, ctx.countyId)
  const area = await findArea(ctx, areaId)
  if (!area) throw new Problem('area.not_found')
  const below = await screenAreasBelow(ctx, area)
  const now = ctx.deps.now()
  const days = sameWeekdays(now, county.timeZone)
  // Matters know their town, village and grid; the county's figures are the sum of its towns.
  const own = area.level === 'county' ? below.map((one) => one.id) : [area.id]
  const [figures, overdue, hours, stream, duty, workers] = await Promise.all([
    readCounters(ctx.db, ctx.countyId, [...new Set([...own, ...below.map((one) => one.id)])], days),
    countOverdue(ctx.db, ctx.countyId, area, now),
    medianSettleHours(ctx, area, days),
    newestMatters(ctx, area),
    dutyLines(ctx),
    workersByArea(ctx.deps, ctx.countyId),
  ])
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: county.timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now),
  )
  const sum = (day: string, measure: string) => own.reduce((total, id) => total + figures.on(id, day, measure), 0)
  const untilNow = (day: string, measure: string) =>
    range(hour + 1).reduce((total, h) => total + sum(day, `${measure}.${hourKey(h)}`), 0)
  const figure = (read: (day: string) => number | null): Figure => {
    const [today = null, ...past] = days.map(read)
    return { today, past, median: medianOf(past) }
  }
  const [today = ''] = days
  return {
    at: now.toISOString(),
    county: { name: county.name, ...(await areaCounts(ctx)) },
    area: { id: area.id, name: area.name, level: area.level, parentId: area.parentId },
    figures: {
      received: figure((day) => untilNow(day, 'received')),
      settled: figure((day) => untilNow(day, 'settled')),
      overdue: { ...figure((day) => sum(day, 'overdue')), today: overdue.total },
      medianWorkingHours: figure((day) => hours.get(day) ?? null),
      satisfied: figure((day) => share(sum(day, 'satisfied'), sum(day, 'rated'))),
    },
    settledBy: {
      grid: sum(today, 'settled.grid'),
      village: sum(today, 'settled.village'),
      town: sum(today, 'settled.town'),
      county: sum(today, 'settled.county'),
    },
    open: own.reduce((total, id) => total + figures.now(id, 'open'), 0),
    areas: below.map((one): AreaFigures => ({
      areaId: one.id,
      name: one.name,
      households: one.households,
      open: figures.now(one.id, 'open'),
      overdue: overdue.byArea.get(one.id) ?? 0,
      danger: overdue.danger.get(one.id) ?? 0,
      onDuty: workers.get(one.id) ?? 0,
    })),
    hours: hourBands(days, (day, h) => sum(day, `received.${hourKey(h)}`), hour),
    stream: stream satisfies StreamItem[],
    duty,
  }
}

/** Today and the same weekday of the eight weeks before, newest first. */
function sameWeekdays(now: Date, timeZone: string): string[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone })
  return range(WEEKS + 1).map((week) => format.format(new Date(now.getTime() - week * 7 * 86_400_000)))
}

function hourBands(
  days: readonly string[],
  read: (day: string, hour: number) => number,
  hour: number,
): Screen['hours'] {
  const [today = '', ...past] = days
  const band = (pick: (sorted: number[]) => number) =>
    range(24).map((h) => pick(past.map((day) => read(day, h)).toSorted((a, b) => a - b)))
  return {
    today: range(hour + 1).map((h) => read(today, h)),
    low: band((sorted) => sorted[0] ?? 0),
    median: band((sorted) => medianOf(sorted) ?? 0),
    high: band((sorted) => sorted.at(-1) ?? 0),
  }
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  const middle = Math.floor(known.length / 2)
  if (known.length === 0) return null
  // Both lie inside the list.
  return known.length % 2 === 1
    ? (known[middle] as number)
    : ((known[middle - 1] as number) + (known[middle] as number)) / 2
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const hourKey = (hour: number) => `h${String(hour).padStart(2, '0')}`
const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 100))
