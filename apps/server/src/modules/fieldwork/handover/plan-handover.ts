import type { Handover, handoverRoutes } from '@linli/contract/duty-handover'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { takeGaplessNumber } from '../../../platform/numbering/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { dutiesOf, type HeldDuty, mayAssign, passDuty, takeDutyBack, todayIn } from '../../areas/index.ts'
import { staffOfUnit } from '../../identity/index.ts'
import { getStation } from '../roster/station.ts'
import { tellAboutDuty } from '../roster/tell-roster.ts'
import { carryOut } from './carry-out.ts'
import { getHandoverRecord, lockHandover } from './read-handovers.ts'

type Input = RouteParsed<(typeof handoverRoutes)['planHandover']>
const DIGITS = 4

/**
 * One command for all of it: the duties pass from the day on, and tasks, shifts and phones follow on that day; one that
 * begins today is carried out at once.
 */
export async function planHandover(ctx: Ctx, input: Input): Promise<Handover> {
  const station = await getStation(ctx, 'fieldwork.manage', input.unitId)
  const today = await todayIn(ctx.deps, ctx.countyId)
  if (input.onDay < today) throw new Problem('input.invalid', undefined, [{ path: 'onDay', rule: 'not_in_past' }])
  return runCommand(ctx, input.commandId, async (tx) => {
    const duties = await soundDuties(tx, ctx, input)
    const year = today.slice(0, 4)
    const next = await takeGaplessNumber(tx.db, { countyId: ctx.countyId, kind: 'handover', period: year })
    const number = `JJ-${year}-${String(next).padStart(DIGITS, '0')}`
    const { handoverId, fromId, toId, onDay, leaves, things, words } = input
    const made = { madeBy: ctx.actor.id as string, madeAt: ctx.deps.now().toISOString() }
    await tx.db
      .insertInto('handovers')
      .values({
        countyId: ctx.countyId,
        id: handoverId,
        number,
        unitId: station.id,
        fromId,
        toId,
        onDay,
        leaves,
        state: 'planned',
        things: JSON.stringify(things),
        words,
        ...made,
      })
      .execute()
    for (const { duty, successorId } of duties) {
      const madeId = await passDuty(tx, ctx, duty, successorId, onDay)
      const { assignmentId, areaId, kind, validTo } = duty
      await tx.db
        .insertInto('handoverAreas')
        .values({ countyId: ctx.countyId, handoverId, assignmentId, areaId, kind, toId: successorId, madeId, validTo })
        .execute()
    }
    tx.subject('handover', handoverId)
    await tell(tx, ctx, await getHandoverRecord(ctx, tx.db, handoverId), 'planned')
    if (onDay === today) await carryOut(tx, ctx, handoverId)
    return getHandoverRecord(ctx, tx.db, handoverId)
  })
}

/** Every duty that passes with its successor. @throws Problem `staff.not_found`, `handover.stale`, `input.invalid` */
async function soundDuties(
  tx: CommandTx,
  ctx: Ctx,
  { unitId, fromId, toId, onDay, leaves, grids }: Input,
): Promise<{ duty: HeldDuty; successorId: string }[]> {
  const members = new Set((await staffOfUnit(tx.db, ctx.countyId, unitId)).map(({ id }) => id))
  if (!members.has(fromId)) throw new Problem('staff.not_found')
  const isSuccessor = (id: string) => members.has(id) && id !== fromId
  const faults = [
    ...(isSuccessor(toId) ? [] : [{ path: 'toId', rule: 'successor_unknown' }]),
    ...grids.flatMap((one, at) =>
      isSuccessor(one.toId) ? [] : [{ path: `grids.${at}.toId`, rule: 'successor_unknown' }],
    ),
  ]
  const held = await dutiesOf(tx.db, ctx.countyId, fromId, onDay)
  const chosen = new Map(grids.map((one) => [one.assignmentId, one.toId]))
  if (leaves && held.some(({ assignmentId }) => !chosen.has(assignmentId)))
    faults.push({ path: 'grids', rule: 'grid_without_successor' })
  if (faults.length > 0) throw new Problem('input.invalid', undefined, faults)
  const passing = held.flatMap((duty) => {
    const successorId = chosen.get(duty.assignmentId)
    return successorId === undefined ? [] : [{ duty, successorId }]
  })
  // One that has ended, was passed on or never was this person's.
  if (passing.length < chosen.size) throw new Problem('handover.stale')
  for (const { duty } of passing)
    if (!(await mayAssign(ctx, tx.db, duty.areaId)))
      throw new Problem('permission.missing', { permission: 'assignment.manage' })
  return passing
}

/** Before its day a hand-over can be undone whole. */
export function withdrawHandover(
  ctx: Ctx,
  input: RouteParsed<(typeof handoverRoutes)['withdrawHandover']>,
): Promise<Handover> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { handover, areas } = await lockHandover(tx, ctx, input.handoverId)
    if (handover.state !== 'planned') throw new Problem('handover.wrong_state')
    for (const area of areas) {
      if (!(await mayAssign(ctx, tx.db, area.areaId)))
        throw new Problem('permission.missing', { permission: 'assignment.manage' })
      await takeDutyBack(tx, ctx, area)
    }
    await tx.db
      .updateTable('handovers')
      .set({ state: 'withdrawn' })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.handoverId)
      .execute()
    tx.subject('handover', input.handoverId)
    await tell(tx, ctx, handover, 'withdrawn')
    return getHandoverRecord(ctx, tx.db, input.handoverId)
  })
}

async function tell(tx: CommandTx, ctx: Ctx, handover: Handover, what: 'planned' | 'withdrawn'): Promise<void> {
  const { number, onDay, from, to, grids } = handover
  const successors = new Set([to.id, ...grids.map((grid) => grid.to.id)])
  for (const id of successors)
    await tellAboutDuty(tx, ctx, id, `handover_${what}`, { number, day: onDay, name: from.name })
  await tellAboutDuty(tx, ctx, from.id, what === 'planned' ? 'handover_from' : 'handover_withdrawn', {
    number,
    day: onDay,
    name: to.name,
  })
}
