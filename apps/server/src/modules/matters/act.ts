import type { Matter, MatterAction } from '@linli/contract/matters'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommandThenRead } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { getMatter, getMatterGivenAway } from './page.ts'
import { hasStanding, type MatterPermission } from './policy.ts'
import { lastMove, lockInOrder, lockMatter, type MatterRecord } from './queries.ts'
import { mayFollow, transitions } from './status.ts'

interface ActInput {
  readonly commandId: string
  readonly matterId: string
  readonly seenVersion?: number | undefined
}

/**
 * The frame of every action of staff on a matter: lock it within reach, refuse a stale page, check status and standing
 * by the transition table, run the step, answer with the page as it is now. `otherId`: a second matter that it touches.
 */
export async function actOnMatter(
  ctx: Ctx,
  action: MatterAction,
  input: ActInput,
  run: (tx: CommandTx, matter: MatterRecord) => Promise<unknown>,
  otherId?: string,
): Promise<Matter> {
  // A reading permission would let anyone who sees it act; each action has its own.
  const permission = transitions[action].permission as MatterPermission
  const act = async (tx: CommandTx) => {
    if (otherId !== undefined) await lockInOrder(tx.db, ctx.countyId, [input.matterId, otherId])
    const matter = await lockMatter(tx.db, ctx.actor, permission, input.matterId)
    tx.subject('matter', matter.id)
    await refuseStale(tx, ctx, matter, action, input.seenVersion)
    if (!hasStanding(ctx.actor, action, matter)) throw new Problem('matter.not_found')
    await run(tx, matter)
    return { done: true }
  }
  return runCommandThenRead(ctx, input.commandId, act, (after) => pageAfter(after, input.matterId))
}

// Whoever gave it away by this very step is shown where it went, not that it is absent; more they cannot do.
async function pageAfter(ctx: Ctx, matterId: string): Promise<Matter> {
  try {
    return await getMatter(ctx, matterId)
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'matter.not_found')) throw error
    return getMatterGivenAway(ctx, matterId)
  }
}

async function refuseStale(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  action: MatterAction,
  seen: number | undefined,
): Promise<void> {
  const follows = mayFollow(action, matter.status)
  if (follows && (seen === undefined || seen === matter.version)) return
  if (seen !== undefined && seen !== matter.version) {
    const move = await lastMove(tx.db, ctx.countyId, matter.id)
    throw new Problem('matter.moved_on', {
      status: matter.status,
      action: move?.kind ?? null,
      by: move?.byName ?? null,
      unit: move?.byUnit ?? null,
      at: move?.at ?? null,
    })
  }
  throw new Problem('matter.wrong_state', { status: matter.status, action })
}
