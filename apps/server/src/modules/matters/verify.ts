import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import { countyOf } from '../../platform/county/county.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { actOnMatter } from './act.ts'
import { type MatterPatch, type MatterRecord, reporterOf } from './queries.ts'
import { tellReporters } from './tell.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>
const DAY_MS = 86_400_000

/** 核查 by someone other than the handler: passed goes to the person who asked, failed goes back. */
export function verifyMatter(ctx: Ctx, input: Input<'verifyMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'verify', input, async (tx, matter) => {
    if (matter.handlerId === ctx.actor.id) throw new Problem('matter.verifier_is_handler')
    const after = await takeStep(tx, ctx, matter, {
      kind: 'verify',
      to: input.passed ? 'verified' : 'handling',
      words: input.words,
      capturedAt: input.capturedAt ?? null,
      photos: { ids: input.photos, role: 'note' },
      changes: { result: [null, input.passed ? 'passed' : 'failed'] },
    })
    if (!input.passed) return
    await tellReporters(tx, ctx, after, 'matter_settled')
    // Nobody left a name to ask: the check is the last word.
    const reporter = await reporterOf(tx.db, ctx.countyId, matter.id)
    if (!reporter?.phone && matter.channel === 'field') await closeAfter(tx, ctx, after, { kind: 'close', words: null })
  })
}

/** 回访: what the person said on the phone counts like their own click. */
export function callBack(ctx: Ctx, input: Input<'callBack'>): Promise<Matter> {
  return actOnMatter(ctx, 'call_back', input, async (tx, matter) => {
    const step = {
      kind: 'call_back',
      words: input.words || null,
      changes: { answer: [null, input.answer] as [null, string] },
    } as const
    switch (input.answer) {
      case 'satisfied':
        await closeAfter(tx, ctx, matter, { ...step, rating: input.rating ?? null })
        return
      case 'unsatisfied':
        await reopen(tx, ctx, matter, step)
        return
      case 'not_reached':
        await takeStep(tx, ctx, matter, { ...step, visibility: 'internal' })
    }
  })
}

/** The desk closes what nobody will answer for. */
export function closeMatter(ctx: Ctx, input: Input<'closeMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'close', input, (tx, matter) =>
    closeAfter(tx, ctx, matter, { kind: 'close', words: input.words }),
  )
}

/** Opens a closed matter again on the person's word, within the county's window. */
export function reopenMatter(ctx: Ctx, input: Input<'reopenMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'reopen', input, async (tx, matter) => {
    refuseLateReopening(ctx, matter)
    await reopen(tx, ctx, matter, { kind: 'reopen', words: input.words })
  })
}

interface Closing {
  readonly kind: 'confirm' | 'close' | 'call_back' | 'silence'
  readonly words: string | null
  readonly rating?: number | null
  readonly changes?: Record<string, [string | null, string | null]>
}

export async function closeAfter(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  closing: Closing,
): Promise<MatterRecord> {
  const now = ctx.deps.now()
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  const { rating, ...step } = closing
  const set: MatterPatch = {
    closedAt: now.toISOString(),
    reopenUntil: new Date(now.getTime() + settings.reopenDays * DAY_MS).toISOString(),
    ...(rating ? { rating } : {}),
  }
  return takeStep(tx, ctx, matter, { ...step, to: 'closed', set })
}

interface Reopening {
  readonly kind: 'reject' | 'reopen' | 'call_back'
  readonly words: string | null
  readonly rating?: number | undefined
  readonly photos?: readonly { id: string; claim?: string | undefined }[]
  readonly changes?: Record<string, [string | null, string | null]>
}

/** Back to the unit that had it; who may pass it on stays as it was. */
export async function reopen(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  reopening: Reopening,
): Promise<MatterRecord> {
  const { rating, photos, ...step } = reopening
  const after = await takeStep(tx, ctx, matter, {
    ...step,
    to: 'handling',
    ...(photos ? { photos: { ids: photos, role: 'note' as const } } : {}),
    set: {
      reopened: matter.reopened + 1,
      closedAt: null,
      reopenUntil: null,
      leadUnitId: matter.leadUnitId ?? matter.deskUnitId,
      rating: rating ?? null,
    },
  })
  await tellReporters(tx, ctx, after, 'matter_reopened')
  return after
}

export function refuseLateReopening(ctx: Ctx, matter: MatterRecord): void {
  if (matter.status !== 'closed') return
  if (matter.reopenUntil === null || Date.parse(matter.reopenUntil) <= ctx.deps.now().getTime()) {
    throw new Problem('matter.reopen_closed', { until: matter.reopenUntil })
  }
}
