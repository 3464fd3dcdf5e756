import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { peopleWith } from '../identity/index.ts'

/** A commander is somebody whose role carries leading. */
export async function requireCommander(ctx: Ctx, staffId: string): Promise<void> {
  const leaders = await peopleWith(ctx.db, ctx.countyId, 'incident.lead', staffId)
  if (leaders.length === 0) throw new Problem('incident.no_commander')
}

export async function joinUnits(
  tx: CommandTx,
  ctx: Ctx,
  incidentId: string,
  unitIds: readonly string[],
): Promise<void> {
  if (unitIds.length === 0) return
  await tx.db
    .insertInto('incidentUnits')
    .values([...new Set(unitIds)].map((unitId) => ({ countyId: ctx.countyId, incidentId, unitId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
