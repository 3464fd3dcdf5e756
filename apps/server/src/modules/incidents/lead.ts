import type { Incident } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyAreas } from '../areas/index.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'
import { joinUnits, requireCommander } from './involved.ts'
import { leads } from './policy.ts'
import { type IncidentRow, lockFor, refuseStale, writeEntry } from './queries.ts'
import { getIncident } from './room.ts'
import { scopeOf } from './scope.ts'
import { moves } from './status.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

/** Changes the head of a room; the entry says from what to what. Of two at once the second is told that it is stale. */
export async function changeIncident(ctx: Ctx, input: Input<'changeIncident'>): Promise<Incident> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'change', input.incidentId)
    refuseStale(row, input.seenVersion)
    const areaIds = input.areaIds ? [...new Set(input.areaIds)] : row.areaIds
    // An area of somebody else's is not drawn in: who leads must lead the room also as it will be.
    if (!leads(ctx.actor, { ...row, areaIds }, await countyAreas(ctx.deps, ctx.countyId)))
      throw new Problem('incident.not_leader')
    if (input.commanderId !== undefined) await requireCommander(ctx, input.commanderId)
    const before = await unitsIn(tx, ctx, row.id)
    const unitIds = input.unitIds ? [...new Set(input.unitIds)] : before
    const scope = await scopeOf(ctx, areaIds, unitIds)
    await tx.db
      .updateTable('incidents')
      .set({
        severity: input.severity ?? row.severity,
        commanderId: input.commanderId ?? row.commanderId,
        areaIds: [...areaIds],
        scope,
        version: row.version + 1,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', row.id)
      .execute()
    if (input.unitIds) {
      await tx.db
        .deleteFrom('incidentUnits')
        .where('countyId', '=', ctx.countyId)
        .where('incidentId', '=', row.id)
        .where('unitId', '<>', sql<string>`all(${unitIds}::uuid[])`)
        .execute()
      await joinUnits(tx, ctx, row.id, unitIds)
    }
    await writeEntry(
      tx,
      ctx,
      { ...row, scope },
      { kind: 'changed', words: input.words, facts: await differences(ctx, row, input) },
    )
    return { id: row.id }
  })
  return getIncident(ctx, input)
}

export async function moveIncident(ctx: Ctx, input: Input<'moveIncident'>): Promise<Incident> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, input.move, input.incidentId)
    refuseStale(row, input.seenVersion)
    if (input.move === 'close') await refuseOpenTasks(tx, ctx, row.id)
    const now = ctx.deps.now().toISOString()
    const { to } = moves[input.move]
    await tx.db
      .updateTable('incidents')
      .set({
        state: to,
        version: row.version + 1,
        stoodDownAt: to === 'open' ? null : to === 'standing_down' ? now : row.stoodDownAt,
        closedAt: to === 'closed' ? now : null,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', row.id)
      .execute()
    await writeEntry(tx, ctx, row, { kind: 'moved', words: input.words, facts: { from: row.state, to } })
    return { id: row.id }
  })
  return getIncident(ctx, input)
}

async function refuseOpenTasks(tx: CommandTx, ctx: Ctx, incidentId: string): Promise<void> {
  const { count } = await tx.db
    .selectFrom('incidentTasks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('countyId', '=', ctx.countyId)
    .where('incidentId', '=', incidentId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (count > 0) throw new Problem('incident.tasks_open', { count })
}

async function unitsIn(tx: CommandTx, ctx: Ctx, incidentId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('incidentUnits')
    .select('unitId')
    .where('countyId', '=', ctx.countyId)
    .where('incidentId', '=', incidentId)
    .execute()
  return rows.map(({ unitId }) => unitId)
}

async function differences(
  ctx: Ctx,
  row: IncidentRow,
  input: Input<'changeIncident'>,
): Promise<Record<string, unknown>> {
  const facts: Record<string, unknown> = {}
  if (input.severity && input.severity !== row.severity) facts['severity'] = [row.severity, input.severity]
  if (input.commanderId && input.commanderId !== row.commanderId) {
    const names = await staffNames(ctx.deps, ctx.countyId, [row.commanderId, input.commanderId])
    facts['commander'] = [names.get(row.commanderId) ?? '', names.get(input.commanderId) ?? '']
  }
  if (input.areaIds) facts['areas'] = [row.areaIds.length, new Set(input.areaIds).size]
  if (input.unitIds) {
    const units = await unitDirectory(ctx.deps, ctx.countyId)
    facts['units'] = input.unitIds.map((id) => units.find(id)?.name ?? '')
  }
  return facts
}
