import type { myDutyRoutes, rosterRoutes, Swap } from '@linli/contract/duty-roster'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { openWorkItem } from '../../../platform/work-items/work-items.ts'
import { staffOfUnit } from '../../identity/index.ts'
import { ofMyStations } from './decide-leave.ts'
import { mondayOf } from './presence.ts'
import { shiftName, type ShiftRow, shiftsWhere } from './shift-rows.ts'
import { decidingUnit } from './station.ts'
import { endWaiting, swapsWhere } from './swap-rows.ts'
import { announceRoster, tellAboutDuty } from './tell-roster.ts'

type Mine = typeof myDutyRoutes
type Routes = typeof rosterRoutes
type Held = Awaited<ReturnType<typeof swapsWhere>>[number]

export async function askSwap(ctx: Ctx, input: RouteParsed<Mine['askSwap']>): Promise<{ done: true }> {
  if (input.toId === ctx.actor.id)
    throw new Problem('input.invalid', undefined, [{ path: 'toId', rule: 'with_oneself' }])
  return runCommand(ctx, input.commandId, async (tx) => {
    const shift = await shiftToCome(tx, ctx, input.shiftId, ctx.actor.id as string)
    const inReturn =
      input.returnShiftId === undefined ? null : await shiftToCome(tx, ctx, input.returnShiftId, input.toId)
    const colleagues = await staffOfUnit(tx.db, ctx.countyId, shift.unitId)
    if (!colleagues.some(({ id }) => id === input.toId)) throw new Problem('staff.not_found')
    await tx.db
      .insertInto('shiftSwaps')
      .values({
        countyId: ctx.countyId,
        id: input.swapId,
        unitId: shift.unitId,
        shiftId: shift.id,
        fromId: shift.staffId,
        toId: input.toId,
        returnShiftId: inReturn?.id ?? null,
        words: input.words,
        askedAt: ctx.deps.now().toISOString(),
      })
      .execute()
    tx.subject('swap', input.swapId)
    const title = `${ctx.actor.name} ${shiftName(shift)}`
    await letWait(tx, ctx, { kind: 'swap', id: input.swapId, unitId: shift.unitId, staffId: input.toId, title })
    await tellAboutDuty(tx, ctx, input.toId, 'swap_asked', { name: ctx.actor.name, shift: shiftName(shift) })
    return { done: true as const }
  })
}

/** The colleague says yes or no. Yes is the end of it, unless the county has the station decide. */
export async function answerSwap(ctx: Ctx, input: RouteParsed<Mine['answerSwap']>): Promise<{ done: true }> {
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  return runCommand(ctx, input.commandId, async (tx) => {
    const swap = await lockSwap(tx, ctx, input.swapId, sql<SqlBool>`w.to_id = ${ctx.actor.id}`)
    if (swap.state !== 'asked') throw new Problem('swap.decided')
    await endWaiting(tx, ctx, swap.id)
    if (!input.accept) {
      await settle(tx, ctx, swap.id, 'refused')
      await tellAboutDuty(tx, ctx, swap.from.id, 'swap_refused', { shift: shiftName(swap.shift) })
    } else if (settings.swapsDecidedBy === 'station') {
      await settle(tx, ctx, swap.id, 'agreed')
      const unitId = await decidingUnit(ctx, swap.unitId)
      const title = `${swap.from.name} → ${swap.to.name} ${shiftName(swap.shift)}`
      await letWait(tx, ctx, { kind: 'swap_decision', id: swap.id, unitId, staffId: null, title })
    } else await changeHands(tx, ctx, swap)
    return { done: true as const }
  })
}

export function withdrawSwap(ctx: Ctx, input: RouteParsed<Mine['withdrawSwap']>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const swap = await lockSwap(tx, ctx, input.swapId, sql<SqlBool>`w.from_id = ${ctx.actor.id}`)
    if (swap.state !== 'asked' && swap.state !== 'agreed') throw new Problem('swap.decided')
    await settle(tx, ctx, swap.id, 'withdrawn')
    await endWaiting(tx, ctx, swap.id)
    return { done: true as const }
  })
}

/** The station's word on a swap that both want. */
export async function decideSwap(ctx: Ctx, input: RouteParsed<Routes['decideSwap']>): Promise<Swap> {
  const within = sql<SqlBool>`w.from_id <> ${ctx.actor.id} AND ${await ofMyStations(ctx, 'w')}`
  return runCommand(ctx, input.commandId, async (tx) => {
    const swap = await lockSwap(tx, ctx, input.swapId, within)
    if (swap.state !== 'agreed') throw new Problem('swap.decided')
    await endWaiting(tx, ctx, swap.id)
    if (input.accept) await changeHands(tx, ctx, swap)
    else {
      await settle(tx, ctx, swap.id, 'refused')
      await tellAboutDuty(tx, ctx, swap.from.id, 'swap_refused', { shift: shiftName(swap.shift) })
    }
    const [after] = await swapsWhere(ctx, tx.db, sql<SqlBool>`w.id = ${swap.id}`, 1)
    return after ?? swap
  })
}

export async function listSwaps(
  ctx: Ctx,
  input: RouteParsed<Routes['listSwaps']>,
): Promise<RouteOutput<Routes['listSwaps']>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(w.asked_at, w.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const states = input.state ?? ['asked', 'agreed']
  const within = sql<SqlBool>`${await ofMyStations(ctx, 'w')} AND w.state = any(${states}::text[]) AND ${beyond}`
  return toPage(await swapsWhere(ctx, ctx.db, within, input.limit + 1), input.limit, (row) => [row.key, row.id])
}

/** The shifts are the other's now; pages on which the week was planned before are stale. */
async function changeHands(tx: CommandTx, ctx: Ctx, swap: Held): Promise<void> {
  const hands = [
    { shift: await shiftToCome(tx, ctx, swap.shift.id, swap.from.id), toId: swap.to.id },
    ...(swap.inReturn ? [{ shift: await shiftToCome(tx, ctx, swap.inReturn.id, swap.to.id), toId: swap.from.id }] : []),
  ]
  for (const { shift, toId } of hands) {
    await tx.db
      .updateTable('shifts')
      .set({ staffId: toId })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', shift.id)
      .execute()
    await sql`UPDATE roster_weeks SET version = version + 1
      WHERE county_id = ${ctx.countyId} AND unit_id = ${shift.unitId} AND monday = ${mondayOf(shift.onDay)}`.execute(
      tx.db,
    )
  }
  await settle(tx, ctx, swap.id, 'accepted')
  await announceRoster(ctx, tx, swap.unitId, [swap.from.id, swap.to.id])
  const leads = await staffOfUnit(tx.db, ctx.countyId, swap.unitId, 'fieldwork.manage')
  const told = [swap.from.id, swap.to.id, ...leads.map(({ id }) => id)].filter((id) => id !== ctx.actor.id)
  for (const id of new Set(told))
    await tellAboutDuty(tx, ctx, id, 'swap_settled', { shift: shiftName(swap.shift), name: swap.to.name })
}

/** A shift of somebody that is not over. @throws Problem `shift.not_found` */
async function shiftToCome(tx: CommandTx, ctx: Ctx, shiftId: string, staffId: string): Promise<ShiftRow> {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const [shift] = await shiftsWhere(
    tx.db,
    timeZone,
    sql<SqlBool>`s.county_id = ${ctx.countyId} AND s.id = ${shiftId} AND s.staff_id = ${staffId} AND s.state = 'planned'
      AND s.clocked_in_at IS NULL AND s.ends_at > ${ctx.deps.now().toISOString()}::timestamptz`,
  )
  if (!shift) throw new Problem('shift.not_found')
  return shift
}

async function lockSwap(
  tx: CommandTx,
  ctx: Ctx,
  swapId: string,
  condition: ReturnType<typeof sql<SqlBool>>,
): Promise<Held> {
  await sql`SELECT FROM shift_swaps WHERE county_id = ${ctx.countyId} AND id = ${swapId} FOR UPDATE`.execute(tx.db)
  const [swap] = await swapsWhere(ctx, tx.db, sql<SqlBool>`w.id = ${swapId} AND ${condition}`, 1)
  if (!swap) throw new Problem('swap.not_found')
  tx.subject('swap', swap.id)
  return swap
}

async function settle(tx: CommandTx, ctx: Ctx, swapId: string, state: Swap['state']): Promise<void> {
  await tx.db
    .updateTable('shiftSwaps')
    .set({
      state,
      answeredAt: ctx.deps.now().toISOString(),
      ...(ctx.audit === 'swap.decided' ? { decidedBy: ctx.actor.id } : {}),
    })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', swapId)
    .execute()
}

function letWait(
  tx: CommandTx,
  ctx: Ctx,
  {
    id,
    ...item
  }: { kind: 'swap' | 'swap_decision'; id: string; unitId: string; staffId: string | null; title: string },
): Promise<void> {
  return openWorkItem(tx.db, {
    ...item,
    countyId: ctx.countyId,
    module: 'fieldwork',
    subjectKind: 'swap',
    subjectId: id,
    areaId: null,
    facts: {},
    danger: false,
    dueFromClock: null,
  })
}
