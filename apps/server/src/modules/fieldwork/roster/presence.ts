import { sql } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'
import type { Day } from '../plan/days.ts'

/** When somebody is away, and on which days they have shifts, as far ahead as there are any. */
export interface Presence {
  readonly leaves: readonly { readonly from: Day; readonly to: Day }[]
  /** Null: no roster, so the county's working days hold. */
  readonly roster: { readonly days: ReadonlySet<Day>; readonly until: Day } | null
}

const nothing: Presence = { leaves: [], roster: null }

/** Of everybody with leave or a roster from a day on. */
export async function presences(db: Db, countyId: number, from: Day): Promise<ReadonlyMap<string, Presence>> {
  const { rows: leaves } = await sql<{ staffId: string; firstDay: Day; lastDay: Day }>`
    SELECT staff_id, first_day, last_day FROM leaves
    WHERE county_id = ${countyId} AND state = 'granted' AND last_day >= ${from}::date`.execute(db)
  const { rows: rosters } = await sql<{ staffId: string; days: Day[] }>`
    SELECT staff_id, array_agg(DISTINCT on_day::text) AS days FROM shifts
    WHERE county_id = ${countyId} AND state = 'planned' AND kind <> 'standby' AND on_day >= ${from}::date
    GROUP BY staff_id`.execute(db)
  const found = new Map<string, Presence>()
  for (const { staffId, days } of rosters) {
    const until = days.reduce((last, day) => (day > last ? day : last))
    found.set(staffId, { ...nothing, roster: { days: new Set(days), until } })
  }
  for (const { staffId, firstDay, lastDay } of leaves) {
    const known = found.get(staffId) ?? nothing
    found.set(staffId, { ...known, leaves: [...known.leaves, { from: firstDay, to: lastDay }] })
  }
  return found
}

export const isOnLeave = ({ leaves }: Presence, day: Day): boolean =>
  leaves.some(({ from, to }) => from <= day && day <= to)
