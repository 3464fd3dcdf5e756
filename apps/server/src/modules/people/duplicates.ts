import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'

/** Pairs that one file is proposed for at once; a name that everybody has would else fill the clerk's desk. */
const MOST_PAIRS = 20
/** Files looked at of those that have a number: the telephone of an office stands in thousands, and says nothing. */
const MOST_WITH_NUMBER = 200

export const findDoubles = (tx: CommandTx, { countyId }: Ctx, personId: string): Promise<void> =>
  findDoublesOf(tx.db, countyId, [personId])

/**
 * Files that may be of the same person as one of these: the same document; the same name and birthday, or the same sound and
 * birthday, unless both have shown a document; the same name and phone. They wait for a clerk who reaches both. Whoever
 * wrote the file is told nothing: the answer must not reveal a file beyond their reach.
 */
export async function findDoublesOf(tx: Tx, countyId: number, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  const ids = sql`${[...personIds]}::uuid[]`
  await sql`
    WITH me AS MATERIALIZED (
      SELECT p.county_id, p.id, p.name, p.name_full, p.birth_on, EXISTS (SELECT FROM person_keys k WHERE k.county_id = p.county_id AND k.person_id = p.id AND k.kind = 'document') AS shown
      FROM persons p WHERE p.county_id = ${countyId} AND p.id = any(${ids}) AND p.state <> 'merged'
    ), keyed AS MATERIALIZED (
      SELECT me.id AS me_id, me.name, k.kind, same.person_id AS id
      FROM me
      JOIN person_keys k ON k.county_id = me.county_id AND k.person_id = me.id
      CROSS JOIN LATERAL (
        SELECT o.person_id FROM person_keys o
        WHERE o.county_id = k.county_id AND o.kind = k.kind AND o.digest = k.digest LIMIT ${MOST_WITH_NUMBER}) same
      WHERE same.person_id <> me.id
    ), others AS MATERIALIZED (
      -- Asked for together: one by one, a register of which little is known yet would be read through for each.
      SELECT o.id, o.name FROM persons o
      WHERE o.county_id = ${countyId} AND o.id = any(array(SELECT DISTINCT keyed.id FROM keyed)) AND o.state <> 'merged'
    ), found AS (
      SELECT keyed.me_id, o.id, CASE keyed.kind WHEN 'document' THEN 'document' ELSE 'name_phone' END AS why,
        CASE keyed.kind WHEN 'document' THEN 1 ELSE 3 END AS rank
      FROM keyed JOIN others o ON o.id = keyed.id AND (keyed.kind = 'document' OR o.name = keyed.name)
      UNION ALL
      SELECT me.id, o.id, CASE WHEN o.name = me.name THEN 'name_birth' ELSE 'sound_birth' END, CASE WHEN o.name = me.name THEN 2 ELSE 4 END
      FROM me
      JOIN persons o ON o.county_id = me.county_id AND o.birth_on = me.birth_on AND o.name_full = me.name_full AND o.id <> me.id
        AND o.state <> 'merged'
      WHERE NOT (me.shown AND EXISTS (
        SELECT FROM person_keys k WHERE k.county_id = o.county_id AND k.person_id = o.id AND k.kind = 'document'))
    ), pairs AS (
      SELECT DISTINCT ON (least(id, me_id), greatest(id, me_id)) id, me_id, why, rank FROM found
      WHERE NOT EXISTS (
        SELECT FROM duplicates d
        WHERE d.county_id = ${countyId} AND d.state IN ('open', 'different')
          AND least(d.kept_id, d.other_id) = least(found.id, found.me_id)
          AND greatest(d.kept_id, d.other_id) = greatest(found.id, found.me_id))
      ORDER BY least(id, me_id), greatest(id, me_id), rank, id
    ), ranked AS (
      SELECT pairs.*, row_number() OVER (PARTITION BY me_id ORDER BY rank, id) AS place FROM pairs
    )
    INSERT INTO duplicates (county_id, id, kept_id, other_id, why)
    SELECT ${countyId}, gen_random_uuid(), id, me_id, why FROM ranked WHERE place <= ${MOST_PAIRS}
    ON CONFLICT DO NOTHING`.execute(tx)
}
