import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db } from '../../platform/database/database.ts'
import { announceArea, scopeOf } from './announce.ts'
import { mayChange } from './policy.ts'
import { areaPath } from './queries.ts'

/** A duty of a person in an area. */
export interface HeldDuty {
  readonly assignmentId: string
  readonly areaId: string
  readonly kind: string
  readonly validFrom: string
  readonly validTo: string | null
}

/** What somebody answers for on a day or from a later one on. */
export async function dutiesOf(db: Db, countyId: number, staffId: string, day: string): Promise<HeldDuty[]> {
  const { rows } = await sql<HeldDuty>`
    SELECT id AS assignment_id, area_id, kind, valid_from, valid_to FROM assignments
    WHERE county_id = ${countyId} AND staff_id = ${staffId} AND (valid_to IS NULL OR valid_to > ${day}::date)
    ORDER BY array_position(ARRAY['worker', 'grid_lead', 'deputy'], kind), area_id, valid_from`.execute(db)
  return rows
}

/** Whether the actor says who answers for an area; asked before a duty passes. */
export async function mayAssign(ctx: Ctx, db: Db, areaId: string): Promise<boolean> {
  const path = await areaPath(db, ctx.countyId, areaId)
  return path !== null && mayChange(ctx.actor, 'assignment.manage', path)
}

/** From a day on the duty is another's, for as long as it was to run. @returns the new duty. */
export async function passDuty(tx: CommandTx, ctx: Ctx, duty: HeldDuty, toId: string, on: string): Promise<string> {
  const { countyId } = ctx
  const id = newId()
  const from = duty.validFrom > on ? duty.validFrom : on
  await tx.db
    .updateTable('assignments')
    .set({ validTo: from })
    .where('countyId', '=', countyId)
    .where('id', '=', duty.assignmentId)
    .execute()
  const { areaId, kind, validTo } = duty
  await tx.db
    .insertInto('assignments')
    .values({ countyId, id, areaId, kind, staffId: toId, validFrom: from, validTo })
    .execute()
  await tell(tx, ctx, areaId, 'assignment.set', { kind, from, assignmentId: id })
  return id
}

/** As if the duty had never been passed; possible as long as the new one has not begun. */
export async function takeDutyBack(
  tx: CommandTx,
  ctx: Ctx,
  { assignmentId, madeId, areaId, kind, validTo }: Omit<HeldDuty, 'validFrom'> & { madeId: string },
): Promise<void> {
  await tx.db.deleteFrom('assignments').where('countyId', '=', ctx.countyId).where('id', '=', madeId).execute()
  await tx.db
    .updateTable('assignments')
    .set({ validTo })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', assignmentId)
    .execute()
  await tell(tx, ctx, areaId, 'assignment.set', { kind, assignmentId })
}

async function tell(
  tx: CommandTx,
  ctx: Ctx,
  areaId: string,
  event: 'assignment.set',
  payload: Record<string, unknown>,
): Promise<void> {
  const path = await areaPath(tx.db, ctx.countyId, areaId)
  if (path) announceArea(ctx, tx, event, areaId, scopeOf(path), payload)
}
