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

/** Whether a position lies behind another. */
export function isAfter(position: EventPosition, than: EventPosition): boolean {
  // Transaction numbers have up to twenty digits, and compare as text when they have as many.
  if (position.xid.length !== than.xid.length) return position.xid.length > than.xid.length
  return position.xid === than.xid ? position.seq > than.seq : position.xid > than.xid
}

/**
 * Events after a position whose transactions have all ended, in the order (xid, seq). Sequence order is not commit
 * order: whoever read by sequence alone would miss what a slower transaction commits later.
 */
export async function readEvents(db: Db, after: EventPosition, limit: number, countyId?: number): Promise<LiveEvent[]> {
  const { events } = await readSettled(db, after, limit, countyId)
  return events
}

/** As `readEvents`; `held` when later ones have committed but wait for an older transaction that is still open. */
export async function readSettled(db: Db, after: EventPosition, limit: number, countyId?: number) {
  // By county, because the index is; ordered by the number, not by the text of the same name that leaves.
  const { rows } = await sql<LiveEvent & { settled: boolean }>`
    SELECT e.county_id AS "countyId", e.xid::text AS xid, e.seq, e.module, e.kind, e.subject_kind AS "subjectKind",
      e.subject_id AS "subjectId", e.scope, e.at, e.payload, e.xid < pg_snapshot_xmin(pg_current_snapshot()) AS settled
    FROM counties c
    CROSS JOIN LATERAL (
      SELECT * FROM events o
      WHERE o.county_id = c.county_id AND (o.xid, o.seq) > (${after.xid}::xid8, ${after.seq}::bigint)
      ORDER BY o.xid, o.seq
      LIMIT ${limit}
    ) e
    ${countyId === undefined ? sql`` : sql`WHERE c.county_id = ${countyId}`}
    ORDER BY e.xid, e.seq
    LIMIT ${limit}`.execute(db)
  const open = rows.findIndex((row) => !row.settled)
  const events = (open === -1 ? rows : rows.slice(0, open)).map(({ settled: _settled, ...event }) => event)
  return { events, held: open !== -1 }
}

/** Which events somebody wants that reads for a few areas: of these modules there, and of these kinds wherever. */
export interface AreaEvents {
  readonly modules: readonly string[]
  readonly areaIds: readonly string[]
  readonly kindsAnywhere: readonly string[]
}

/**
 * The wanted events after a position, picked out by the database: a phone that was away for two weeks wants a few dozen of
 * a county's hundred thousand. `position`: all up to there has been looked at; `more`: there are further ones behind it.
 */
export async function readAreaEvents(
  db: Db,
  countyId: number,
  after: EventPosition,
  { modules, areaIds, kindsAnywhere }: AreaEvents,
  limit: number,
) {
  const { rows } = await sql<{ settled: string; xid: string | null } & Omit<LiveEvent, 'countyId' | 'xid' | 'payload'>>`
    SELECT s.settled::text, e.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS settled) s
    LEFT JOIN LATERAL (
      SELECT o.xid::text AS xid, o.seq, o.module, o.kind, o.subject_kind AS "subjectKind", o.subject_id AS "subjectId", o.scope, o.at
      FROM events o
      WHERE o.county_id = ${countyId} AND (o.xid, o.seq) > (${after.xid}::xid8, ${after.seq}::bigint) AND o.xid < s.settled
        AND (o.kind = any(${[...kindsAnywhere]}) OR (o.module = any(${[...modules]}) AND o.scope && ${[...areaIds]}::uuid[]))
      ORDER BY o.county_id, o.xid, o.seq LIMIT ${limit}
    ) e ON true`.execute(db)
  // One row even when nothing was found: where what has settled ends, in the same look as the events.
  const settled = { xid: rows[0]?.settled ?? after.xid, seq: 0 }
  const events = rows.flatMap(({ settled: _settled, xid, ...event }) => (xid === null ? [] : [{ ...event, xid }]))
  const last = events.at(-1)
  const more = events.length === limit
  return { events, more, position: more && last ? { xid: last.xid, seq: last.seq } : later(after, settled) }
}

// Right after a start the end of what has settled may lie before a position that came from a longer look.
const later = (a: EventPosition, b: EventPosition): EventPosition => (isAfter(a, b) ? { xid: a.xid, seq: a.seq } : b)

/** Where a reader starts that wants only what comes from now on. */
export async function currentPosition(db: Db): Promise<EventPosition> {
  const rows = await sql<{ xid: string }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid`.execute(db)
  // One row always. Before the first event of that transaction: sequence numbers begin at 1.
  return { xid: (rows.rows[0] as { xid: string }).xid, seq: 0 }
}

/** Sequence numbers of events after a position that are committed now, whether or not readers may take them yet. */
export async function committedSince(db: Db, after: EventPosition): Promise<number[]> {
  const rows = await sql<{ seq: number }>`SELECT seq FROM events WHERE xid >= ${after.xid}::xid8`.execute(db)
  return rows.rows.map((row) => row.seq)
}

const BATCH = 500

/**
 * Runs a durable reader until it has caught up: its place and its effect commit together, so each event has its effect
 * exactly once. Only one process at a time; others find the lock taken and return.
 * @returns how many events were handled.
 */
export async function catchUp(
  deps: Deps,
  name: string,
  countyId: number,
  handle: (tx: Tx, events: LiveEvent[]) => Promise<void>,
): Promise<number> {
  let handled = 0
  for (;;) {
    const count = await deps.db.transaction().execute(async (tx) => {
      const lock = await sql<{
        free: boolean
      }>`SELECT pg_try_advisory_xact_lock(${readerLock(name, countyId)}) AS free`.execute(tx)
      if (!lock.rows[0]?.free) return 0
      const place = await tx
        .selectFrom('eventReaders')
        .select(['xid', 'seq'])
        .where('countyId', '=', countyId)
        .where('name', '=', name)
        .executeTakeFirst()
      const events = await readEvents(tx, place ?? { xid: '0', seq: 0 }, BATCH, countyId)
      const last = events.at(-1)
      if (!last) return 0
      await handle(tx, events)
      await placeReader(tx, name, countyId, last)
      return events.length
    })
    handled += count
    if (count < BATCH) return handled
  }
}

/** Lets a reader that needs nothing of the past begin here, if it has not begun yet. Answers whether it begins now. */
export async function beginHere(deps: Deps, name: string, countyId: number): Promise<boolean> {
  const { xid, seq } = await currentPosition(deps.db)
  const begun = await deps.db
    .insertInto('eventReaders')
    .values({ countyId, name, xid, seq })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return begun.numInsertedOrUpdatedRows === 1n
}

/** What whoever moves a reader holds; two numbers, as the advisory lock functions take them. */
export function readerLock(name: string, countyId: number) {
  return sql`hashtext(${`reader:${name}`}), ${countyId}`
}

export async function placeReader(tx: Tx, name: string, countyId: number, { xid, seq }: EventPosition): Promise<void> {
  await tx
    .insertInto('eventReaders')
    .values({ countyId, name, xid, seq })
    .onConflict((conflict) => conflict.columns(['countyId', 'name']).doUpdateSet({ xid, seq }))
    .execute()
}
