import type { StepLimits } from '@linli/contract/categories'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { setClockLimit } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import type { MatterRecord } from './queries.ts'
import { holdings } from './status.ts'

/**
 * Puts the running clocks of a matter onto other limits, counted from their own start.
 * @returns the new limit of the whole case, or null while it waits.
 */
export async function changeLimits(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  limits: StepLimits,
): Promise<string | null> {
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const subject = { countyId: ctx.countyId, subjectKind: 'matter', subjectId: matter.id }
  const { step, whole } = holdings[matter.status]
  if (step === 'accept' || step === 'dispatch' || step === 'handle') {
    await setClockLimit(tx.db, { ...subject, kind: step, limit: limits[step] }, calendar)
  }
  const clock = await setClockLimit(tx.db, { ...subject, kind: 'whole', limit: limits.whole }, calendar)
  return whole === 'runs' ? (clock?.dueAt ?? null) : null
}
