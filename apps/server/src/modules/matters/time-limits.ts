import { onClock } from '../../platform/clock/index.ts'
import type { Deps } from '../../platform/deps.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, recordWork } from '../../platform/command/run-command.ts'
import { systemCtx } from '../../platform/command/system-ctx.ts'
import { tellUnit, tellUnitAndAbove } from './alert.ts'
import { lockMatterById, type MatterRecord } from './queries.ts'
import { isOpen } from './status.ts'
import { takeStep } from './transition.ts'
import { closeAfter } from './verify.ts'

/**
 * What a limit that nears or passes means for a matter: a warning to whoever has it; overdue, a line in the timeline and
 * word to the desk above; a pause that ran out ends; a resident who does not answer for so long is taken to agree.
 */
export function watchMatterClocks(deps: Deps): void {
  onClock('matter', async (db, clock, stage) => {
    const ctx = systemCtx(deps, clock.countyId, `matter.clock_${stage}`, clock.id)
    return recordWork(db, ctx, async (tx) => {
      const matter = await lockMatterById(tx.db, clock.countyId, clock.subjectId)
      if (!isOpen(matter.status)) return
      await (stage === 'warned' ? warn(tx, ctx, matter, clock.kind) : overdue(tx, ctx, matter, clock.kind))
    })
  })
}

async function warn(tx: CommandTx, ctx: Ctx, matter: MatterRecord, kind: string): Promise<void> {
  if (kind === 'confirm' || kind === 'pause') return
  await takeStep(tx, ctx, matter, { kind: 'warned', visibility: 'internal', changes: { clock: [null, kind] } })
  await tellUnit(tx, ctx, matter, 'matter_warned')
}

async function overdue(tx: CommandTx, ctx: Ctx, matter: MatterRecord, kind: string): Promise<void> {
  switch (kind) {
    case 'confirm':
      // Silence is not dissatisfaction; the window for reopening starts now.
      await closeAfter(tx, ctx, matter, { kind: 'silence', words: null })
      return
    case 'pause':
      await takeStep(tx, ctx, matter, { kind: 'resume', to: 'handling', words: null })
      return
    default:
      await takeStep(tx, ctx, matter, { kind: 'overdue', visibility: 'internal', changes: { clock: [null, kind] } })
      await tellUnitAndAbove(tx, ctx, matter, 'matter_overdue')
  }
}
