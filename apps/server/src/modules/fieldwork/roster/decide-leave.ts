import type { Leave, rosterRoutes } from '@linli/contract/duty-roster'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { closeWorkItems } from '../../../platform/work-items/work-items.ts'
import { standIn } from '../../areas/index.ts'
import { isActiveStaff } from '../../identity/index.ts'
import { addDays } from '../plan/days.ts'
import { daysName, leavesWhere } from './leave-rows.ts'
import { stationsFor } from './station.ts'
import { announceRoster, tellAboutDuty } from './tell-roster.ts'

type Routes = typeof rosterRoutes

/** Rows whose `unit_id` is one of the stations where the actor manages. */
export async function ofMyStations(ctx: Ctx, alias: string) {
  if (ctx.actor.reach('fieldwork.manage') === 'county') return sql<SqlBool>`true`
  const ids = (await stationsFor(ctx, 'fieldwork.manage')).map(({ id }) => id)
  return sql<SqlBool>`${sql.ref(`${alias}.unitId`)} = any(${ids}::uuid[])`
}

export async function listLeaves(
  ctx: Ctx,
  input: RouteParsed<Routes['listLeaves']>,
): Promise<RouteOutput<Routes['listLeaves']>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(l.asked_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const states = input.state ?? ['asked']
  const within = sql<SqlBool>`${await ofMyStations(ctx, 'l')} AND l.state = any(${states}::text[]) AND ${beyond}`
  const rows = await leavesWhere(ctx, ctx.db, within, input.limit + 1)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  return {
    items: items.map((leave) => ({ ...leave, decidable: leave.state === 'asked' && leave.staff.id !== ctx.actor.id })),
    next,
  }
}

/** The station's answer. A stand-in has the grids of whoever is away, so that what cannot wait is done. */
export async function decideLeave(ctx: Ctx, input: RouteParsed<Routes['decideLeave']>): Promise<Leave> {
  const within = await ofMyStations(ctx, 'l')
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{
      staffId: string
      unitId: string
      state: Leave['state']
      firstDay: string
      lastDay: string
    }>`
      SELECT l.staff_id, l.unit_id, l.state, l.first_day, l.last_day FROM leaves l
      WHERE l.county_id = ${ctx.countyId} AND l.id = ${input.leaveId} AND l.staff_id <> ${ctx.actor.id} AND ${within}
      FOR UPDATE`.execute(tx.db)
    const [leave] = rows
    if (!leave) throw new Problem('leave.not_found')
    if (leave.state !== 'asked') throw new Problem('leave.decided')
    const at = ctx.deps.now().toISOString()
    const standInId = input.grant ? input.standInId : undefined
    const duties: string[] = []
    if (standInId !== undefined) {
      if (standInId === leave.staffId)
        throw new Problem('input.invalid', undefined, [{ path: 'standInId', rule: 'stand_in_self' }])
      if (!(await isActiveStaff(tx.db, ctx.countyId, standInId))) throw new Problem('staff.not_found')
      const { staffId: forId, firstDay: from, lastDay } = leave
      duties.push(...(await standIn(tx, ctx, { forId, byId: standInId, from, until: addDays(lastDay, 1) })))
    }
    await tx.db
      .updateTable('leaves')
      .set({
        state: input.grant ? 'granted' : 'refused',
        decidedBy: ctx.actor.id,
        decidedAt: at,
        answer: input.words,
        standInId: standInId ?? null,
        standInDuties: duties,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.leaveId)
      .execute()
    await closeWorkItems(tx.db, { countyId: ctx.countyId, subjectKind: 'leave', subjectId: input.leaveId, at })
    tx.subject('leave', input.leaveId)
    await announceRoster(ctx, tx, leave.unitId, [leave.staffId])
    const [after] = await leavesWhere(ctx, tx.db, sql<SqlBool>`l.id = ${input.leaveId}`, 1)
    if (!after) throw new Error(`leave ${input.leaveId} is gone`)
    const days = daysName(leave)
    const words = input.words === '' ? '' : `: ${input.words}`
    await tellAboutDuty(tx, ctx, leave.staffId, input.grant ? 'leave_granted' : 'leave_refused', { days, words })
    if (standInId !== undefined) await tellAboutDuty(tx, ctx, standInId, 'stand_in', { days, name: after.staff.name })
    return after
  })
}
