import { sql } from 'kysely'
import type { TaskSource } from '../people/index.ts'

/** A reading that a visit explains: one that the reader made, or one that is due in a grid of theirs, around that day. */
export const tasksOfDuty: TaskSource = async (tx, deps, readings, daysAround) => {
  if (readings.length === 0) return new Set()
  const { countyId } = deps.config
  const { rows } = await sql<{ nr: number }>`
    SELECT r.nr FROM jsonb_to_recordset(${JSON.stringify(readings.map((one, nr) => ({ nr, ...one })))}::jsonb)
      AS r(nr int, "staffId" uuid, "personId" uuid, "householdId" uuid, "gridIds" jsonb, at timestamptz)
    WHERE EXISTS (
        SELECT FROM visits v WHERE v.county_id = ${countyId} AND v.staff_id = r."staffId"
          AND (v.household_id = r."householdId" OR v.subject_id = r."personId")
          AND v.captured_at BETWEEN r.at - make_interval(days => ${daysAround}) AND r.at + make_interval(days => ${daysAround}))
      OR EXISTS (
        SELECT FROM due_items d WHERE d.county_id = ${countyId} AND d.household_id = r."householdId" AND d.state = 'open'
          AND jsonb_exists(r."gridIds", d.grid_id::text)
          AND d.planned_on BETWEEN r.at::date - ${daysAround}::int AND r.at::date + ${daysAround}::int)`.execute(tx)
  return new Set(rows.flatMap(({ nr }) => readings[nr] ?? []))
}
