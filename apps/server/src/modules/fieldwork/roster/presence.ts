import { sql } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'
import { addDays, type Day, weekdayOf } from '../plan/days.ts'

/** When somebody is away, and on which days they have shifts, as far ahead as there are any. */
export interface Presence {
  readonly leaves: readonly { readonly from: Day; readonly to: Day }[]
  /** Days with a shift, and the weeks (by their Mondays) that a roster speaks of; in others the county's working days hold. */
  readonly roster: { readonly days: ReadonlySet<Day>; readonly weeks: ReadonlySet<Day> }
}

const nothing: Presence = { leaves: [], roster: { days: new Set(), weeks: new Set() } }

export const mondayOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day))

/** Away: what is granted, and illness from the moment that it is told. `l` is the leave. */
export const isAwaySql = sql<boolean>`(l.state = 'granted' OR (l.state = 'asked' AND l.kind = 'sick'))`

/** Of everybody with leave or a roster from a day on. Duty at the desk out of hours is no day for visits. */
export async function presences(db: Db, countyId: number, from: Day): Promise<ReadonlyMap<string, Presence>> {
  const { rows: leaves } = await sql<{ staffId: string; firstDay: Day; lastDay: Day }>`
    SELECT l.staff_id, l.first_day, l.last_day FROM leaves l
    WHERE l.county_id = ${countyId} AND ${isAwaySql} AND l.last_day >= ${from}::date`.execute(db)
  const { rows: rosters } = await sql<{ staffId: string; days: Day[] }>`
    SELECT staff_id, array_agg(DISTINCT on_day::text) AS days FROM shifts
    WHERE county_id = ${countyId} AND state = 'planned' AND kind IN ('regular', 'flexible') AND on_day >= ${mondayOf(from)}::date
    GROUP BY staff_id`.execute(db)
  const found = new Map<string, Presence>()
  for (const { staffId, days } of rosters)
    found.set(staffId, { ...nothing, roster: { days: new Set(days), weeks: new Set(days.map(mondayOf)) } })
  for (const { staffId, firstDay, lastDay } of leaves) {
    const known = found.get(staffId) ?? nothing
    found.set(staffId, { ...known, leaves: [...known.leaves, { from: firstDay, to: lastDay }] })
  }
  return found
}

export const isOnLeave = ({ leaves }: Presence, day: Day): boolean =>
  leaves.some(({ from, to }) => from <= day && day <= to)
