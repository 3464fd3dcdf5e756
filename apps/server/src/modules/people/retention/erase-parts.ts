import { sql } from 'kysely'
import { type Counts, type Erasing, noteErased } from '../../../platform/retention/index.ts'
import { refreshPerson } from '../fold.ts'

/** The part that means the needs of a person; the others are the groups of the vault. */
export const NEEDS = 'needs'

/** These files and the doubles that were merged into them, locked: what was sealed under a double stayed with it. */
export async function familyOf({ countyId, tx }: Erasing, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM persons
    WHERE county_id = ${countyId} AND (id = any(${[...ids]}::uuid[]) OR merged_into_id = any(${[...ids]}::uuid[]))
    ORDER BY id FOR UPDATE`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** What one field group of these persons holds and no more; the file stays. `until`: only what was recorded before. */
export async function erasePart(
  work: Erasing,
  ids: readonly string[],
  part: string,
  until: string | null,
): Promise<Counts> {
  const { countyId, tx } = work
  const files = await familyOf(work, ids)
  if (part === NEEDS) {
    const gone = await sql`
      DELETE FROM person_needs WHERE county_id = ${countyId} AND person_id = any(${files}::uuid[])
        AND (${until}::timestamptz IS NULL OR recorded_at < ${until}::timestamptz)`.execute(tx.db)
    await noteErased(work, 'person', ids, NEEDS)
    return { needs: Number(gone.numAffectedRows ?? 0n) }
  }
  await noteErased(work, 'person', ids, part)
  return eraseFields(work, files, await fieldsOfGroup(work, part), until)
}

async function fieldsOfGroup({ countyId, tx }: Erasing, group: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    SELECT code FROM register_fields WHERE county_id = ${countyId} AND subject = 'person'
      AND definition->>'storage' = 'sealed' AND definition->>'group' = ${group}`.execute(tx.db)
  return rows.map(({ code }) => code)
}

/** Sealed values with the keys that have nothing left to seal, and what finds or shows them outside the vault. */
export async function eraseFields(
  { countyId, tx, certificateId }: Erasing,
  files: readonly string[],
  fields: readonly string[],
  until: string | null,
): Promise<Counts> {
  const persons = sql`any(${[...files]}::uuid[])`
  const { rows } = await sql<{ values: number }>`
    SELECT vault.forget(${countyId}, ${certificateId}, ${[...files]}::uuid[], ${[...fields]}::text[], ${until}::timestamptz) AS values`.execute(
    tx.db,
  )
  const kinds = fields.filter((field) => field === 'document' || field === 'phone')
  // Those that wait for a clerk, or were refused, are no better off.
  await sql`
    UPDATE person_records SET numbers = (SELECT jsonb_agg(n) FROM jsonb_array_elements(numbers) n WHERE n->>'field' <> ALL(${kinds}::text[]))
    WHERE county_id = ${countyId} AND person_id = ${persons} AND numbers IS NOT NULL
      AND (${until}::timestamptz IS NULL OR recorded_at < ${until}::timestamptz)`.execute(tx.db)
  // A day with it means old values of a number that may have a newer one: then it still finds its person.
  if (kinds.length === 0 || until !== null) return { values: rows[0]?.values ?? 0 }
  const numbers = await sql`
    DELETE FROM person_keys WHERE county_id = ${countyId} AND person_id = ${persons} AND kind = any(${kinds}::text[])`.execute(
    tx.db,
  )
  await sql`
    UPDATE persons SET version = version + 1, updated_at = now(),
      phone_masked = CASE WHEN ${kinds.includes('phone')} THEN NULL ELSE phone_masked END,
      document_kind = CASE WHEN ${kinds.includes('document')} THEN 'unknown' ELSE document_kind END
    WHERE county_id = ${countyId} AND id = ${persons}`.execute(tx.db)
  return { values: rows[0]?.values ?? 0, numbers: Number(numbers.numAffectedRows ?? 0n) }
}

/** Keys of `extra`, out of every record that said them. */
export async function eraseExtra(
  { countyId, tx }: Erasing,
  ids: readonly string[],
  codes: readonly string[],
  until: string | null,
): Promise<Counts> {
  const gone = await sql`
    UPDATE person_records SET said = jsonb_set(said, '{extra}', (said->'extra') - ${[...codes]}::text[])
    WHERE county_id = ${countyId} AND person_id = any(${[...ids]}::uuid[])
      AND jsonb_exists_any(said->'extra', ${[...codes]}::text[])
      AND (${until}::timestamptz IS NULL OR recorded_at < ${until}::timestamptz)`.execute(tx.db)
  for (const id of ids) await refreshPerson(tx.db, countyId, id)
  return { values: Number(gone.numAffectedRows ?? 0n) }
}
