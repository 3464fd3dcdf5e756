import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { unitDirectory } from '../identity/index.ts'
import { actOnMatter } from './act.ts'
import { categoryById } from './categories.ts'
import type { MatterRecord } from './queries.ts'
import { levelOfUnit } from './status.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>
type Result = Pick<Input<'settleMatter'>, 'words' | 'photos' | 'capturedAt'>

/** Done: words, and the evidence that the category asks for and no more. */
export function settleMatter(ctx: Ctx, input: Input<'settleMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'settle', input, (tx, matter) => settle(tx, ctx, matter, 'settle', input))
}

/** 自行处置: the grid or station does at once what needs nobody else. */
export function settleOnSpot(ctx: Ctx, input: Input<'settleOnSpot'>): Promise<Matter> {
  return actOnMatter(ctx, 'settle_on_spot', input, (tx, matter) => settle(tx, ctx, matter, 'settle_on_spot', input))
}

/** The step itself, for whoever has locked the matter and checked that it may follow. */
export async function settle(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  kind: 'settle' | 'settle_on_spot',
  result: Result,
): Promise<MatterRecord> {
  await requireEvidence(ctx, matter, result)
  const lead = matter.leadUnitId ?? ctx.actor.posts[0]?.unitId ?? matter.deskUnitId
  return takeStep(tx, ctx, matter, {
    kind,
    to: 'settled',
    words: result.words,
    capturedAt: result.capturedAt ?? null,
    photos: { ids: result.photos, role: 'after' },
    // Whoever settles it is its handler: the check must be somebody else's.
    set: { leadUnitId: lead, handlerId: ctx.actor.id, settleLevel: await settleLevel(ctx, lead) },
  })
}

async function requireEvidence(ctx: Ctx, matter: MatterRecord, result: Result): Promise<void> {
  const { rules } = await categoryById(ctx.deps, ctx.countyId, matter.categoryId)
  const needsPhoto = rules.evidence === 'photo_after' || rules.evidence === 'photo_before_after'
  if (needsPhoto && result.photos.length === 0)
    throw new Problem('matter.evidence_required', { evidence: rules.evidence })
}

/** 小问题网格解决, 大问题社区化解: which level settled it. */
async function settleLevel(ctx: Ctx, unitId: string): Promise<'grid' | 'village' | 'town' | 'county'> {
  const unit = (await unitDirectory(ctx.deps, ctx.countyId)).find(unitId)
  const level = unit ? levelOfUnit(unit.kind) : 'county'
  const reach = ctx.actor.reach('matter.handle')
  return level === 'village' && reach !== 'county' && reach.gridIds.length > 0 && reach.villageIds.length === 0
    ? 'grid'
    : level
}
