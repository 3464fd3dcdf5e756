import { sql } from 'kysely'
import type { Db, Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'

/** Something that happened, as readers get it. */
export interface LiveEvent {
  readonly countyId: number
  readonly xid: string
  readonly seq: number
  readonly module: string
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly scope: readonly string[]
  readonly at: string
  readonly payload: Readonly<Record<string, unknown>>
}

export interface EventPosition {
  readonly xid: string
  readonly seq: number
}

/**
 * Events after a position whose transactions have all ended, in the order (xid, seq). Sequence order is not commit
 * order: whoever read by sequence alone would miss what a slower transaction commits later.
 */
export async function readEvents(db: Db, after: EventPosition, limit: number, countyId?: number): Promise<LiveEvent[]> {
  const rows = await sql<LiveEvent>`
    SELECT county_id AS "countyId", xid::text AS xid, seq, module, kind, subject_kind AS "subjectKind", subject_id AS "subjectId", scope, at, payload
    FROM events
    WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
      AND (xid, seq) > (${after.xid}::xid8, ${after.seq}::bigint)
      ${countyId === undefined ? sql`` : sql`AND county_id = ${countyId}`}
    ORDER BY xid, seq
    LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Where a reader starts that wants only what comes from now on. */
export async function currentPosition(db: Db): Promise<EventPosition> {
  const rows = await sql<{ xid: string }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid`.execute(db)
  // One row always. Before the first event of that transaction: sequence numbers begin at 1.
  return { xid: (rows.rows[0] as { xid: string }).xid, seq: 0 }
}

const BATCH = 500

/**
 * Runs a durable reader until it has caught up: its place and its effect commit together, so each event has its effect
 * exactly once. Only one process at a time; others find the lock taken and return.
 * @returns how many events were handled.
 */
export async function catchUp(deps: Deps, name: string, countyId: number, handle: (tx: Tx, events: LiveEvent[]) => Promise<void>): Promise<number> {
  let handled = 0
  for (;;) {
    const count = await deps.db.transaction().execute(async (tx) => {
      const lock = await sql<{ free: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext(${`reader:${name}`}), ${countyId}) AS free`.execute(tx)
      if (!lock.rows[0]?.free) return 0
      const place = await tx.selectFrom('eventReaders').select(['xid', 'seq']).where('countyId', '=', countyId).where('name', '=', name).executeTakeFirst()
      const events = await readEvents(tx, place ?? { xid: '0', seq: 0 }, BATCH, countyId)
      const last = events.at(-1)
      if (!last) return 0
      await handle(tx, events)
      await tx
        .insertInto('eventReaders')
        .values({ countyId, name, xid: last.xid, seq: last.seq })
        .onConflict((conflict) => conflict.columns(['countyId', 'name']).doUpdateSet({ xid: last.xid, seq: last.seq }))
        .execute()
      return events.length
    })
    handled += count
    if (count < BATCH) return handled
  }
}
