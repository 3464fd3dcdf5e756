import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import { extendClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { closeWorkItems, isWaiting, openWorkItem } from '../../platform/work-items/work-items.ts'
import { actOnMatter } from './act.ts'
import { tellStaff } from './alert.ts'
import { decidingUnit } from './desks.ts'
import { workItemFacts } from './inbox-facts.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** Asks for more time; one open request at a time, and no more than the county allows. */
export function requestExtension(ctx: Ctx, input: Input<'requestExtension'>): Promise<Matter> {
  return actOnMatter(ctx, 'request_extension', input, async (tx, matter) => {
    const { settings } = await countyOf(ctx.deps, ctx.countyId)
    await endLapsedRequests(tx, ctx, matter.id)
    const earlier = await tx.db
      .selectFrom('matterExtensions')
      .select('granted')
      .where('countyId', '=', ctx.countyId)
      .where('matterId', '=', matter.id)
      .execute()
    const used = earlier.filter((one) => one.granted !== false).length
    if (used >= settings.maxExtensionTimes)
      throw new Problem('matter.extension_limit', { most: settings.maxExtensionTimes })
    await tx.db
      .insertInto('matterExtensions')
      .values({
        countyId: ctx.countyId,
        id: newId(),
        matterId: matter.id,
        amount: input.limit.amount,
        unit: input.limit.unit,
        reason: input.words,
        // Standing is checked: only staff handle.
        requestedBy: ctx.actor.id ?? '',
        requestedByName: ctx.actor.name,
      })
      .execute()
    await openWorkItem(tx.db, {
      countyId: ctx.countyId,
      module: 'matters',
      kind: 'extension',
      subjectKind: 'matter',
      subjectId: matter.id,
      unitId: await decidingUnit(ctx, matter),
      staffId: null,
      areaId: matter.gridId,
      title: matter.title,
      danger: matter.danger,
      dueFromClock: 'handle',
      facts: { ...(await workItemFacts(tx.db, ctx, matter)), asked: input.limit, reason: input.words },
    })
    await takeStep(tx, ctx, matter, {
      kind: 'request_extension',
      words: input.words,
      visibility: 'internal',
      changes: { limit: [null, `${input.limit.amount} ${input.limit.unit}`] },
    })
  })
}

/** Grants or refuses; a granted one moves the handling limit and the whole case's by the same. */
export function decideExtension(ctx: Ctx, input: Input<'decideExtension'>): Promise<Matter> {
  return actOnMatter(ctx, 'decide_extension', input, async (tx, matter) => {
    const request = await tx.db
      .updateTable('matterExtensions')
      .set({
        granted: input.granted,
        decidedBy: ctx.actor.id,
        decidedByName: ctx.actor.name,
        decidedAt: ctx.deps.now().toISOString(),
        decisionReason: input.words || null,
      })
      .where('countyId', '=', ctx.countyId)
      .where('matterId', '=', matter.id)
      .where('id', '=', input.requestId)
      .where('granted', 'is', null)
      .returning(['amount', 'unit', 'reason', 'requestedBy'])
      .executeTakeFirst()
    if (!request) throw new Problem('matter.not_found')
    const subject = { countyId: ctx.countyId, subjectKind: 'matter', subjectId: matter.id }
    await closeWorkItems(tx.db, { ...subject, at: ctx.deps.now().toISOString(), kind: 'extension' })
    let dueAt = matter.dueAt
    if (input.granted) {
      const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
      // The column has a check on the same words as the contract's Limit.
      const limit = { amount: request.amount, unit: request.unit } as Input<'requestExtension'>['limit']
      const extension = { limit, by: ctx.actor.name, reason: request.reason, at: ctx.deps.now().toISOString() }
      await extendClock(tx.db, { ...subject, kind: 'handle' }, extension, calendar)
      const whole = await extendClock(tx.db, { ...subject, kind: 'whole' }, extension, calendar)
      dueAt = matter.dueAt === null ? null : (whole?.dueAt ?? matter.dueAt)
    }
    await takeStep(
      tx,
      ctx,
      { ...matter, dueAt },
      {
        kind: 'decide_extension',
        renew: 'item',
        words: input.words || null,
        visibility: 'internal',
        changes: { extension: [null, input.granted ? 'granted' : 'refused'] },
      },
    )
    await tellStaff(tx, matter, input.granted ? 'matter_extended' : 'matter_not_extended', [request.requestedBy])
  })
}

/** What an earlier unit asked for ended with its handling: no item waits for that decision any more. */
async function endLapsedRequests(tx: CommandTx, ctx: Ctx, matterId: string): Promise<void> {
  const subject = { countyId: ctx.countyId, subjectKind: 'matter', subjectId: matterId }
  if (await isWaiting(tx.db, { ...subject, kind: 'extension' })) return
  await tx.db
    .updateTable('matterExtensions')
    .set({ granted: false, decidedAt: ctx.deps.now().toISOString() })
    .where('countyId', '=', ctx.countyId)
    .where('matterId', '=', matterId)
    .where('granted', 'is', null)
    .execute()
}
