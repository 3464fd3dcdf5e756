import type { myDutyRoutes } from '@linli/contract/duty-roster'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { Problem } from '../../../platform/problem/problem.ts'

const HOUR_MS = 3_600_000
/** So long before a shift begins and after it has ended a time may belong to it. */
const BEFORE_MS = 3 * HOUR_MS
const AFTER_MS = 12 * HOUR_MS

/** Clocks in or out: a time and no place, and only where the county's rule asks for it. */
export async function clockShift(
  ctx: Ctx,
  input: RouteParsed<(typeof myDutyRoutes)['clockShift']>,
): Promise<{ done: true }> {
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  if (!settings.clockIn.on) throw new Problem('shift.clock_off')
  return runCommand(ctx, input.commandId, async (tx) => {
    const shift = await tx.db
      .selectFrom('shifts')
      .select(['startsAt', 'endsAt'])
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.shiftId)
      .where('staffId', '=', ctx.actor.id)
      .where('state', '=', 'planned')
      .forUpdate()
      .executeTakeFirst()
    if (!shift) throw new Problem('shift.not_found')
    // A phone whose clock is ahead cannot have been there later than now.
    const at = Math.min(Date.parse(input.capturedAt ?? ctx.deps.now().toISOString()), ctx.deps.now().getTime())
    if (at < Date.parse(shift.startsAt) - BEFORE_MS || at > Date.parse(shift.endsAt) + AFTER_MS)
      throw new Problem('shift.not_now')
    const time = new Date(at).toISOString()
    // The first time told holds: somebody who presses again has not come later.
    await (
      input.step === 'in'
        ? sql`UPDATE shifts SET clocked_in_at = coalesce(clocked_in_at, ${time}::timestamptz)
          WHERE county_id = ${ctx.countyId} AND id = ${input.shiftId}`
        : sql`UPDATE shifts SET clocked_out_at = coalesce(clocked_out_at, greatest(${time}::timestamptz, clocked_in_at))
          WHERE county_id = ${ctx.countyId} AND id = ${input.shiftId}`
    ).execute(tx.db)
    tx.subject('shift', input.shiftId)
    return { done: true as const }
  })
}
