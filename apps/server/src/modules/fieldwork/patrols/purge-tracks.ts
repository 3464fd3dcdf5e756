import { sql } from 'kysely'
import type { Deps } from '../../../platform/deps.ts'

/** Raw positions of staff are kept so long; then length and gaps alone. */
const RAW_DAYS = 30

export async function purgeTracks(deps: Deps): Promise<void> {
  await sql`
    UPDATE patrols SET track = NULL
    WHERE county_id = ${deps.config.countyId} AND track IS NOT NULL
      AND ended_at < ${deps.now().toISOString()}::timestamptz - ${`${RAW_DAYS} days`}::interval`.execute(deps.db)
}
