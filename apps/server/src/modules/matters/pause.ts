import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { actOnMatter } from './act.ts'
import { refuseOtherReason } from './reasons.ts'
import { tellReporters } from './tell.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** Waits for the person who asked; the limits stand still, but the pause has one of its own. */
export function pauseMatter(ctx: Ctx, input: Input<'pauseMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'pause', input, async (tx, matter) => {
    refuseOtherReason('pause', input.reasonCode)
    const after = await takeStep(tx, ctx, matter, {
      kind: 'pause',
      to: 'paused',
      words: input.words,
      changes: { reason: [null, input.reasonCode] },
      pauseLimit: input.limit,
    })
    await tellReporters(tx, ctx, after, 'matter_paused', { words: input.words })
  })
}

/** The limits run on where they stood. */
export function resumeMatter(ctx: Ctx, input: Input<'resumeMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'resume', input, (tx, matter) =>
    takeStep(tx, ctx, matter, {
      kind: 'resume',
      to: 'handling',
      words: input.words || null,
      capturedAt: input.capturedAt ?? null,
    }),
  )
}
