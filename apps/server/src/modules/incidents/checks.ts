import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { unitDirectory } from '../identity/index.ts'
import { lockFor, writeEntry } from './queries.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

/** Ticks a line, or takes the tick back. Of two at once the second is told that it is ticked. */
export function tickIncidentCheck(ctx: Ctx, input: Input<'tickIncidentCheck'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'tick', input.incidentId)
    const check = await checkOf(tx, ctx, row.id, input.checkId)
    if ((check.doneAt !== null) === input.done) throw new Problem('incident.check_moved')
    await tx.db
      .updateTable('incidentChecks')
      .set({ doneAt: input.done ? ctx.deps.now().toISOString() : null, doneBy: input.done ? ctx.actor.id : null })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', check.id)
      .execute()
    await writeEntry(tx, ctx, row, {
      kind: 'check',
      words: check.names.zh,
      facts: { names: check.names, done: input.done },
    })
    return { done: true as const }
  })
}

export function ownIncidentCheck(ctx: Ctx, input: Input<'ownIncidentCheck'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'plan', input.incidentId)
    const check = await checkOf(tx, ctx, row.id, input.checkId)
    const unit = (await unitDirectory(ctx.deps, ctx.countyId)).find(input.unitId)
    if (!unit) throw new Problem('unit.not_found')
    await tx.db
      .updateTable('incidentChecks')
      .set({ unitId: unit.id })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', check.id)
      .execute()
    await writeEntry(tx, ctx, row, {
      kind: 'check',
      words: check.names.zh,
      facts: { names: check.names, owner: unit.name },
    })
    return { done: true as const }
  })
}

async function checkOf(tx: CommandTx, ctx: Ctx, incidentId: string, checkId: string) {
  const check = await tx.db
    .selectFrom('incidentChecks')
    .select(['id', 'names', 'doneAt'])
    .where('countyId', '=', ctx.countyId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', checkId)
    .executeTakeFirst()
  if (!check) throw new Problem('incident.check_not_found')
  // Written by `beginIncidentPlan` from a template.
  return { ...check, names: check.names as { zh: string; en: string } }
}
