import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'

/**
 * Files that may be of the same person as this one: the same document; the same name and birthday, or the same sound and
 * birthday, unless both have shown a document; the same name and phone. They wait for a clerk who reaches both. Whoever
 * wrote the file is told nothing: the answer must not reveal a file beyond their reach.
 */
export async function findDoubles(tx: CommandTx, ctx: Ctx, personId: string): Promise<void> {
  const { countyId } = ctx
  await sql`
    WITH me AS (
      SELECT p.*, EXISTS (SELECT FROM person_keys k WHERE k.county_id = p.county_id AND k.person_id = p.id AND k.kind = 'document') AS shown
      FROM persons p WHERE p.county_id = ${countyId} AND p.id = ${personId}
    ), alike AS (
      SELECT o.person_id AS id, CASE k.kind WHEN 'document' THEN 'document' ELSE 'name_phone' END AS why,
        CASE k.kind WHEN 'document' THEN 1 ELSE 3 END AS rank
      FROM me
      JOIN person_keys k ON k.county_id = me.county_id AND k.person_id = me.id
      JOIN person_keys o ON o.county_id = k.county_id AND o.kind = k.kind AND o.digest = k.digest AND o.person_id <> me.id
      JOIN persons p ON p.county_id = o.county_id AND p.id = o.person_id AND (k.kind = 'document' OR p.name = me.name)
      UNION ALL
      SELECT p.id, CASE WHEN p.name = me.name THEN 'name_birth' ELSE 'sound_birth' END, CASE WHEN p.name = me.name THEN 2 ELSE 4 END
      FROM me
      JOIN persons p ON p.county_id = me.county_id AND p.birth_on = me.birth_on AND p.id <> me.id AND p.name_full = me.name_full
      WHERE NOT (me.shown AND EXISTS (
        SELECT FROM person_keys k WHERE k.county_id = p.county_id AND k.person_id = p.id AND k.kind = 'document'))
    )
    INSERT INTO duplicates (county_id, id, kept_id, other_id, why)
    SELECT DISTINCT ON (alike.id) ${countyId}, gen_random_uuid(), alike.id, ${personId}, alike.why
    FROM alike JOIN persons p ON p.county_id = ${countyId} AND p.id = alike.id AND p.state <> 'merged'
    WHERE NOT EXISTS (
      SELECT FROM duplicates d
      WHERE d.county_id = ${countyId} AND d.state IN ('open', 'different')
        AND least(d.kept_id, d.other_id) = least(alike.id, ${personId}::uuid)
        AND greatest(d.kept_id, d.other_id) = greatest(alike.id, ${personId}::uuid))
    ORDER BY alike.id, alike.rank LIMIT 20`.execute(tx.db)
}
