import type { PlannedShift } from '@linli/contract/duty-roster'
import { sql } from 'kysely'
import { newId } from '../../../platform/crypto/id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { instantOf } from './shift-rows.ts'

export interface SeedWeek {
  readonly unitId: string
  readonly monday: string
  readonly shifts: readonly Pick<PlannedShift, 'id' | 'staffId' | 'onDay' | 'from' | 'to' | 'kind'>[]
}

/** Published weeks of a county that begins with some. Publishes no events and tells nobody. */
export async function seedRosters(
  tx: Tx,
  { countyId, timeZone, publishedAt }: { countyId: number; timeZone: string; publishedAt: string },
  weeks: readonly SeedWeek[],
): Promise<void> {
  const heads = weeks.map(({ unitId, monday }) => ({ unitId, monday }))
  await sql`
    INSERT INTO roster_weeks (county_id, unit_id, monday, published_at)
    SELECT ${countyId}, w."unitId", w.monday, ${publishedAt}
    FROM jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) AS w("unitId" uuid, monday date)`.execute(tx)
  const rows = weeks.flatMap(({ unitId, shifts }) =>
    shifts.map((shift) => ({
      ...shift,
      unitId,
      startsAt: instantOf(timeZone, shift.onDay, shift.from),
      endsAt: instantOf(timeZone, shift.onDay, shift.to, shift.to > shift.from ? 0 : 1),
    })),
  )
  await sql`
    INSERT INTO shifts (county_id, id, staff_id, unit_id, on_day, starts_at, ends_at, kind)
    SELECT ${countyId}, s.id, s."staffId", s."unitId", s."onDay", s."startsAt", s."endsAt", s.kind
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS s(id uuid, "staffId" uuid, "unitId" uuid, "onDay" date, "startsAt" timestamptz, "endsAt" timestamptz, kind text)`.execute(
    tx,
  )
}

export const seedShift = (
  staffId: string,
  onDay: string,
  kind: PlannedShift['kind'],
  from: string,
  to: string,
): SeedWeek['shifts'][number] => ({ id: newId(), staffId, onDay, kind, from, to })
