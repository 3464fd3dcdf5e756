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
import { explainedOf } from './explained.ts'
import { manyOf } from './many.ts'
import { isWatched, type Placed, type Reading, type TaskSource } from './reading.ts'

const AT_ONCE = 2_000
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
      SELECT a.seq, a.actor_id, a.at, a.case_id, a.reason, a.purpose, unnest(a.subject_ids) AS person_id
      FROM batch a WHERE ${isWatched}
    )
    SELECT (SELECT count(*)::int FROM batch) AS rows, (
      SELECT jsonb_agg(jsonb_build_object('seq', r.seq, 'staffId', r.actor_id, 'personId', p.id, 'householdId', p.household_id,
        'gridId', p.grid_id, 'purpose', r.purpose, 'caseId', r.case_id, 'reason', r.reason, 'at', r.at))
      FROM read r JOIN persons o ON o.county_id = ${countyId} AND o.id = r.person_id
      JOIN persons p ON p.county_id = o.county_id AND p.id = coalesce(o.merged_into_id, o.id)) AS readings`.execute(tx)
  return { rows: rows[0]?.rows ?? 0, readings: rows[0]?.readings ?? [] }
}

async function judge(deps: Deps, tx: Tx, readings: readonly Reading[], sources: readonly TaskSource[]): Promise<void> {
  const { countyId } = deps.config
  const { timeZone } = await countyOf(deps, countyId)
  const today = dayIn(timeZone, deps.now())
  const grids = await gridsOfStaff(tx, countyId, [...new Set(readings.map(({ staffId }) => staffId))], today)
  const { open } = await countyAreas(deps, countyId)
  const placed: Placed[] = readings.map((one) => ({ ...one, gridIds: grids.get(one.staffId) ?? [] }))
  const explained = await explainedOf(deps, tx, placed, sources)
  const found: Found[] = [
    ...placed
      .filter((one) => !explained.has(one))
      .map((reading) => ({ kind: isPage(reading) ? ('page_no_task' as const) : ('no_task' as const), reading })),
    // Grids that are no more say nothing of who answers for them; an emergency is beyond reach by its nature.
    ...placed
      .filter((one) => one.gridIds.length > 0 && one.gridId !== null && open.has(one.gridId))
      .filter((one) => !one.gridIds.includes(one.gridId ?? '') && one.purpose !== 'emergency')
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

const isPage = ({ purpose }: Reading) => purpose === 'register.page'

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
  // Pages are read all day long: they stand in the list for whoever looks, and fill nobody's inbox.
  if (!review?.isNew || kind === 'page_no_task') return
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
