import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { monthAfter } from './months.ts'

interface Month {
  readonly countyId: number
  /** First day. */
  readonly month: string
  /** The first of the county: it opens with what the register says of its first day, and corrects nothing. */
  readonly base: boolean
  readonly frozenAt: string
  /** Of every grid that anybody ever lived in: areas from the county down to itself, as they were on the last day. */
  readonly paths: readonly { readonly grid: string; readonly path: readonly string[] }[]
}

/**
 * Counts a month and keeps who stood where at its end: one statement, so that all of it comes from one moment, and the
 * long reading is over before the first row is written (a transaction that writes holds back every reader of events).
 *
 * Per person and cell (grid and residence kind): where they stood in the last closing, which dated facts of this month
 * brought them in or took them out, and where the register says now that they stood at the end. What the facts leave
 * unexplained is a correction: something was entered late, withdrawn, merged, or the areas were drawn anew. So every
 * cell adds up by itself, and every area above, being a sum of cells, does too.
 */
export async function countMonth(tx: Tx, { countyId, month, base, frozenAt, paths }: Month): Promise<void> {
  const start = sql`${month}::date`
  const end = sql`${monthAfter(month)}::date`
  const standing = (day: typeof end) => sql`
    SELECT DISTINCT ON (person_id) person_id, path, kind FROM steps
    WHERE valid_from < ${day} AND (valid_to IS NULL OR valid_to >= ${day})
    ORDER BY person_id, valid_from DESC, recorded_at DESC, id DESC`
  const opening = base
    ? standing(start)
    : sql`SELECT person_id, path, kind FROM statistics_counted WHERE county_id = ${countyId}`
  // One residence ends so and the next begins so on the same day: nobody came from outside or left.
  const stays = sql`'moved_within', 'married', 'changed'`
  // Sorted and grouped by person in memory: on disk it takes twice as long.
  await sql`SET LOCAL work_mem = '256MB'`.execute(tx)
  await sql`
    WITH paths AS MATERIALIZED (
      SELECT p.grid, p.path FROM jsonb_to_recordset(${JSON.stringify(paths)}::jsonb) AS p(grid uuid, path uuid[])
    ), steps AS MATERIALIZED (
      SELECT r.id, r.person_id, p.path, r.kind, r.valid_from, r.valid_to, r.began_by, r.ended_by, r.recorded_at,
        lag(r.valid_to) OVER w AS to_before, lag(r.ended_by) OVER w AS ended_before,
        lag(p.path) OVER w AS path_before, lag(r.kind) OVER w AS kind_before,
        lead(r.valid_from) OVER w AS from_after, lead(r.began_by) OVER w AS began_after,
        lead(p.path) OVER w AS path_after, lead(r.kind) OVER w AS kind_after
      FROM residences r JOIN paths p ON p.grid = r.grid_id
      WHERE r.county_id = ${countyId} AND r.valid_from < ${end}
      WINDOW w AS (PARTITION BY r.person_id ORDER BY r.valid_from, coalesce(r.valid_to, 'infinity'), r.recorded_at, r.id)
    ), facts AS (
      SELECT person_id, path, kind, CASE
        WHEN to_before = valid_from AND ended_before IN (${stays}) AND began_by IN (${stays}) THEN CASE
          WHEN path_before <> path THEN 'within_in' WHEN kind_before <> kind THEN 'turned_in' END
        WHEN began_by = 'born' THEN 'born'
        WHEN began_by IN ('moved_in', 'moved_within', 'married') THEN 'moved_in' END AS what
      FROM steps WHERE valid_from >= ${start}
      UNION ALL
      SELECT person_id, path, kind, CASE
        WHEN from_after = valid_to AND began_after IN (${stays}) AND ended_by IN (${stays}) THEN CASE
          WHEN path_after <> path THEN 'within_out' WHEN kind_after <> kind THEN 'turned_out' END
        WHEN ended_by = 'died' THEN 'died'
        WHEN ended_by IN ('moved_out', 'moved_within', 'married') THEN 'moved_out' END
      FROM steps WHERE valid_to >= ${start} AND valid_to < ${end}
    ), standing_before AS MATERIALIZED (${opening}),
    standing_now AS MATERIALIZED (${standing(end)}),
    balances AS (
      SELECT path, kind,
        sum(opening) AS opening,
        count(*) FILTER (WHERE what = 'born') AS born,
        count(*) FILTER (WHERE what = 'moved_in') AS moved_in,
        count(*) FILTER (WHERE what = 'within_in') AS within_in,
        count(*) FILTER (WHERE what = 'turned_in') AS turned_in,
        count(*) FILTER (WHERE what = 'died') AS died,
        count(*) FILTER (WHERE what = 'moved_out') AS moved_out,
        count(*) FILTER (WHERE what = 'within_out') AS within_out,
        count(*) FILTER (WHERE what = 'turned_out') AS turned_out,
        sum(closing) AS closing
      FROM (
        SELECT person_id, path, kind, 1 AS opening, NULL AS what, 0 AS closing FROM standing_before
        UNION ALL SELECT person_id, path, kind, 0, NULL, 1 FROM standing_now
        UNION ALL SELECT person_id, path, kind, 0, what, 0 FROM facts WHERE what IS NOT NULL
      ) said GROUP BY person_id, path, kind
    ), corrected AS (
      SELECT *, closing - opening - born - moved_in - within_in - turned_in + died + moved_out + within_out + turned_out AS rest
      FROM balances
    ), cells AS (
      SELECT path, kind, sum(opening) AS opening, sum(born) AS born, sum(moved_in) AS moved_in, sum(within_in) AS within_in,
        sum(turned_in) AS turned_in, sum(greatest(rest, 0)) AS corrected_in, sum(died) AS died, sum(moved_out) AS moved_out,
        sum(within_out) AS within_out, sum(turned_out) AS turned_out, sum(greatest(-rest, 0)) AS corrected_out, sum(closing) AS closing
      FROM corrected GROUP BY path, kind
    ), doors AS (
      SELECT p.path[i] AS area_id, coalesce(p.path[i - 1], p.path[i]) AS parent_id, count(*) AS households
      FROM households h JOIN paths p ON p.grid = h.grid_id CROSS JOIN generate_subscripts(p.path, 1) i
      WHERE h.county_id = ${countyId} AND h.valid_from < ${end} AND (h.valid_to IS NULL OR h.valid_to >= ${end})
      GROUP BY 1, 2
    ), sums AS (
      SELECT c.path[i] AS area_id, coalesce(c.path[i - 1], c.path[i]) AS parent_id, coalesce(c.kind, 'all') AS kind,
        sum(opening) AS opening, sum(born) AS born, sum(moved_in) AS moved_in, sum(within_in) AS within_in,
        sum(turned_in) AS turned_in, sum(corrected_in) AS corrected_in, sum(died) AS died, sum(moved_out) AS moved_out,
        sum(within_out) AS within_out, sum(turned_out) AS turned_out, sum(corrected_out) AS corrected_out, sum(closing) AS closing
      FROM cells c CROSS JOIN generate_subscripts(c.path, 1) i
      GROUP BY GROUPING SETS ((1, 2, c.kind), (1, 2))
    ), run AS (
      INSERT INTO statistics_runs (county_id, month, base, frozen_at) VALUES (${countyId}, ${start}, ${base}, ${frozenAt})
    ), gone AS (
      DELETE FROM statistics_counted c
      WHERE c.county_id = ${countyId} AND NOT EXISTS (SELECT FROM standing_now n WHERE n.person_id = c.person_id)
    ), kept AS (
      INSERT INTO statistics_counted (county_id, person_id, path, kind)
      SELECT ${countyId}, n.person_id, n.path, n.kind FROM standing_now n
      LEFT JOIN statistics_counted c ON c.county_id = ${countyId} AND c.person_id = n.person_id
      WHERE c.person_id IS NULL OR c.path <> n.path OR c.kind <> n.kind
      ON CONFLICT (county_id, person_id) DO UPDATE SET path = excluded.path, kind = excluded.kind
    )
    INSERT INTO area_statistics (county_id, month, area_id, parent_id, kind, opening, born, moved_in, within_in, turned_in,
      corrected_in, died, moved_out, within_out, turned_out, corrected_out, closing, households)
    SELECT ${countyId}, ${start}, s.area_id, s.parent_id, s.kind, s.opening, s.born, s.moved_in, s.within_in, s.turned_in,
      s.corrected_in, s.died, s.moved_out, s.within_out, s.turned_out, s.corrected_out, s.closing,
      CASE WHEN s.kind = 'all' THEN coalesce(d.households, 0) END
    FROM sums s LEFT JOIN doors d ON d.area_id = s.area_id AND d.parent_id = s.parent_id`.execute(tx)
}
