import type { screenRoutes, StreamItem } from '@linli/contract/screen'
import type { RouteOutput } from '@linli/contract/route'
import { elapsedWorking } from '../../platform/calendar/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { areaNames } from '../areas/index.ts'
import { staffOnDuty } from '../identity/index.ts'
import { categoryById, recentMatters, settlementsOn } from '../matters/index.ts'
import type { ScreenArea } from './areas.ts'

const STREAM_LENGTH = 12

/** Median working hours from report to settlement, of what was settled on each of these days. */
export async function medianSettleHours(
  ctx: Ctx,
  area: ScreenArea,
  days: readonly string[],
): Promise<Map<string, number>> {
  const county = await countyOf(ctx.deps, ctx.countyId)
  const calendar = calendarOf(county)
  const settled = await settlementsOn(ctx.db, ctx.countyId, area, days, county.timeZone)
  return new Map(
    [...Map.groupBy(settled, (one) => one.day)].map(([day, ones]) => {
      const hours = ones
        .map((one) => elapsedWorking(calendar, Date.parse(one.reportedAt), Date.parse(one.at)) / 3_600_000)
        .toSorted((a, b) => a - b)
      return [day, Math.round((hours[Math.floor(hours.length / 2)] ?? 0) * 10) / 10]
    }),
  )
}

/** The newest matters, confidential ones by their category alone. */
export async function newestMatters(ctx: Ctx, area: ScreenArea): Promise<StreamItem[]> {
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const now = ctx.deps.now().getTime()
  const matters = await recentMatters(ctx.db, ctx.countyId, area, STREAM_LENGTH)
  const towns = await areaNames(
    ctx.deps,
    ctx.countyId,
    matters.flatMap((one) => one.townId ?? []),
  )
  return Promise.all(
    matters.map(async ({ dueAt, categoryId, confidential, ...matter }): Promise<StreamItem> => {
      const { rules } = await categoryById(ctx.deps, ctx.countyId, categoryId)
      const due = dueAt === null ? null : Date.parse(dueAt)
      const overdue = due !== null && due < now
      const minutes =
        due === null ? null : Math.round(elapsedWorking(calendar, Math.min(now, due), Math.max(now, due)) / 60_000)
      return {
        ...matter,
        title: confidential ? rules.names.zh : matter.title,
        townName: matter.townId === null ? null : (towns.get(matter.townId) ?? null),
        overdue,
        remainingMinutes: minutes === null ? null : overdue ? -minutes : minutes,
        category: { code: rules.code, names: rules.names },
      }
    }),
  )
}

/** Numbers on duty by kind of unit: people whose post runs today. Never where a person is. */
export async function dutyLines(ctx: Ctx): Promise<RouteOutput<typeof screenRoutes.getScreen>['duty']> {
  const byUnit = await staffOnDuty(ctx.deps, ctx.countyId)
  const of = (prefix: string) =>
    byUnit.filter((row) => row.unitKind.startsWith(prefix)).reduce((sum, row) => sum + row.people, 0)
  return [
    { names: { zh: '县级中心', en: 'County centre' }, value: `${of('county_centre')} 人` },
    { names: { zh: '乡镇街道', en: 'Towns' }, value: `${of('town_')} 人` },
    { names: { zh: '村（社区）', en: 'Villages' }, value: `${of('village_')} 人` },
    { names: { zh: '职能部门', en: 'Departments' }, value: `${of('department')} 人` },
  ]
}
