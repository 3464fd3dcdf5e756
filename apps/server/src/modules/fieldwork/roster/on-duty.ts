import type { rosterRoutes, ShiftKind } from '@linli/contract/duty-roster'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaNames, countyAreas, gridHolders, todayIn } from '../../areas/index.ts'
import { staffContacts } from '../../identity/index.ts'
import { isAwaySql } from './presence.ts'
import { stationsFor } from './station.ts'

interface OnShift {
  readonly staffId: string
  readonly unitId: string
  readonly kind: ShiftKind
  readonly until: string
}

/** Whoever has a shift at this moment and is not away. */
async function onShift(db: Db, countyId: number, at: string, today: string): Promise<OnShift[]> {
  const { rows } = await sql<OnShift>`
    SELECT s.staff_id, s.unit_id, s.kind, s.ends_at AS until FROM shifts s
    WHERE s.county_id = ${countyId} AND s.state = 'planned' AND s.ends_at > ${at}::timestamptz AND s.starts_at <= ${at}::timestamptz
      AND NOT EXISTS (SELECT FROM leaves l WHERE l.county_id = s.county_id AND l.staff_id = s.staff_id AND ${isAwaySql}
        AND ${today}::date BETWEEN l.first_day AND l.last_day)
    ORDER BY s.kind = 'standby', s.unit_id, s.ends_at, s.staff_id`.execute(db)
  return rows
}

/** Who is on duty now in an area, by station. */
export async function listOnDuty(
  ctx: Ctx,
  { areaId }: RouteParsed<(typeof rosterRoutes)['listOnDuty']>,
): Promise<RouteOutput<(typeof rosterRoutes)['listOnDuty']>> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { open } = await countyAreas(ctx.deps, ctx.countyId)
  const area = areaId === undefined ? null : open.get(areaId)
  if (area === undefined) throw new Problem('area.not_found')
  const within = (place: { townId: string | null; villageId: string | null }) =>
    area === null || area.level === 'county' || [place.townId, place.villageId].includes(area.id)
  const stations = new Map((await stationsFor(ctx, 'fieldwork.read')).map((station) => [station.id, station]))
  const people = await onShift(ctx.db, ctx.countyId, ctx.deps.now().toISOString(), today)
  const seen = people.filter(({ unitId }) => {
    const station = stations.get(unitId)
    return station !== undefined && within(station.place)
  })
  const contacts = await staffContacts(
    ctx.db,
    ctx.countyId,
    seen.map(({ staffId }) => staffId),
  )
  const grids = Map.groupBy(await gridHolders(ctx.db, ctx.countyId, today), ({ staffId }) => staffId)
  const names = await areaNames(ctx.deps, ctx.countyId, [...open.keys()])
  return {
    items: seen.flatMap(({ staffId, unitId, kind, until }) => {
      const [staff, unit] = [contacts.get(staffId), stations.get(unitId)]
      if (!staff || !unit) return []
      const gridNames = (grids.get(staffId) ?? []).flatMap(({ gridId }) => names.get(gridId) ?? [])
      return [{ staff, unit: { id: unit.id, name: unit.name }, kind, until, gridNames }]
    }),
  }
}

/** What the screen shows of it: numbers, never who or where. */
export interface OnDuty {
  /** Units where somebody is on shift now; standby does not count. */
  readonly here: ReadonlySet<string>
  /** Who is on shift now. The screen shows none of them; an incident asks whom to send. */
  readonly people: ReadonlySet<string>
  /** Grids whose worker or deputy is on shift now. */
  readonly grids: ReadonlySet<string>
  /** Units with a published roster of this week; of the others nothing is known. */
  readonly rostered: ReadonlySet<string>
}

export async function onDutyNow(deps: Deps, countyId: number): Promise<OnDuty> {
  const today = await todayIn(deps, countyId)
  const people = (await onShift(deps.db, countyId, deps.now().toISOString(), today)).filter(
    ({ kind }) => kind !== 'standby',
  )
  const holders = await gridHolders(deps.db, countyId, today)
  const present = new Set(people.map(({ staffId }) => staffId))
  const { rows } = await sql<{ unitId: string }>`
    SELECT unit_id FROM roster_weeks WHERE county_id = ${countyId} AND published_at IS NOT NULL
      AND monday = date_trunc('week', ${today}::date)::date`.execute(deps.db)
  return {
    here: new Set(people.map(({ unitId }) => unitId)),
    people: present,
    grids: new Set(holders.flatMap(({ gridId, staffId }) => (staffId && present.has(staffId) ? [gridId] : []))),
    rostered: new Set(rows.map(({ unitId }) => unitId)),
  }
}
