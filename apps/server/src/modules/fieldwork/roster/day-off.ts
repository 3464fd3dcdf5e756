import { sql } from 'kysely'
import { countyOf } from '../../../platform/county/county.ts'
import type { Deps } from '../../../platform/deps.ts'
import { todayIn } from '../../areas/index.ts'
import { isAwaySql, mondayOf } from './presence.ts'

/**
 * Who of these people does not work today: is on leave, or has no shift in a week for which they have any; for whom no
 * roster speaks, the county's working days do. Standby is work, and so is a night that began yesterday.
 */
export async function dayOff(deps: Deps, countyId: number, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const today = await todayIn(deps, countyId)
  const { calendar } = await countyOf(deps, countyId)
  const [now, monday] = [deps.now().toISOString(), mondayOf(today)]
  const { rows } = await sql<{ staffId: string; isAway: boolean; hasShift: boolean | null }>`
    SELECT s.id AS staff_id,
      EXISTS (SELECT FROM leaves l WHERE l.county_id = ${countyId} AND l.staff_id = s.id AND ${isAwaySql}
        AND ${today}::date BETWEEN l.first_day AND l.last_day) AS is_away,
      (SELECT bool_or(h.on_day = ${today}::date OR ${now}::timestamptz BETWEEN h.starts_at AND h.ends_at) FROM shifts h
        WHERE h.county_id = ${countyId} AND h.staff_id = s.id AND h.state = 'planned'
          AND h.on_day BETWEEN ${monday}::date - 1 AND ${monday}::date + 6
          AND (h.on_day >= ${monday}::date OR h.ends_at >= ${now}::timestamptz)) AS has_shift
    FROM unnest(${[...ids]}::uuid[]) s(id)`.execute(deps.db)
  const isOff = ({ isAway, hasShift }: (typeof rows)[number]) => isAway || !(hasShift ?? calendar.isWorkday(today))
  return new Set(rows.filter(isOff).map(({ staffId }) => staffId))
}
