import type { ReviewKind } from '@linli/contract/reading-reviews'
import { sql } from 'kysely'
import { dayIn } from '../../../platform/calendar/day-in.ts'
import { recordWork } from '../../../platform/command/run-command.ts'
import { systemCtx } from '../../../platform/command/system-ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { newId } from '../../../platform/crypto/id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { countyAreas, gridsOfStaff } from '../../areas/index.ts'
import { letWait } from '../waiting.ts'
import { tasksOfMatters } from './tasks-of-matters.ts'

const AT_ONCE = 2_000
/** Files opened by one person within an hour; nobody works on more with care. */
const MANY_AN_HOUR = 60
/** Whoever has just written into a file, or is about to, works on it. */
const DAYS_AROUND = 14

/** Somebody read a person's file. */
export interface Reading {
  readonly staffId: string
  readonly personId: string
  readonly householdId: string | null
  readonly gridId: string | null
  /** Sealed values, and not the page alone. */
  readonly opened: boolean
  /** The piece of work that the reader named; whether it is theirs a source of tasks finds out. */
  readonly caseId: string | null
  readonly reason: string | null
  readonly at: string
}

/** Of these readings, those that a task of some module explains: what it knows of visits, services, matters. */
export type TaskSource = (
  tx: Tx,
  deps: Deps,
  readings: readonly (Reading & { readonly gridIds: readonly string[] })[],
  daysAround: number,
) => Promise<ReadonlySet<Reading>>

/**
 * Looks through the record of readings, each once, and puts what somebody should look at before a human. Safe to call from any
 * process: of two the second waits. @returns how many readings were looked at.
 */
export async function watchReadings(deps: Deps, sources: readonly TaskSource[]): Promise<number> {
  const { countyId } = deps.config
  let looked = 0
  for (;;) {
    const seen = await deps.db.transaction().execute(async (tx) => {
      const batch = await nextBatch(tx, countyId)
      if (batch.readings.length > 0) await judge(deps, tx, batch.readings, sources)
      return batch.rows
    })
    looked += seen
    if (seen < AT_ONCE) return looked
  }
}

/** In the order of transactions below the oldest that still runs: a reading that commits late is not passed by. */
async function nextBatch(tx: Tx, countyId: number): Promise<{ rows: number; readings: Reading[] }> {
  // A county that begins to watch begins now.
  await sql`
    INSERT INTO reading_watch (county_id, xid, seq) VALUES (${countyId}, pg_snapshot_xmin(pg_current_snapshot()), 0)
    ON CONFLICT (county_id) DO NOTHING`.execute(tx)
  await sql`SELECT FROM reading_watch WHERE county_id = ${countyId} FOR UPDATE`.execute(tx)
  const { rows } = await sql<{ rows: number; readings: Reading[] | null }>`
    WITH batch AS (
      SELECT a.* FROM access_log a JOIN reading_watch w ON w.county_id = a.county_id
      WHERE a.county_id = ${countyId} AND (a.xid, a.seq) > (w.xid, w.seq) AND a.xid < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY a.xid, a.seq LIMIT ${AT_ONCE}
    ), moved AS (
      UPDATE reading_watch w SET xid = last.xid, seq = last.seq
      FROM (SELECT xid, seq FROM batch ORDER BY xid DESC, seq DESC LIMIT 1) last WHERE w.county_id = ${countyId}
    ), read AS (
      SELECT b.actor_id, b.at, b.case_id, b.reason, b.purpose <> 'register.page' AS opened, unnest(b.subject_ids) AS person_id
      FROM batch b
      WHERE b.actor_kind = 'staff' AND b.subject_kind = 'person' AND b.purpose IN ('register.page', 'upkeep', 'service', 'visit')
    )
    SELECT (SELECT count(*)::int FROM batch) AS rows, (
      SELECT jsonb_agg(jsonb_build_object('staffId', r.actor_id, 'personId', r.person_id, 'householdId', p.household_id,
        'gridId', p.grid_id, 'opened', r.opened, 'caseId', r.case_id, 'reason', r.reason, 'at', r.at))
      FROM read r JOIN persons p ON p.county_id = ${countyId} AND p.id = r.person_id) AS readings`.execute(tx)
  return { rows: rows[0]?.rows ?? 0, readings: rows[0]?.readings ?? [] }
}

async function judge(deps: Deps, tx: Tx, readings: readonly Reading[], sources: readonly TaskSource[]): Promise<void> {
  const { countyId } = deps.config
  const { timeZone } = await countyOf(deps, countyId)
  const today = dayIn(timeZone, deps.now())
  const grids = await gridsOfStaff(tx, countyId, [...new Set(readings.map(({ staffId }) => staffId))], today)
  const { open } = await countyAreas(deps, countyId)
  const placed = readings.map((one) => ({ ...one, gridIds: grids.get(one.staffId) ?? [] }))
  const opened = placed.filter((one) => one.opened)
  const explained = new Set<Reading>(await workedOn(tx, countyId, opened))
  for (const source of [tasksOfMatters, ...sources])
    for (const one of await source(tx, deps, opened, DAYS_AROUND)) explained.add(one)
  const found: Found[] = [
    ...opened.filter((one) => !explained.has(one)).map((reading) => ({ kind: 'no_task' as const, reading })),
    // Grids that are no more say nothing of who answers for them.
    ...placed
      .filter((one) => one.gridIds.length > 0 && one.gridId !== null && open.has(one.gridId))
      .filter((one) => !one.gridIds.includes(one.gridId ?? ''))
      .map((reading) => ({ kind: 'outside' as const, reading })),
    ...(await manyOf(tx, countyId, readings)).map((reading) => ({ kind: 'many' as const, reading })),
  ]
  const ofDay = Map.groupBy(
    found,
    ({ kind, reading }) => `${reading.staffId} ${kind} ${dayIn(timeZone, new Date(reading.at))}`,
  )
  for (const [key, some] of ofDay) await note(deps, tx, key.slice(-10), some)
}

interface Found {
  readonly kind: ReviewKind
  readonly reading: Reading
}

/** Whoever wrote into the file around then was at work on it; and so was whoever had its rights in hand. */
async function workedOn(tx: Tx, countyId: number, readings: readonly Reading[]): Promise<Reading[]> {
  if (readings.length === 0) return []
  const { rows } = await sql<{ nr: number }>`
    SELECT r.nr FROM jsonb_to_recordset(${JSON.stringify(readings.map((one, nr) => ({ nr, ...one })))}::jsonb)
      AS r(nr int, "staffId" uuid, "personId" uuid, at timestamptz)
    WHERE EXISTS (SELECT FROM person_records w WHERE w.county_id = ${countyId} AND w.person_id = r."personId" AND w.by_id = r."staffId"
        AND w.recorded_at BETWEEN r.at - make_interval(days => ${DAYS_AROUND}) AND r.at + make_interval(days => ${DAYS_AROUND}))
      OR EXISTS (SELECT FROM rights_requests q WHERE q.county_id = ${countyId} AND q.person_id = r."personId"
        AND (q.state = 'open' OR q.decided_at > r.at - make_interval(days => ${DAYS_AROUND})))`.execute(tx)
  return rows.flatMap(({ nr }) => readings[nr] ?? [])
}

/** Readings of whoever has opened many files in the hour before one of them. */
async function manyOf(tx: Tx, countyId: number, readings: readonly Reading[]): Promise<Reading[]> {
  const latest = new Map<string, Reading>()
  for (const one of readings) latest.set(one.staffId, one)
  const { rows } = await sql<{ staffId: string }>`
    SELECT l."staffId" AS staff_id FROM jsonb_to_recordset(${JSON.stringify([...latest.values()])}::jsonb) AS l("staffId" uuid, at timestamptz)
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT s.id) AS persons FROM access_log a, unnest(a.subject_ids) s(id)
      WHERE a.county_id = ${countyId} AND a.actor_id = l."staffId" AND a.subject_kind = 'person'
        AND a.purpose IN ('register.page', 'upkeep', 'service', 'visit') AND a.at > l.at - interval '1 hour' AND a.at <= l.at) c
    WHERE c.persons > ${MANY_AN_HOUR}`.execute(tx)
  const staff = new Set(rows.map(({ staffId }) => staffId))
  return readings.filter(({ staffId }) => staff.has(staffId))
}

/** One review a day and kind for one reader; one that was closed is not opened again by what comes later. */
async function note(deps: Deps, tx: Tx, day: string, found: readonly Found[]): Promise<void> {
  const { countyId } = deps.config
  const [first] = found
  if (!first) return
  const { kind, reading } = first
  const times = found.map((one) => one.reading.at).toSorted()
  const personIds = [...new Set(found.map((one) => one.reading.personId))]
  const reasons = [...new Set(found.flatMap((one) => one.reading.reason ?? []))].slice(0, 20)
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    INSERT INTO reading_reviews AS r (county_id, id, staff_id, on_day, kind, person_ids, first_at, last_at, reasons)
    VALUES (${countyId}, ${newId()}, ${reading.staffId}, ${day}::date, ${kind}, ${personIds}::uuid[], ${times[0]}::timestamptz,
      ${times.at(-1)}::timestamptz, ${reasons}::text[])
    ON CONFLICT (county_id, staff_id, on_day, kind) WHERE finding IS NULL DO UPDATE SET last_at = excluded.last_at,
      person_ids = ARRAY(SELECT DISTINCT unnest(r.person_ids || excluded.person_ids)),
      reasons = (ARRAY(SELECT DISTINCT unnest(r.reasons || excluded.reasons)))[1:20]
    RETURNING id, xmax = 0 AS is_new`.execute(tx)
  const [review] = rows
  if (!review?.isNew) return
  const ctx = systemCtx(deps, countyId, 'rights.readings_noticed')
  await recordWork(tx, ctx, async (work) => {
    work.subject('reading_review', review.id)
    await letWait(work.db, ctx, {
      kind: 'reading_review',
      subjectKind: 'reading_review',
      subjectId: review.id,
      at: null,
      exceptStaffId: reading.staffId,
      facts: {},
    })
  })
}
