import type { RosterWeek, rosterRoutes } from '@linli/contract/duty-roster'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import type { Db } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaNames, gridHolders, openGrids, todayIn } from '../../areas/index.ts'
import { staffNames, staffOfUnit } from '../../identity/index.ts'
import { addDays, earlierOf, laterOf, weekdayOf } from '../plan/days.ts'
import { shiftsWhere } from './shift-rows.ts'
import { getStation, reachesStation, type Station, stationsFor } from './station.ts'

type Routes = typeof rosterRoutes

export function requireMonday(monday: string): void {
  if (weekdayOf(monday) !== 1) throw new Problem('input.invalid', undefined, [{ path: 'monday', rule: 'monday' }])
}

/** Stations in reach, in order of town and name, with the state of one week. */
export async function listRosterStations(
  ctx: Ctx,
  { monday }: RouteParsed<Routes['listRosterStations']>,
): Promise<RouteOutput<Routes['listRosterStations']>> {
  requireMonday(monday)
  const stations = await stationsFor(ctx, 'fieldwork.read')
  const weeks = await ctx.db
    .selectFrom('rosterWeeks')
    .select(['unitId', 'publishedAt'])
    .where('countyId', '=', ctx.countyId)
    .where('monday', '=', monday)
    .execute()
  const published = new Map(weeks.map(({ unitId, publishedAt }) => [unitId, publishedAt]))
  const towns = await areaNames(
    ctx.deps,
    ctx.countyId,
    stations.flatMap(({ place }) => place.townId ?? []),
  )
  const items = stations.map(({ id, name, place }) => ({
    id,
    name,
    townName: place.townId === null ? null : (towns.get(place.townId) ?? null),
    publishedAt: published.get(id) ?? null,
  }))
  return {
    items: items.toSorted((a, b) => (a.townName ?? '').localeCompare(b.townName ?? '') || a.name.localeCompare(b.name)),
  }
}

export async function getRosterWeek(
  ctx: Ctx,
  { unitId, monday }: RouteParsed<Routes['getRosterWeek']>,
): Promise<RosterWeek> {
  requireMonday(monday)
  return readWeek(ctx, ctx.db, await getStation(ctx, 'fieldwork.read', unitId), monday)
}

/** The whole week as it stands. Drafts are for those who plan; others see what is published. */
export async function readWeek(ctx: Ctx, db: Db, station: Station, monday: string): Promise<RosterWeek> {
  const { countyId } = ctx
  const { timeZone, calendar } = await countyOf(ctx.deps, countyId)
  const sunday = addDays(monday, 6)
  const editable = reachesStation(ctx.actor, 'fieldwork.manage', station)
  const week = await db
    .selectFrom('rosterWeeks')
    .select(['version', 'publishedAt'])
    .where('countyId', '=', countyId)
    .where('unitId', '=', station.id)
    .where('monday', '=', monday)
    .executeTakeFirst()
  const states = editable ? ['draft', 'planned'] : ['planned']
  const shifts = await shiftsWhere(
    db,
    timeZone,
    sql<SqlBool>`s.county_id = ${countyId} AND s.unit_id = ${station.id} AND s.on_day BETWEEN ${monday}::date AND ${sunday}::date
      AND s.state = any(${states}::text[])`,
  )
  const members = await staffOfUnit(db, countyId, station.id)
  // Somebody who has left the station since is still named where they had a shift.
  const gone = [...new Set(shifts.map(({ staffId }) => staffId))].filter((id) => !members.some((one) => one.id === id))
  const names = await staffNames(ctx.deps, countyId, gone)
  const people = [
    ...members.map(({ id, name, title }) => ({ id, name, title })),
    ...gone.map((id) => ({ id, name: names.get(id) ?? '', title: null })),
  ]
  return {
    unit: { id: station.id, name: station.name },
    monday,
    version: week?.version ?? 0,
    publishedAt: week?.publishedAt ?? null,
    editable,
    days: Array.from({ length: 7 }, (_, n) => addDays(monday, n)).map((day) => ({
      day,
      isWorkday: calendar.isWorkday(day),
    })),
    members: people,
    grids: await gridsOf(ctx, db, station, laterOf(monday, earlierOf(await todayIn(ctx.deps, countyId), sunday))),
    leaves: await leavesOf(
      db,
      countyId,
      people.map(({ id }) => id),
      monday,
      sunday,
    ),
    shifts,
  }
}

/** Grids in the village of a station, each with those who answer for it on a day. */
async function gridsOf(ctx: Ctx, db: Db, { place }: Station, day: string): Promise<RosterWeek['grids']> {
  if (place.villageId === null) return []
  const holders = Map.groupBy(await gridHolders(db, ctx.countyId, day), ({ gridId }) => gridId)
  return (await openGrids(ctx.deps, ctx.countyId))
    .filter(({ villageId }) => villageId === place.villageId)
    .map(({ id, name }) => ({ id, name, holderIds: (holders.get(id) ?? []).flatMap(({ staffId }) => staffId ?? []) }))
}

async function leavesOf(
  db: Db,
  countyId: number,
  staffIds: readonly string[],
  from: string,
  to: string,
): Promise<RosterWeek['leaves']> {
  const { rows } = await sql<RosterWeek['leaves'][number]>`
    SELECT staff_id, first_day, last_day, state FROM leaves
    WHERE county_id = ${countyId} AND staff_id = any(${[...staffIds]}::uuid[]) AND state IN ('asked', 'granted')
      AND first_day <= ${to}::date AND last_day >= ${from}::date
    ORDER BY first_day, staff_id`.execute(db)
  return rows
}
