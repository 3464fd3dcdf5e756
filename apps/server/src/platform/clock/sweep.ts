import { sql } from 'kysely'
import type { Announcement } from '../command/run-command.ts'
import type { Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'

export interface DueClock {
  readonly countyId: number
  readonly id: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly kind: string
}
export type ClockStage = 'warned' | 'overdue'
/** Works in the transaction that claims the clock; what it returns is called after the commit. */
export type ClockHandler = (tx: Tx, clock: DueClock, stage: ClockStage) => Promise<Announcement>

const BATCH = 100
/** A handler that fails is left alone so long, so that one poisoned subject never holds up the others. */
const RETRY_AFTER = '5 minutes'

/** Handlers by kind of subject; each process fills its own table at start. */
const handlers = new Map<string, ClockHandler>()

/** What a module does when a limit of its subjects nears (`warned`) or passes (`overdue`). */
export function onClock(subjectKind: string, handler: ClockHandler): void {
  handlers.set(subjectKind, handler)
}

/**
 * Tells modules of limits that near or pass, each once and each in a transaction of its own. Several processes may
 * sweep at once: a clock is claimed by the row lock of its own transaction.
 * @returns how many were told.
 */
export async function sweepClocks(deps: Deps): Promise<number> {
  let told = 0
  for (const stage of ['warned', 'overdue'] as const) {
    for (const clock of await findDue(deps, stage)) {
      try {
        if (await tell(deps, clock, stage)) told++
      } catch (error) {
        deps.log.error({ err: error, clock: clock.id, stage }, 'clock handler failed; tried again later')
        await postpone(deps, clock, stage)
      }
    }
  }
  return told
}

async function findDue(deps: Deps, stage: ClockStage): Promise<DueClock[]> {
  const at = stage === 'warned' ? 'warnAt' : 'dueAt'
  const done = stage === 'warned' ? 'warnedAt' : 'escalatedAt'
  return deps.db
    .selectFrom('clocks')
    .select(['countyId', 'id', 'subjectKind', 'subjectId', 'kind'])
    .where('stoppedAt', 'is', null)
    .where('pausedAt', 'is', null)
    .where(done, 'is', null)
    .where(at, '<=', deps.now().toISOString())
    .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', deps.now().toISOString())]))
    .orderBy(at)
    .limit(BATCH)
    .execute()
}

async function tell(deps: Deps, clock: DueClock, stage: ClockStage): Promise<boolean> {
  const done = stage === 'warned' ? 'warnedAt' : 'escalatedAt'
  let announce: Announcement | undefined
  const told = await deps.db.transaction().execute(async (tx) => {
    const claimed = await tx
      .updateTable('clocks')
      .set({ [done]: deps.now().toISOString(), retryAt: null })
      .where('countyId', '=', clock.countyId)
      .where('id', '=', clock.id)
      .where(done, 'is', null)
      .where('stoppedAt', 'is', null)
      .where('pausedAt', 'is', null)
      .executeTakeFirst()
    if (claimed.numUpdatedRows === 0n) return false
    announce = await handlers.get(clock.subjectKind)?.(tx, clock, stage)
    return true
  })
  announce?.()
  return told
}

async function postpone(deps: Deps, clock: DueClock, stage: ClockStage): Promise<void> {
  await sql`UPDATE clocks SET retry_at = now() + ${RETRY_AFTER}::interval WHERE county_id = ${clock.countyId} AND id = ${clock.id}`.execute(deps.db)
  deps.log.warn({ clock: clock.id, stage }, 'clock postponed')
}
