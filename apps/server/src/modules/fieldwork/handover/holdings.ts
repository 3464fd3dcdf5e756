import type { handoverRoutes, Holdings } from '@linli/contract/duty-handover'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { countWorkOf } from '../../../platform/work-items/work-items.ts'
import { areaNames, dutiesOf, type HeldDuty, todayIn } from '../../areas/index.ts'
import { staffNames, staffOfUnit } from '../../identity/index.ts'
import { mattersInHand } from '../../matters/index.ts'
import { getStation } from '../roster/station.ts'

type Routes = typeof handoverRoutes

/** What somebody has in hand, and who of the station could take it; the first page of the wizard. */
export async function getHoldings(
  ctx: Ctx,
  { staffId, unitId, onDay }: RouteParsed<Routes['getHoldings']>,
): Promise<RouteOutput<Routes['getHoldings']>> {
  const station = await getStation(ctx, 'fieldwork.manage', unitId)
  const members = await staffOfUnit(ctx.db, ctx.countyId, unitId)
  if (!members.some(({ id }) => id === staffId)) throw new Problem('staff.not_found')
  const held = await holdingsOf(ctx, ctx.db, staffId, station, onDay)
  const candidates = members.filter(({ id }) => id !== staffId).map(({ id, name }) => ({ id, name }))
  return { ...held, candidates }
}

export async function holdingsOf(
  ctx: Ctx,
  db: Db,
  staffId: string,
  unit: { readonly id: string; readonly name: string },
  onDay: string,
): Promise<Holdings> {
  const { countyId } = ctx
  const [duties, matters, tasks, names] = [
    await dutiesOf(db, countyId, staffId, onDay),
    await mattersInHand(db, countyId, staffId),
    await countWorkOf(db, countyId, staffId),
    await staffNames(ctx.deps, countyId, [staffId]),
  ]
  const { rows } = await sql<{ shifts: number; quarantined: number }>`
    SELECT (SELECT count(*)::int FROM shifts WHERE county_id = ${countyId} AND staff_id = ${staffId} AND state = 'planned'
        AND on_day >= ${onDay}::date) AS shifts,
      (SELECT count(*)::int FROM quarantine WHERE county_id = ${countyId} AND staff_id = ${staffId} AND state = 'waiting') AS quarantined`.execute(
    db,
  )
  const phones = await db
    .selectFrom('fieldDevices')
    .select(['name', 'lastSyncAt'])
    .where('countyId', '=', countyId)
    .where('staffId', '=', staffId)
    .where('revokedAt', 'is', null)
    .orderBy('enrolledAt')
    .execute()
  return {
    staff: { id: staffId, name: names.get(staffId) ?? '' },
    unit: { id: unit.id, name: unit.name },
    grids: await withDue(ctx, db, duties),
    matters,
    tasks,
    shifts: rows[0]?.shifts ?? 0,
    phones,
    quarantined: rows[0]?.quarantined ?? 0,
  }
}

/** Each duty with what is open in the plan of its grid. */
async function withDue(ctx: Ctx, db: Db, duties: readonly HeldDuty[]): Promise<Holdings['grids']> {
  const ids = [...new Set(duties.map(({ areaId }) => areaId))]
  const open = await dueIn(ctx, db, ids)
  const names = await areaNames(ctx.deps, ctx.countyId, ids)
  return duties.map(({ assignmentId, areaId, kind }) => {
    const { due, overdue } = open.get(areaId) ?? { due: 0, overdue: 0 }
    return { assignmentId, areaId, areaName: names.get(areaId) ?? '', kind, due, overdue }
  })
}

/** What is open in the plan, by grid. */
export async function dueIn(
  ctx: Ctx,
  db: Db,
  gridIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly due: number; readonly overdue: number }>> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { rows } = await sql<{ gridId: string; due: number; overdue: number }>`
    SELECT grid_id, count(*)::int AS due, (count(*) FILTER (WHERE due_by < ${today}::date))::int AS overdue
    FROM due_items WHERE county_id = ${ctx.countyId} AND state = 'open' AND grid_id = any(${[...gridIds]}::uuid[])
    GROUP BY grid_id`.execute(db)
  return new Map(rows.map((row) => [row.gridId, row]))
}
