import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Tx } from '../../platform/database/database.ts'
import { refreshHousehold, refreshPerson } from './fold.ts'
import type { PersonRow } from './queries.ts'

/** What a merge moved, so that it can be undone. What is optional was not yet noted by merges of before. */
export interface Moved {
  readonly keptId: string
  readonly otherId: string
  readonly otherState: string
  readonly residences: readonly string[]
  readonly records: readonly string[]
  readonly needs: readonly string[]
  readonly relations: readonly string[]
  readonly elsewhere: readonly string[]
  readonly keys: readonly { readonly kind: string; readonly digest: string; readonly added: boolean }[]
  /** Relations between the two, as their rows were. */
  readonly between?: readonly unknown[]
  /** Present residences that were ended: nobody lives in two places, and the dead in none. */
  readonly ended: string | readonly string[] | null
  /** Doubles of the other file, which are the kept one's now. */
  readonly doubles?: readonly string[]
  /** Open pairs that were opened for the kept file beside those of the other. */
  readonly pairs?: readonly string[]
  /** What was known of the kept file's numbers, before and after. */
  readonly numbers?: { readonly was: Numbers; readonly is: Numbers }
}
export interface Numbers {
  readonly documentKind: string
  readonly phoneMasked: string | null
}

/** Puts all that the other file holds into the kept one; both are locked, and neither is merged. */
export async function mergeFiles(tx: Tx, ctx: Ctx, kept: PersonRow, other: PersonRow): Promise<Moved> {
  const { countyId } = ctx
  const keptId = kept.id
  const ended = await endResidences(tx, countyId, keptId, other.id)
  const numbers = await takeNumbers(tx, countyId, kept, other)
  const move = async (
    table: 'residences' | 'person_records' | 'person_needs' | 'person_relations',
    column = 'person_id',
  ) => {
    const { rows } = await sql<{ id: string }>`
      UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${keptId}
      WHERE county_id = ${countyId} AND ${sql.ref(column)} = ${other.id} RETURNING id`.execute(tx)
    return rows.map(({ id }) => id)
  }
  // A relation between the two would become one of somebody with themselves.
  const { rows: between } = await sql<{ row: unknown }>`DELETE FROM person_relations WHERE county_id = ${countyId}
    AND (person_id, other_id) IN ((${keptId}::uuid, ${other.id}::uuid), (${other.id}::uuid, ${keptId}::uuid))
    RETURNING to_jsonb(person_relations) AS row`.execute(tx)
  const { rows: keys } = await sql<Moved['keys'][number]>`
    WITH gone AS (DELETE FROM person_keys WHERE county_id = ${countyId} AND person_id = ${other.id} RETURNING kind, digest),
    kept AS (INSERT INTO person_keys (county_id, kind, digest, person_id)
      SELECT ${countyId}, kind, digest, ${keptId}::uuid FROM gone ON CONFLICT DO NOTHING RETURNING kind, digest)
    SELECT kind, encode(digest, 'hex') AS digest, (kind, digest) IN (SELECT kind, digest FROM kept) AS added FROM gone`.execute(
    tx,
  )
  const moved: Moved = {
    keptId,
    otherId: other.id,
    otherState: other.state,
    residences: await move('residences'),
    records: await move('person_records'),
    needs: await move('person_needs'),
    relations: await move('person_relations'),
    elsewhere: await move('person_relations', 'other_id'),
    keys,
    between: between.map(({ row }) => row),
    ended,
    doubles: await moveDoubles(tx, countyId, keptId, other.id),
    pairs: await openPairs(tx, countyId, keptId, other.id),
    numbers,
  }
  await sql`
    UPDATE persons SET state = 'merged', merged_into_id = ${keptId}, version = version + 1, updated_at = now()
    WHERE county_id = ${countyId} AND id = ${other.id}`.execute(tx)
  await sql`SELECT vault.follow_merged(${countyId}, ${other.id})`.execute(tx)
  await refreshFiles(tx, countyId, [keptId], moved.residences)
  return moved
}

/** Of two present residences the one that began later is where they are; whoever has died in one file is not alive in the other. */
async function endResidences(tx: Tx, countyId: number, keptId: string, otherId: string): Promise<string[]> {
  const both = sql`county_id = ${countyId} AND person_id IN (${keptId}, ${otherId})`
  const { rows } = await sql<{ id: string }>`
    WITH present AS (
      SELECT id, valid_from, row_number() OVER (ORDER BY valid_from DESC, recorded_at DESC) AS place, max(valid_from) OVER () AS latest
      FROM residences WHERE ${both} AND valid_to IS NULL
    ), death AS (
      SELECT max(died_on) AS day FROM persons WHERE county_id = ${countyId} AND id IN (${keptId}, ${otherId}) AND state = 'died')
    UPDATE residences r SET valid_to = greatest(coalesce(death.day, present.latest), present.valid_from), ended_by = 'correction'
    FROM present CROSS JOIN death
    WHERE r.county_id = ${countyId} AND r.id = present.id AND (present.place > 1 OR death.day IS NOT NULL) RETURNING r.id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** What pages and lists show of numbers follows the numbers: of what both files know, the one that was told last. */
async function takeNumbers(
  tx: Tx,
  countyId: number,
  kept: PersonRow,
  other: PersonRow,
): Promise<NonNullable<Moved['numbers']>> {
  const toldLast = (field: string) => sql`(
    SELECT r.person_id FROM person_records r
    WHERE r.county_id = ${countyId} AND r.person_id IN (${kept.id}, ${other.id}) AND r.standing = 'holds' AND ${field} = any(r.sealed)
    ORDER BY coalesce(r.decided_at, r.recorded_at) DESC LIMIT 1)`
  const { rows } = await sql<Numbers>`
    UPDATE persons k SET
      document_kind = CASE WHEN coalesce(${toldLast('document')} = o.id, k.document_kind = 'unknown') THEN o.document_kind ELSE k.document_kind END,
      phone_masked = CASE WHEN coalesce(${toldLast('phone')} = o.id, k.phone_masked IS NULL) THEN o.phone_masked ELSE k.phone_masked END,
      numbers_version = k.version + 1, moved_version = k.version + 1
    FROM persons o
    WHERE k.county_id = ${countyId} AND k.id = ${kept.id} AND o.county_id = ${countyId} AND o.id = ${other.id}
    RETURNING k.document_kind, k.phone_masked`.execute(tx)
  const was = { documentKind: kept.documentKind, phoneMasked: kept.phoneMasked }
  return { was, is: rows[0] ?? was }
}

/** One look finds every double of a file, whatever was merged into what before. */
async function moveDoubles(tx: Tx, countyId: number, keptId: string, otherId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    UPDATE persons SET merged_into_id = ${keptId} WHERE county_id = ${countyId} AND merged_into_id = ${otherId} RETURNING id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/**
 * Whoever may be the person of the other file may be the person of the kept one. The pairs of the other file stay as they are,
 * unseen while it is merged: they are there again when it is taken out.
 */
async function openPairs(tx: Tx, countyId: number, keptId: string, otherId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO duplicates (county_id, id, kept_id, other_id, why, found_at)
    SELECT ${countyId}, gen_random_uuid(), CASE d.kept_id WHEN ${otherId} THEN ${keptId}::uuid ELSE d.kept_id END,
      CASE d.other_id WHEN ${otherId} THEN ${keptId}::uuid ELSE d.other_id END, d.why, d.found_at
    FROM duplicates d
    JOIN persons p ON p.county_id = d.county_id AND p.id IN (d.kept_id, d.other_id) AND p.id <> ${otherId}
    WHERE d.county_id = ${countyId} AND d.state = 'open' AND ${otherId} IN (d.kept_id, d.other_id)
      AND p.id <> ${keptId} AND p.merged_into_id IS DISTINCT FROM ${keptId}::uuid
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Files and the households in which they lived say what their rows say. */
export async function refreshFiles(
  tx: Tx,
  countyId: number,
  personIds: readonly string[],
  residences: readonly string[],
): Promise<void> {
  for (const id of personIds) await refreshPerson(tx, countyId, id)
  const { rows } = await sql<{ householdId: string }>`
    SELECT DISTINCT household_id FROM residences
    WHERE county_id = ${countyId} AND (person_id = any(${[...personIds]}::uuid[]) OR id = any(${[...residences]}::uuid[]))`.execute(
    tx,
  )
  for (const { householdId } of rows) await refreshHousehold(tx, countyId, householdId)
}
