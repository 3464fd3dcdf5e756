import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { unitsOfStaff } from '../identity/index.ts'

/** No matter runs for longer; it keeps the search among the latest. */
const MOST_DAYS = 400

export interface Caller {
  readonly staffId: string
  readonly matterId: string
  /** Of whoever reported it; null where nobody left one. */
  readonly phone: string | null
}

/** Matters that each of these has in hand, took in, or finds at a desk of theirs, or had within these days; with who called. */
export async function callersOf(
  tx: Tx,
  countyId: number,
  staff: readonly { readonly staffId: string; readonly gridIds: readonly string[] }[],
  daysAround: number,
): Promise<Caller[]> {
  const units = await unitsOfStaff(
    tx,
    countyId,
    staff.map(({ staffId }) => staffId),
  )
  const workers = staff.map((one) => ({ ...one, unitIds: units.get(one.staffId) ?? [] }))
  const held = (whose: ReturnType<typeof sql>) => sql`
    SELECT w."staffId" AS staff_id, m.id FROM w JOIN matters m ON m.county_id = ${countyId} AND ${whose}
      AND m.reported_at > now() - make_interval(days => ${MOST_DAYS})
      AND (m.closed_at IS NULL OR m.closed_at > now() - make_interval(days => ${daysAround}))`
  const { rows } = await sql<Caller>`
    WITH w AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(workers)}::jsonb) AS w("staffId" uuid, "unitIds" uuid[], "gridIds" uuid[])
    ), held AS (
      ${held(sql`m.handler_id = w."staffId"`)}
      UNION ${held(sql`m.lead_unit_id = any(w."unitIds")`)}
      UNION ${held(sql`m.desk_unit_id = any(w."unitIds")`)}
      UNION ${held(sql`m.grid_id = any(w."gridIds") AND m.first_staff_id = w."staffId"`)}
    )
    SELECT held.staff_id, held.id AS matter_id, c.phone
    FROM held LEFT JOIN matter_reporters c ON c.county_id = ${countyId} AND c.matter_id = held.id AND c.phone IS NOT NULL`.execute(
    tx,
  )
  return rows
}
