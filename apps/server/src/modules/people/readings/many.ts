import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { isWatched, type Reading } from './reading.ts'

/** Files opened by one person within an hour; nobody works on more with care. */
const MANY_AN_HOUR = 60
const HOUR_MS = 3_600_000
/** Rows of one reader that are looked at again; whoever made more in an hour was found with them. */
const ROWS_BEFORE = 300

interface Seen {
  readonly staffId: string
  readonly personId: string
  readonly at: string
}

/** Readings of whoever has opened many files in the hour before one of them. */
export async function manyOf(tx: Tx, countyId: number, readings: readonly Reading[]): Promise<Reading[]> {
  const byReader = Map.groupBy(readings, ({ staffId }) => staffId)
  const before = Map.groupBy(await readBefore(tx, countyId, byReader), ({ staffId }) => staffId)
  return [...byReader].flatMap(([staffId, own]) => {
    const many = beyondMany([...(before.get(staffId) ?? []), ...own])
    return own.filter((one) => many.has(one))
  })
}

/** The hour that runs up to each reading, once through. */
function beyondMany(seen: readonly Seen[]): ReadonlySet<Seen> {
  const timed = seen.map((one) => ({ one, at: Date.parse(one.at) })).toSorted((a, b) => a.at - b.at)
  const inHour = new Map<string, number>()
  const many = new Set<Seen>()
  let oldest = 0
  for (const { one, at } of timed) {
    inHour.set(one.personId, (inHour.get(one.personId) ?? 0) + 1)
    for (let gone = timed[oldest]; gone && gone.at <= at - HOUR_MS; gone = timed[++oldest]) {
      const left = (inHour.get(gone.one.personId) ?? 0) - 1
      if (left === 0) inHour.delete(gone.one.personId)
      else inHour.set(gone.one.personId, left)
    }
    if (inHour.size > MANY_AN_HOUR) many.add(one)
  }
  return many
}

/** What each reader had read in the hour before this batch; by number, since of times the record has no index. */
async function readBefore(
  tx: Tx,
  countyId: number,
  byReader: ReadonlyMap<string, readonly Reading[]>,
): Promise<Seen[]> {
  const firsts = [...byReader].map(([staffId, own]) => ({
    staffId,
    seq: Math.min(...own.map(({ seq }) => seq)),
    at: own.reduce((first, { at }) => (at < first ? at : first), own[0]?.at ?? ''),
  }))
  const { rows } = await sql<Seen>`
    SELECT f."staffId" AS staff_id, s.id AS person_id, a.at
    FROM jsonb_to_recordset(${JSON.stringify(firsts)}::jsonb) AS f("staffId" uuid, seq bigint, at timestamptz)
    CROSS JOIN LATERAL (
      SELECT * FROM access_log l WHERE l.county_id = ${countyId} AND l.actor_id = f."staffId" AND l.seq < f.seq
      ORDER BY l.seq DESC LIMIT ${ROWS_BEFORE}) a
    CROSS JOIN LATERAL unnest(a.subject_ids) s(id)
    WHERE a.at > f.at - interval '1 hour' AND ${isWatched}`.execute(tx)
  return rows
}
