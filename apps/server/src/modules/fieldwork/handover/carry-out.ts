import type { HandoverProtocol } from '@linli/contract/duty-handover'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, recordWork } from '../../../platform/command/run-command.ts'
import { systemCtx } from '../../../platform/command/system-ctx.ts'
import type { Deps } from '../../../platform/deps.ts'
import { passWorkItems } from '../../../platform/work-items/work-items.ts'
import { dutiesOf, todayIn } from '../../areas/index.ts'
import { handOverMatters } from '../../matters/index.ts'
import { staleGrids } from '../plan/stale.ts'
import { endSwapsOf } from '../roster/swap-rows.ts'
import { announceRoster } from '../roster/tell-roster.ts'
import { dueIn, holdingsOf } from './holdings.ts'
import { lockHandover } from './read-handovers.ts'

/** Hand-overs whose day has come: the platform carries them out, each by itself. */
export async function carryOutHandovers(deps: Deps, countyId: number): Promise<number> {
  const today = await todayIn(deps, countyId)
  const due = await deps.db
    .selectFrom('handovers')
    .select('id')
    .where('countyId', '=', countyId)
    .where('state', '=', 'planned')
    .where('onDay', '<=', today)
    .execute()
  for (const { id } of due) {
    const announce = await deps.db.transaction().execute(async (tx) => {
      const ctx = systemCtx(deps, countyId, 'handover.done')
      return recordWork(tx, ctx, async (work) => {
        work.subject('handover', id)
        await carryOut(work, ctx, id)
      })
    })
    announce()
  }
  return due.length
}

/**
 * What passes on the day itself, beside the duties: work in hand to whoever has its grid, the rest and the shifts to the
 * chief successor; phones of whoever leaves are revoked. What passed is written down as it was.
 */
export async function carryOut(tx: CommandTx, ctx: Ctx, handoverId: string): Promise<void> {
  const { handover, areas } = await lockHandover(tx, ctx, handoverId)
  // Another process was quicker.
  if (handover.state !== 'planned') return
  const { countyId } = ctx
  const { from, to, onDay, leaves } = handover
  const before = await holdingsOf(ctx, tx.db, from.id, handover.unit, onDay)
  const open = await dueIn(
    ctx,
    tx.db,
    areas.map(({ areaId }) => areaId),
  )
  const successors = new Map(areas.map(({ areaId, toId }) => [areaId, toId]))
  const stays = (areaId: string | null) => !leaves && (areaId === null || !successors.has(areaId))
  const successorOf = (areaId: string | null) =>
    stays(areaId) ? from.id : ((areaId === null ? undefined : successors.get(areaId)) ?? to.id)
  const matters = (await handOverMatters(tx, ctx, from.id, successorOf)).filter(({ toId }) => toId !== from.id)
  let tasks = 0
  for (const [areaId, toId] of successors)
    tasks += await passWorkItems(tx.db, { countyId, fromId: from.id, toId, areaIds: [areaId] })
  if (leaves) tasks += await passWorkItems(tx.db, { countyId, fromId: from.id, toId: to.id })
  const shifts = leaves ? await passShifts(tx, ctx, handover.unit.id, from.id, to.id, onDay) : { passed: 0, ended: 0 }
  // Somebody who keeps a grid goes on with the phone; what it held of the others is purged at its next contact.
  const idle = leaves || (await dutiesOf(tx.db, countyId, from.id, onDay)).length === 0
  const names = new Map([[to.id, to.name], ...handover.grids.map((grid) => [grid.to.id, grid.to.name] as const)])
  const protocol: HandoverProtocol = {
    grids: handover.grids.map(({ areaId, areaName, kind, to: successor }) => ({
      areaName,
      kind,
      toName: successor.name,
      due: open.get(areaId)?.due ?? 0,
    })),
    matters: matters.map(({ number, title, toId }) => ({ number, title, toName: names.get(toId) ?? '' })),
    tasks,
    shiftsPassed: shifts.passed,
    shiftsEnded: shifts.ended,
    phonesRevoked: idle ? await revokePhones(tx, ctx, from.id, handover.number) : [],
    quarantined: before.quarantined,
  }
  await tx.db
    .updateTable('handovers')
    .set({ state: 'done', doneAt: ctx.deps.now().toISOString(), protocol: JSON.stringify(protocol) })
    .where('countyId', '=', countyId)
    .where('id', '=', handoverId)
    .execute()
  await staleGrids(tx.db, countyId, [...successors.keys()])
  await announceRoster(ctx, tx, handover.unit.id, [from.id, to.id])
}

/** Shifts from the day on are the successor's, but for those at whose time the successor has one already. */
async function passShifts(
  tx: CommandTx,
  ctx: Ctx,
  unitId: string,
  fromId: string,
  toId: string,
  onDay: string,
): Promise<{ passed: number; ended: number }> {
  const { countyId } = ctx
  const theirs = sql`s.county_id = ${countyId} AND s.staff_id = ${fromId} AND s.on_day >= ${onDay}::date AND s.state <> 'cancelled'`
  const { rows: all } = await sql<{ id: string }>`SELECT s.id FROM shifts s WHERE ${theirs}`.execute(tx.db)
  await endSwapsOf(
    tx,
    ctx,
    all.map(({ id }) => id),
  )
  const { rows: passed } = await sql<{ id: string }>`
    UPDATE shifts s SET staff_id = ${toId} WHERE ${theirs} AND s.clocked_in_at IS NULL AND NOT EXISTS (
      SELECT FROM shifts o WHERE o.county_id = s.county_id AND o.staff_id = ${toId} AND o.state <> 'cancelled'
        AND tstzrange(o.starts_at, o.ends_at) && tstzrange(s.starts_at, s.ends_at))
    RETURNING s.id`.execute(tx.db)
  const { rows: ended } = await sql<{ id: string }>`
    UPDATE shifts s SET state = 'cancelled' WHERE ${theirs} AND s.clocked_in_at IS NULL RETURNING s.id`.execute(tx.db)
  // A page on which these weeks were planned before is stale.
  await sql`UPDATE roster_weeks SET version = version + 1
    WHERE county_id = ${countyId} AND unit_id = ${unitId} AND monday >= date_trunc('week', ${onDay}::date)::date`.execute(
    tx.db,
  )
  return { passed: passed.length, ended: ended.length }
}

/** The phones wipe themselves at their next contact; what they had not sent goes to quarantine. @returns their names. */
async function revokePhones(tx: CommandTx, ctx: Ctx, staffId: string, number: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    UPDATE field_devices SET revoked_at = ${ctx.deps.now().toISOString()}::timestamptz, revoked_by = ${ctx.actor.id}::uuid,
      revoke_words = ${number}
    WHERE county_id = ${ctx.countyId} AND staff_id = ${staffId} AND revoked_at IS NULL RETURNING name`.execute(tx.db)
  return rows.map(({ name }) => name)
}
