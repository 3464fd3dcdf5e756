import { sql } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'
import { refreshHousehold } from '../../fold.ts'
import type { ImportRow } from './imports.ts'

/** Households that the list brought and in which nobody has ever lived now; their dwellings, where nobody else lives. */
export async function removeHouseholds(tx: Tx, list: ImportRow, ids: readonly string[]): Promise<void> {
  const { countyId, id: importId } = list
  const { rows } = await sql<{ dwellingId: string | null }>`
    DELETE FROM households h
    WHERE h.county_id = ${countyId} AND h.id = any(${[...ids]}::uuid[]) AND h.import_id = ${importId}
      AND NOT EXISTS (SELECT FROM residences r WHERE r.county_id = h.county_id AND r.household_id = h.id)
      AND NOT EXISTS (SELECT FROM persons p WHERE p.county_id = h.county_id AND p.household_id = h.id)
      AND NOT h.id = ANY((SELECT held_subjects(${countyId}, 'household'))::uuid[])
    RETURNING dwelling_id`.execute(tx)
  await sql`
    DELETE FROM dwellings w
    WHERE w.county_id = ${countyId} AND w.id = any(${rows.flatMap((row) => row.dwellingId ?? [])}::uuid[])
      AND w.version = 1 AND w.building_id IS NULL
      AND NOT EXISTS (SELECT FROM households h WHERE h.county_id = w.county_id AND h.dwelling_id = w.id)`.execute(tx)
  for (const id of ids) await refreshHousehold(tx, countyId, id)
}
