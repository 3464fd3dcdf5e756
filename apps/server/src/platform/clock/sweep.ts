import { sql } from 'kysely'
import type { Announcement } from '../command/run-command.ts'
import type { Db, Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'

export interface DueClock {
  readonly countyId: number
  readonly id: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly kind: string
  /** When it neared or passed. */
  readonly since: string
}
export type ClockStage = 'warned' | 'overdue'
/** Works in the transaction that claims the clock; what it returns is called after the commit. */
export type ClockHandler = (tx: Tx, clock: DueClock, stage: ClockStage) => Promise<Announcement>

const BATCH = 100
/** A handler that fails is left alone so long, so that one poisoned subject never holds up the others. */
const RETRY_AFTER_MS = 5 * 60_000
/**
 * A command locks its subject, then the clocks; a sweep has the clock and asks for the subject. Whoever gives way must be
 * the sweep, long before the database would end one of the two (1 s); it comes again in seconds.
 */
const GIVE_WAY = '200ms'
const GAVE_WAY = '55P03'

const columns = {
  warned: { at: 'warnAt', done: 'warnedAt' },
  overdue: { at: 'dueAt', done: 'escalatedAt' },
} as const

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
  const counties = await deps.db.selectFrom('counties').select('countyId').execute()
  let told = 0
  for (const { countyId } of counties) {
    for (const stage of ['warned', 'overdue'] as const) told += await sweepStage(deps, countyId, stage)
  }
  return told
}

async function sweepStage(deps: Deps, countyId: number, stage: ClockStage): Promise<number> {
  let told = 0
  let after: DueClock | undefined
  for (;;) {
    const batch = await findDue(deps, countyId, stage, after)
    for (const clock of batch) {
      try {
        if (await tell(deps, clock, stage)) told++
      } catch (error) {
        if (gaveWay(error)) continue
        deps.log.error({ err: error, clock: clock.id, stage }, 'clock handler failed; tried again later')
        await postpone(deps, clock)
      }
    }
    if (batch.length < BATCH) return told
    after = batch.at(-1)
  }
}

// Behind the last one seen: those that failed or gave way still stand in the list.
async function findDue(
  deps: Deps,
  countyId: number,
  stage: ClockStage,
  after: DueClock | undefined,
): Promise<DueClock[]> {
  const { at } = columns[stage]
  let due = openClocks(deps, countyId, stage).select([
    'countyId',
    'id',
    'subjectKind',
    'subjectId',
    'kind',
    `${at} as since`,
  ])
  if (after) due = due.where((eb) => eb(eb.refTuple(at, 'id'), '>', eb.tuple(after.since, after.id)))
  const rows = await due.orderBy(at).orderBy('id').limit(BATCH).execute()
  // Clocks without that time are not due: the comparison leaves null out.
  return rows as DueClock[]
}

function openClocks(deps: Deps, countyId: number, stage: ClockStage, db: Db = deps.db) {
  const now = deps.now().toISOString()
  const { at, done } = columns[stage]
  return db
    .selectFrom('clocks')
    .where('countyId', '=', countyId)
    .where('stoppedAt', 'is', null)
    .where('pausedAt', 'is', null)
    .where(done, 'is', null)
    .where(at, '<=', now)
    .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', now)]))
}

async function tell(deps: Deps, clock: DueClock, stage: ClockStage): Promise<boolean> {
  let announce: Announcement | undefined
  const told = await deps.db.transaction().execute(async (tx) => {
    await sql`SET LOCAL lock_timeout = ${sql.lit(GIVE_WAY)}`.execute(tx)
    // Asked anew under its lock: another process may have told it, a command may have given it more time.
    const claimed = await openClocks(deps, clock.countyId, stage, tx)
      .select('id')
      .where('id', '=', clock.id)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!claimed) return false
    await tx
      .updateTable('clocks')
      .set({ [columns[stage].done]: deps.now().toISOString(), retryAt: null })
      .where('countyId', '=', clock.countyId)
      .where('id', '=', clock.id)
      .execute()
    announce = await handlers.get(clock.subjectKind)?.(tx, clock, stage)
    return true
  })
  announce?.()
  return told
}

function gaveWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === GAVE_WAY
}

async function postpone(deps: Deps, clock: DueClock): Promise<void> {
  await deps.db
    .updateTable('clocks')
    .set({ retryAt: new Date(deps.now().getTime() + RETRY_AFTER_MS).toISOString() })
    .where('countyId', '=', clock.countyId)
    .where('id', '=', clock.id)
    .execute()
}
