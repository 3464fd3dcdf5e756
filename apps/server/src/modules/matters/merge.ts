import type { Matter, matterRoutes, MatterStatus } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { actOnMatter } from './act.ts'
import { lockMatter, type MatterRecord, updateMatter } from './queries.ts'
import { isOpen } from './status.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** Into another open matter. Who reported this one follows that one from now on, with their own code. */
export function mergeMatter(ctx: Ctx, input: Input<'mergeMatter'>): Promise<Matter> {
  const merge = async (tx: CommandTx, matter: MatterRecord) => {
    if (input.intoId === matter.id) throw new Problem('matter.merge_refused', { why: 'itself' })
    const into = await lockMatter(tx.db, ctx.actor, 'matter.merge', input.intoId)
    if (!isOpen(into.status)) throw new Problem('matter.merge_refused', { why: into.status })
    await takeStep(tx, ctx, matter, {
      kind: 'merge',
      to: 'merged',
      words: input.words || null,
      changes: { into: [null, into.number] },
      set: { mergedIntoId: into.id, statusBeforeMerge: matter.status, closedAt: ctx.deps.now().toISOString() },
    })
    const followers = sql<number>`followers + ${matter.followers + 1}`
    await takeStep(tx, ctx, into, {
      kind: 'merge',
      visibility: 'internal',
      changes: { from: [null, matter.number] },
      // What is dangerous stays so in whichever of the two goes on.
      ...(matter.danger && !into.danger ? { renew: 'item', set: { danger: true } } : {}),
    })
    await updateMatter(tx.db, ctx.countyId, into.id, { followers })
  }
  return actOnMatter(ctx, 'merge', input, merge, input.intoId)
}

/** Takes a merge back: the matter goes on where it stood, with a fresh limit for that step. */
export function unmergeMatter(ctx: Ctx, input: Input<'unmergeMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'unmerge', input, async (tx, matter) => {
    // Set by mergeMatter, always together with the status.
    const back = matter.statusBeforeMerge as MatterStatus
    const intoId = matter.mergedIntoId
    await takeStep(tx, ctx, matter, {
      kind: 'unmerge',
      // A pause or a dispute that was under way has lost its occasion: the unit goes on handling.
      to: back === 'paused' || back === 'disputed' ? 'handling' : back,
      words: input.words || null,
      set: { mergedIntoId: null, statusBeforeMerge: null, closedAt: null },
    })
    if (intoId === null) return
    // What it had been merged into may have been merged in its turn.
    await sql`
      WITH RECURSIVE above (id) AS (
        SELECT ${intoId}::uuid
        UNION SELECT m.merged_into_id FROM matters m JOIN above ON m.id = above.id
        WHERE m.county_id = ${ctx.countyId} AND m.merged_into_id IS NOT NULL)
      UPDATE matters SET followers = greatest(followers - ${matter.followers + 1}, 0)
      WHERE county_id = ${ctx.countyId} AND id IN (SELECT id FROM above)`.execute(tx.db)
  })
}
