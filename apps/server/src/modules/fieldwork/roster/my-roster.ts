import type { MyRoster } from '@linli/contract/duty-roster'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { todayIn } from '../../areas/index.ts'
import { staffOfUnit } from '../../identity/index.ts'
import { addDays } from '../plan/days.ts'
import { leavesWhere } from './leave-rows.ts'
import { shiftsWhere } from './shift-rows.ts'
import { homeUnit } from './station.ts'
import { swapsWhere } from './swap-rows.ts'

const DAYS_BACK = 7
const DAYS_AHEAD = 42
/** The last ones; older ones are of no use on a phone. */
const MOST = 30

/** All that somebody needs to know of their own duty; small enough to lie on a phone. */
export async function getMyRoster(ctx: Ctx): Promise<MyRoster> {
  const { countyId, actor } = ctx
  const { timeZone, settings } = await countyOf(ctx.deps, countyId)
  const today = await todayIn(ctx.deps, countyId)
  const unit = homeUnit(actor)
  const members = unit ? await staffOfUnit(ctx.db, countyId, unit.id) : []
  const colleagues = members.filter(({ id }) => id !== actor.id).map(({ id, name }) => ({ id, name }))
  const planned = sql<SqlBool>`s.county_id = ${countyId} AND s.state = 'planned' AND s.on_day <= ${addDays(today, DAYS_AHEAD)}::date`
  const [mine, theirs, leaves, swaps] = await Promise.all([
    shiftsWhere(
      ctx.db,
      timeZone,
      sql<SqlBool>`${planned} AND s.staff_id = ${actor.id} AND s.on_day >= ${addDays(today, -DAYS_BACK)}::date`,
    ),
    shiftsWhere(
      ctx.db,
      timeZone,
      sql<SqlBool>`${planned} AND s.unit_id = ${unit?.id ?? null}::uuid AND s.staff_id = any(${colleagues.map(({ id }) => id)}::uuid[])
        AND s.on_day >= ${today}::date`,
    ),
    leavesWhere(ctx, ctx.db, sql<SqlBool>`l.staff_id = ${actor.id}`, MOST),
    swapsWhere(ctx, ctx.db, sql<SqlBool>`(w.from_id = ${actor.id} OR w.to_id = ${actor.id})`, MOST),
  ])
  const { on, basis } = settings.clockIn
  return {
    today,
    unit,
    clockIn: { on, basis },
    swapsDecidedBy: settings.swapsDecidedBy,
    shifts: mine,
    colleagues,
    theirShifts: theirs,
    leaves,
    swaps,
  }
}
