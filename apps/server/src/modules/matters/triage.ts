import type { matterRoutes } from '@linli/contract/matters'
import type { Matter } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import { changeLimits } from './limits.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { actOnMatter } from './act.ts'
import { alertDanger } from './alert.ts'
import { categoryById, currentCategory } from './categories.ts'
import { deskOf } from './desks.ts'
import { placeNames, resolvePlace } from './place.ts'
import type { MatterRecord } from './queries.ts'
import { refuseOtherReason } from './reasons.ts'
import { levelAbove } from './status.ts'
import { tellReporters } from './tell.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** 立案: the desk takes it on. */
export function acceptMatter(ctx: Ctx, input: Input<'acceptMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'accept', input, (tx, matter) =>
    takeStep(tx, ctx, matter, { kind: 'accept', to: 'accepted', words: input.words || null }),
  )
}

/** 不予受理, with words that the person who asked is told. */
export function declineMatter(ctx: Ctx, input: Input<'declineMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'decline', input, async (tx, matter) => {
    refuseOtherReason('decline', input.reasonCode)
    const closedAt = ctx.deps.now().toISOString()
    const after = await takeStep(tx, ctx, matter, {
      kind: 'decline',
      to: 'declined',
      words: input.words,
      changes: { reason: [null, input.reasonCode] },
      set: { closedAt },
    })
    await tellReporters(tx, ctx, after, 'matter_declined', { words: input.words })
  })
}

/** Sets the place, or moves it to another grid; the desk of the new village takes over what is not yet given away. */
export function locateMatter(ctx: Ctx, input: Input<'locateMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'locate', input, async (tx, matter) => {
    const place = isAddressOnly(input) ? placeOf(matter) : await resolvePlace(ctx, input)
    const [was, is] = [await placeNames(ctx, matter), await placeNames(ctx, place)]
    const desk = await deskOf(ctx.deps, ctx.countyId, place, matter.deskLevel)
    await takeStep(tx, ctx, matter, {
      kind: 'locate',
      words: input.words || null,
      changes: { place: [placeLine(was), placeLine(is)] },
      renew: 'item',
      set: {
        townId: place.townId,
        villageId: place.villageId,
        gridId: place.gridId,
        ...(place.point ? { lon: place.point.lon, lat: place.point.lat } : {}),
        ...(input.address ? { address: input.address } : {}),
        deskUnitId: desk.unit.id,
        deskLevel: desk.level,
      },
    })
  })
}

/** 改分类: the new category's limits count from the beginning, as if it had been right at once. */
export function categoriseMatter(ctx: Ctx, input: Input<'categoriseMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'categorise', input, async (tx, matter) => {
    const [was, is] = [
      await categoryById(ctx.deps, ctx.countyId, matter.categoryId),
      await currentCategory(ctx.deps, ctx.countyId, input.categoryCode),
    ]
    const dueAt = await changeLimits(tx, ctx, matter, is.rules.limits)
    const danger = is.rules.danger || is.rules.childHarm
    const found = danger && !matter.danger
    const desk = found ? await deskOf(ctx.deps, ctx.countyId, matter, 'county') : null
    const after = await takeStep(
      tx,
      ctx,
      { ...matter, dueAt },
      {
        kind: 'categorise',
        words: input.words || null,
        changes: { category: [was.rules.names.zh, is.rules.names.zh] },
        renew: 'item',
        set: {
          categoryId: is.id,
          categoryCode: is.code,
          // Danger once seen is not talked away by another category; only a person above may lower it.
          danger: matter.danger || danger,
          confidential: matter.confidential || is.rules.confidential || is.rules.childHarm,
          ...(desk ? { deskUnitId: desk.unit.id, deskLevel: desk.level } : {}),
        },
      },
    )
    if (found) await alertDanger(tx, ctx, after)
  })
}

/** Up one level: the next desk triages it anew. The first to receive stays answerable. */
export function escalateMatter(ctx: Ctx, input: Input<'escalateMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'escalate', input, async (tx, matter) => {
    const level = levelAbove(matter.deskLevel)
    if (level === null) throw new Problem('matter.wrong_state', { status: matter.status, action: 'escalate' })
    const desk = await deskOf(ctx.deps, ctx.countyId, matter, level)
    await takeStep(tx, ctx, matter, {
      kind: 'escalate',
      to: 'accepted',
      renew: 'item and clock',
      words: input.words,
      capturedAt: input.capturedAt ?? null,
      changes: { desk: [matter.deskLevel, desk.level] },
      set: { deskUnitId: desk.unit.id, deskLevel: desk.level, leadUnitId: null, handlerId: null },
    })
  })
}

const isAddressOnly = ({ point, areaId, address }: Input<'locateMatter'>) =>
  point === undefined && areaId === undefined && Boolean(address)

/** Words beside what is known already: they put nothing elsewhere. */
const placeOf = ({ townId, villageId, gridId }: MatterRecord) => ({ townId, villageId, gridId, point: null })

function placeLine(place: {
  townName: string | null
  villageName: string | null
  gridName: string | null
}): string | null {
  return [place.townName, place.villageName, place.gridName].filter(Boolean).join(' ') || null
}
