import type { Shift } from '@linli/contract/duty-roster'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'

/** Columns of a shift as the contract has it; `s` is the shift. */
const columns = (
  timeZone: string,
) => sql`s.id, s.staff_id, s.unit_id, s.on_day, s.kind, s.words, s.state, s.starts_at, s.ends_at,
  to_char(s.starts_at AT TIME ZONE ${timeZone}, 'HH24:MI') AS "from", to_char(s.ends_at AT TIME ZONE ${timeZone}, 'HH24:MI') AS "to",
  s.clocked_in_at, s.clocked_out_at`

export interface ShiftRow extends Shift {
  readonly unitId: string
  readonly state: 'draft' | 'planned' | 'cancelled'
}

/** Shifts that fit a condition on `s`, in order of time. */
export async function shiftsWhere(db: Db, timeZone: string, condition: RawBuilder<SqlBool>): Promise<ShiftRow[]> {
  const { rows } = await sql<ShiftRow>`
    SELECT ${columns(timeZone)} FROM shifts s WHERE ${condition} ORDER BY s.starts_at, s.staff_id, s.id`.execute(db)
  return rows
}

/** An instant of a local day; `24 hours` later for a shift that ends the day after. */
export function instantOf(timeZone: string, day: string, time: string, daysLater = 0): string {
  return Temporal.PlainDate.from(day)
    .add({ days: daysLater })
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant()
    .toString()
}

/** As people call a shift: `11-24 08:30–17:30`. */
export const shiftName = ({ onDay, from, to }: Pick<Shift, 'onDay' | 'from' | 'to'>): string =>
  `${onDay.slice(5)} ${from}–${to}`
