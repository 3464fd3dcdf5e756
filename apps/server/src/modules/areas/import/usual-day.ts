import { sql } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'

/** Before anything that a county begins with tells of. */
const ALWAYS = '2000-01-01'

/**
 * From which day a list is taken to be true that does not say so: a county's first list for always, so that what is dated
 * before today has areas too; its first outlines as long as the list that they belong to; any other from today.
 */
export async function usualDay(db: Db, countyId: number, format: 'csv' | 'geojson', today: string): Promise<string> {
  const { rows } = await sql<{ last: string | null; outlined: boolean | null }>`
    SELECT max(valid_from) FILTER (WHERE valid_from <= ${today}::date) AS last, bool_or(boundary IS NOT NULL) AS outlined
    FROM area_versions WHERE county_id = ${countyId}`.execute(db)
  const { last, outlined } = rows[0] ?? { last: null, outlined: null }
  if (last === null) return ALWAYS
  return format === 'geojson' && outlined !== true ? last : today
}
