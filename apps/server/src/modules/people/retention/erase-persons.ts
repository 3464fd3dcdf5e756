import { sql } from 'kysely'
import { eraseAttachments } from '../../../platform/files/index.ts'
import { type Counts, eraseElsewhere, type Erasing, noteErased, sumOf } from '../../../platform/retention/index.ts'
import { eraseWorkItems } from '../../../platform/work-items/work-items.ts'
import { refreshHousehold } from '../fold.ts'
import { familyOf } from './erase-parts.ts'

/** The part of a list of erasures that means all of it. */
export const WHOLE_FILE = 'file' as const

/**
 * Erases whole files: what was said of these persons, where they lived, what was sealed with its keys, what search folded,
 * the doubles merged into them, and what other modules hold. What must outlive them (a request and its answer, a reading,
 * an emergency) keeps the id alone. A household that nobody has ever lived in now goes along.
 */
export async function erasePersons(work: Erasing, ids: readonly string[]): Promise<Counts> {
  const { countyId, tx, certificateId } = work
  const files = await familyOf(work, ids)
  const persons = sql`any(${files}::uuid[])`
  const { rows: places } = await sql<{ id: string; scope: string[] }>`
    SELECT id, array_remove(ARRAY[town_id, village_id, grid_id], NULL) AS scope
    FROM persons WHERE county_id = ${countyId} AND id = ${persons} AND state <> 'merged'`.execute(tx.db)
  const elsewhere = await eraseElsewhere('person', work, files)
  const pictures = await eraseAttachments(work, 'person', files)
  const { rows } = await sql<{ values: number }>`
    SELECT vault.forget(${countyId}, ${certificateId}, ${files}::uuid[], NULL, NULL) AS values`.execute(tx.db)
  const remove = async (table: string, which = sql`person_id = ${persons}`) => {
    const gone = await sql`DELETE FROM ${sql.table(table)} WHERE county_id = ${countyId} AND ${which}`.execute(tx.db)
    return Number(gone.numAffectedRows ?? 0n)
  }
  const homes = await sql<{ householdId: string }>`
    SELECT DISTINCT household_id FROM residences WHERE county_id = ${countyId} AND person_id = ${persons}`.execute(
    tx.db,
  )
  const counts: Counts = {
    values: rows[0]?.values ?? 0,
    pictures,
    residences: await remove('residences'),
    needs: await remove('person_needs'),
    relations: await remove('person_relations', sql`(person_id = ${persons} OR other_id = ${persons})`),
    numbers: await remove('person_keys'),
    records: await remove('person_records'),
    duplicates: await remove('duplicates', sql`(kept_id = ${persons} OR other_id = ${persons})`),
    rows_of_lists: (await remove('register_import_matches')) + (await remove('register_import_left')),
    // Doubles name the file that stayed.
    persons:
      (await remove('persons', sql`merged_into_id = ${persons}`)) + (await remove('persons', sql`id = ${persons}`)),
  }
  await forgetWords(work, files)
  await noteErased(work, 'person', files, WHOLE_FILE)
  const households = await leaveHouseholds(
    work,
    homes.rows.map(({ householdId }) => householdId),
  )
  for (const { id, scope } of places)
    tx.publish({ module: 'people', kind: 'person.erased', subjectKind: 'person', subjectId: id, scope })
  return sumOf(counts, households, elsewhere)
}

/** What somebody wrote about their own data may say what the data said; that they asked, and what was decided, stays. */
async function forgetWords({ countyId, tx, at }: Erasing, files: readonly string[]): Promise<void> {
  // Nothing is left that could be corrected, copied or explained.
  const { rows } = await sql<{ id: string }>`
    UPDATE rights_requests SET words = '', copy_until = NULL, extended_words = left(extended_words, 0), state = CASE WHEN state = 'open' THEN 'fulfilled' ELSE state END,
      answer = coalesce(answer, '档案已删除。'), decided_at = coalesce(decided_at, ${at}::timestamptz)
    WHERE county_id = ${countyId} AND person_id = any(${[...files]}::uuid[]) RETURNING id`.execute(tx.db)
  const subjectIds = rows.map(({ id }) => id)
  await eraseWorkItems(tx.db, { countyId, subjectKind: 'rights_request', subjectIds })
  await eraseWorkItems(tx.db, { countyId, subjectKind: 'person', subjectIds: files })
}

/** The head's name is the household's: whoever stays gives it theirs, and one without anybody goes. */
async function leaveHouseholds(work: Erasing, ids: readonly string[]): Promise<Counts> {
  const { countyId, tx } = work
  const { rows } = await sql<{ id: string; empty: boolean; scope: string[] }>`
    SELECT h.id, array_remove(ARRAY[h.town_id, h.village_id, h.grid_id], NULL) AS scope,
      NOT EXISTS (SELECT FROM residences r WHERE r.county_id = h.county_id AND r.household_id = h.id)
      AND NOT EXISTS (SELECT FROM persons p WHERE p.county_id = h.county_id AND p.household_id = h.id)
      AND NOT h.id = ANY((SELECT held_subjects(${countyId}, 'household'))::uuid[]) AS empty
    FROM households h WHERE h.county_id = ${countyId} AND h.id = any(${[...ids]}::uuid[]) ORDER BY h.id FOR UPDATE`.execute(
    tx.db,
  )
  const empty = rows.filter((row) => row.empty).map(({ id }) => id)
  const elsewhere = await eraseElsewhere('household', work, empty)
  await sql`DELETE FROM households WHERE county_id = ${countyId} AND id = any(${empty}::uuid[])`.execute(tx.db)
  for (const row of rows) {
    if (!row.empty) await refreshHousehold(tx.db, countyId, row.id)
    tx.publish({
      module: 'people',
      kind: 'household.changed',
      subjectKind: 'household',
      subjectId: row.id,
      scope: row.scope,
    })
  }
  return sumOf({ households: empty.length }, elsewhere)
}
