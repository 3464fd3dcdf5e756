import type { Swap } from '@linli/contract/duty-roster'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CommandTx } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import type { Db } from '../../../platform/database/database.ts'
import { closeWorkItems } from '../../../platform/work-items/work-items.ts'
import { staffNames } from '../../identity/index.ts'
import { shiftsWhere } from './shift-rows.ts'

interface SwapRow {
  readonly id: string
  readonly unitId: string
  readonly shiftId: string
  readonly returnShiftId: string | null
  readonly fromId: string
  readonly toId: string
  readonly words: string
  readonly state: Swap['state']
  readonly askedAt: string
  readonly key: string
}

/** Swaps that fit a condition on `w`, newest first, with their shifts. */
export async function swapsWhere(
  ctx: Ctx,
  db: Db,
  condition: RawBuilder<SqlBool>,
  limit: number,
): Promise<(Swap & { key: string; unitId: string })[]> {
  const { rows } = await sql<SwapRow>`
    SELECT w.id, w.unit_id, w.shift_id, w.return_shift_id, w.from_id, w.to_id, w.words, w.state, w.asked_at, w.asked_at::text AS key
    FROM shift_swaps w WHERE w.county_id = ${ctx.countyId} AND ${condition}
    ORDER BY w.asked_at DESC, w.id DESC LIMIT ${limit}`.execute(db)
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const ids = rows.flatMap(({ shiftId, returnShiftId }) => [
    shiftId,
    ...(returnShiftId === null ? [] : [returnShiftId]),
  ])
  const found = await shiftsWhere(
    db,
    timeZone,
    sql<SqlBool>`s.county_id = ${ctx.countyId} AND s.id = any(${ids}::uuid[])`,
  )
  const shifts = new Map(found.map((shift) => [shift.id, shift]))
  const names = await staffNames(ctx.deps, ctx.countyId, [
    ...new Set(rows.flatMap(({ fromId, toId }) => [fromId, toId])),
  ])
  const person = (id: string) => ({ id, name: names.get(id) ?? '' })
  return rows.flatMap(({ shiftId, returnShiftId, fromId, toId, ...row }) => {
    const shift = shifts.get(shiftId)
    // The foreign key holds it.
    if (!shift) return []
    const inReturn = returnShiftId === null ? null : (shifts.get(returnShiftId) ?? null)
    return [{ ...row, shift, inReturn, from: person(fromId), to: person(toId) }]
  })
}

/** Shifts that were moved or taken out: whoever was asked to take one is asked no more. */
export async function endSwapsOf(tx: CommandTx, ctx: Ctx, shiftIds: readonly string[]): Promise<void> {
  if (shiftIds.length === 0) return
  const { rows } = await sql<{ id: string }>`
    UPDATE shift_swaps SET state = 'withdrawn'
    WHERE county_id = ${ctx.countyId} AND state IN ('asked', 'agreed')
      AND (shift_id = any(${[...shiftIds]}::uuid[]) OR return_shift_id = any(${[...shiftIds]}::uuid[]))
    RETURNING id`.execute(tx.db)
  for (const { id } of rows) await endWaiting(tx, ctx, id)
}

export function endWaiting(tx: CommandTx, ctx: Ctx, swapId: string): Promise<void> {
  const at = ctx.deps.now().toISOString()
  return closeWorkItems(tx.db, { countyId: ctx.countyId, subjectKind: 'swap', subjectId: swapId, at })
}
