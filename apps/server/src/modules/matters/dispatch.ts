import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { openWorkItem } from '../../platform/work-items/work-items.ts'
import { staffOfUnit, unitDirectory, type UnitEntry } from '../identity/index.ts'
import { actOnMatter } from './act.ts'
import { tellStaff } from './alert.ts'
import { workItemFacts } from './inbox-facts.ts'
import { type MatterRecord, setJointUnits } from './queries.ts'
import { refuseOtherReason } from './reasons.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** 派遣: to a lead unit (主办), with joint units (协办); what was not yet accepted is accepted by it. */
export function dispatchMatter(ctx: Ctx, input: Input<'dispatchMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'dispatch', input, async (tx, matter) => {
    const units = await unitDirectory(ctx.deps, ctx.countyId)
    const lead = units.find(input.unitId)
    if (!lead) throw new Problem('unit.not_found')
    const joint = input.jointUnitIds.filter((id) => id !== lead.id)
    if (joint.some((id) => !units.find(id))) throw new Problem('unit.not_found')
    const handler = input.staffId === undefined ? null : await memberOf(ctx, lead, input.staffId)
    const accepted =
      matter.status === 'reported'
        ? await takeStep(tx, ctx, matter, { kind: 'accept', to: 'accepted', passing: true })
        : matter
    // What has just come in had no unit yet.
    if (joint.length > 0 || matter.status !== 'reported') await setJointUnits(tx.db, ctx.countyId, matter.id, joint)
    const after = await takeStep(tx, ctx, accepted, {
      kind: 'dispatch',
      to: 'dispatched',
      words: input.words || null,
      changes: {
        unit: [units.find(matter.leadUnitId)?.name ?? null, handler ? `${lead.name} · ${handler.name}` : lead.name],
      },
      set: { leadUnitId: lead.id, handlerId: handler?.id ?? null },
    })
    for (const unitId of joint) await openAssistItem(tx, ctx, after, unitId)
    if (handler) await tellStaff(tx, after, 'matter_assigned', [handler.id])
  })
}

/** 签收. Whoever takes it becomes the one who does it, unless somebody was named. */
export function receiveMatter(ctx: Ctx, input: Input<'receiveMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'receive', input, (tx, matter) =>
    takeStep(tx, ctx, matter, {
      kind: 'receive',
      to: 'handling',
      capturedAt: input.capturedAt ?? null,
      set: { handlerId: matter.handlerId ?? ctx.actor.id },
    }),
  )
}

/** Names the person of the unit who does it. */
export function assignMatter(ctx: Ctx, input: Input<'assignMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'assign', input, async (tx, matter) => {
    const units = await unitDirectory(ctx.deps, ctx.countyId)
    const lead = units.find(matter.leadUnitId)
    if (!lead) throw new Problem('unit.not_found')
    const handler = await memberOf(ctx, lead, input.staffId)
    const after = await takeStep(tx, ctx, matter, {
      kind: 'assign',
      renew: 'item',
      visibility: 'internal',
      changes: { handler: [null, handler.name] },
      set: { handlerId: handler.id },
    })
    if (handler.id !== ctx.actor.id) await tellStaff(tx, after, 'matter_assigned', [handler.id])
  })
}

/** 退回 to the desk, with a reason. After a decision on competence nobody may pass it on any more. */
export function returnMatter(ctx: Ctx, input: Input<'returnMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'return', input, async (tx, matter) => {
    refuseOtherReason('return', input.reasonCode)
    if (matter.designated) throw new Problem('matter.return_refused')
    const units = await unitDirectory(ctx.deps, ctx.countyId)
    await setJointUnits(tx.db, ctx.countyId, matter.id, [])
    await takeStep(tx, ctx, matter, {
      kind: 'return',
      to: 'accepted',
      words: input.words,
      visibility: 'internal',
      capturedAt: input.capturedAt ?? null,
      changes: { reason: [null, input.reasonCode], unit: [units.find(matter.leadUnitId)?.name ?? null, null] },
      set: { leadUnitId: null, handlerId: null },
    })
  })
}

/** 权责争议: the unit says that it is not competent and asks the named desk; the matter waits for that decision. */
export function disputeMatter(ctx: Ctx, input: Input<'disputeMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'dispute', input, async (tx, matter) => {
    if (matter.designated) throw new Problem('matter.return_refused')
    await takeStep(tx, ctx, matter, { kind: 'dispute', to: 'disputed', words: input.words, visibility: 'internal' })
  })
}

/** The decision names the unit; from then on it may not be returned (指定后不得再退). */
export function decideDispute(ctx: Ctx, input: Input<'decideDispute'>): Promise<Matter> {
  return actOnMatter(ctx, 'decide_dispute', input, async (tx, matter) => {
    const units = await unitDirectory(ctx.deps, ctx.countyId)
    const lead = units.find(input.unitId)
    if (!lead) throw new Problem('unit.not_found')
    await takeStep(tx, ctx, matter, {
      kind: 'decide_dispute',
      to: 'dispatched',
      words: input.words,
      changes: { unit: [units.find(matter.leadUnitId)?.name ?? null, lead.name] },
      set: { leadUnitId: lead.id, handlerId: null, designated: true },
    })
  })
}

async function memberOf(ctx: Ctx, unit: UnitEntry, staffId: string): Promise<{ id: string; name: string }> {
  const member = (await staffOfUnit(ctx.db, ctx.countyId, unit.id)).find((one) => one.id === staffId)
  if (!member) throw new Problem('staff.not_found')
  return member
}

async function openAssistItem(tx: CommandTx, ctx: Ctx, matter: MatterRecord, unitId: string): Promise<void> {
  await openWorkItem(tx.db, {
    countyId: ctx.countyId,
    module: 'matters',
    kind: 'assist',
    subjectKind: 'matter',
    subjectId: matter.id,
    unitId,
    staffId: null,
    areaId: matter.gridId,
    title: matter.title,
    danger: matter.danger,
    dueFromClock: 'handle',
    facts: await workItemFacts(tx.db, ctx, matter),
  })
}
