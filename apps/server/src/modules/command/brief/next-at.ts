import { sql } from 'kysely'
import { countyOf } from '../../../platform/county/county.ts'
import type { Db } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'

export interface Rhythm {
  readonly countyId: number
  readonly enabled: boolean
  readonly weekday: number | null
  readonly timeOfDay: string
}

/** The first time after now at which a brief is due, by the county's clock; null when it is switched off. */
export async function nextAt(
  db: Db,
  deps: Deps,
  { countyId, enabled, weekday, timeOfDay }: Rhythm,
): Promise<string | null> {
  if (!enabled) return null
  const { timeZone } = await countyOf(deps, countyId)
  const now = deps.now().toISOString()
  const { rows } = await sql<{ at: string }>`
    SELECT min(at) AS at FROM (
      SELECT ((${now}::timestamptz AT TIME ZONE ${timeZone})::date + days + ${timeOfDay}::time) AT TIME ZONE ${timeZone} AS at
      FROM generate_series(0, 7) days) each
    WHERE at > ${now}::timestamptz
      AND (${weekday}::int IS NULL OR extract(isodow FROM at AT TIME ZONE ${timeZone}) = ${weekday}::int)`.execute(db)
  return rows[0]?.at ?? null
}
