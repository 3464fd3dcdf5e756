import type { myDutyRoutes } from '@linli/contract/duty-roster'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { closeWorkItems, openWorkItem } from '../../../platform/work-items/work-items.ts'
import { endStandIn, todayIn } from '../../areas/index.ts'
import { addDays, daysBetween } from '../plan/days.ts'
import { daysName } from './leave-rows.ts'
import { decidingUnit, homeUnit } from './station.ts'
import { announceRoster, tellAboutDuty } from './tell-roster.ts'

type Routes = typeof myDutyRoutes
const ILLNESS_TOLD_WITHIN = 31
const MOST_DAYS = 366

/** Asks the station. Whoever is ill is away from the moment that they say so; anything else waits for the answer. */
export async function askLeave(ctx: Ctx, input: RouteParsed<Routes['askLeave']>): Promise<{ done: true }> {
  const { leaveId, kind, firstDay, lastDay, words } = input
  const unit = homeUnit(ctx.actor)
  if (!unit) throw new Problem('leave.no_station')
  const today = await todayIn(ctx.deps, ctx.countyId)
  // A phone may have been away: the day on which it was asked counts.
  const askedOn =
    input.capturedAt !== undefined && input.capturedAt.slice(0, 10) < today ? input.capturedAt.slice(0, 10) : today
  const refuse = (path: string, rule: string) => new Problem('input.invalid', undefined, [{ path, rule }])
  if (lastDay < firstDay) throw refuse('lastDay', 'last_before_first')
  if (daysBetween(firstDay, lastDay) >= MOST_DAYS) throw refuse('lastDay', 'leave_too_long')
  if (kind !== 'sick' && firstDay < askedOn) throw refuse('firstDay', 'only_illness_afterwards')
  if (firstDay < addDays(askedOn, -ILLNESS_TOLD_WITHIN)) throw refuse('firstDay', 'too_long_ago')
  return runCommand(ctx, input.commandId, async (tx) => {
    await tx.db
      .insertInto('leaves')
      .values({
        countyId: ctx.countyId,
        id: leaveId,
        // Only staff reach the route.
        staffId: ctx.actor.id as string,
        unitId: unit.id,
        kind,
        firstDay,
        lastDay,
        words,
        askedAt: ctx.deps.now().toISOString(),
      })
      .execute()
    await openWorkItem(tx.db, {
      countyId: ctx.countyId,
      module: 'fieldwork',
      kind: 'leave',
      subjectKind: 'leave',
      subjectId: leaveId,
      unitId: await decidingUnit(ctx, unit.id),
      staffId: null,
      exceptStaffId: ctx.actor.id,
      areaId: null,
      title: `${ctx.actor.name} ${daysName(input)}`,
      facts: { leave: kind },
      danger: false,
      dueFromClock: null,
    })
    tx.subject('leave', leaveId)
    if (kind === 'sick') await announceRoster(ctx, tx, unit.id, [ctx.actor.id as string])
    return { done: true as const }
  })
}

/** Takes leave back before it begins; once it has begun, its days from today on. The stand-in is free for what is left. */
export async function withdrawLeave(ctx: Ctx, input: RouteParsed<Routes['withdrawLeave']>): Promise<{ done: true }> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  return runCommand(ctx, input.commandId, async (tx) => {
    const leave = await tx.db
      .selectFrom('leaves')
      .select(['state', 'firstDay', 'lastDay', 'unitId', 'standInId', 'standInDuties'])
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.leaveId)
      .where('staffId', '=', ctx.actor.id)
      .forUpdate()
      .executeTakeFirst()
    if (!leave) throw new Problem('leave.not_found')
    const isOpen = leave.state === 'asked' || leave.state === 'granted'
    if (!isOpen || leave.lastDay < today) throw new Problem('leave.decided')
    await sql`
      UPDATE leaves SET state = CASE WHEN first_day >= ${today}::date THEN 'withdrawn' ELSE state END,
        last_day = CASE WHEN first_day >= ${today}::date THEN last_day ELSE ${addDays(today, -1)}::date END
      WHERE county_id = ${ctx.countyId} AND id = ${input.leaveId}`.execute(tx.db)
    const at = ctx.deps.now().toISOString()
    // What has already been taken of an illness still waits for its answer.
    if (leave.firstDay >= today)
      await closeWorkItems(tx.db, { countyId: ctx.countyId, subjectKind: 'leave', subjectId: input.leaveId, at })
    if (leave.standInId !== null) {
      await endStandIn(tx, ctx, leave.standInDuties, today)
      const day = leave.firstDay > today ? leave.firstDay : today
      await tellAboutDuty(tx, ctx, leave.standInId, 'stand_in_ended', { day: day.slice(5), name: ctx.actor.name })
    }
    tx.subject('leave', input.leaveId)
    await announceRoster(ctx, tx, leave.unitId, [ctx.actor.id as string])
    return { done: true as const }
  })
}
