import type { Leave } from '@linli/contract/duty-roster'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'
import { staffNames, unitNames } from '../../identity/index.ts'

interface LeaveRow extends Omit<Leave, 'staff' | 'unit' | 'decidedBy' | 'standIn'> {
  readonly staffId: string
  readonly unitId: string
  readonly decidedBy: string | null
  readonly standInId: string | null
  readonly key: string
}

/** Leave that fits a condition on `l`, newest first. `key` is for the cursor. */
export async function leavesWhere(
  ctx: Ctx,
  db: Db,
  condition: RawBuilder<SqlBool>,
  limit: number,
): Promise<(Leave & { key: string })[]> {
  const { rows } = await sql<LeaveRow>`
    SELECT l.id, l.staff_id, l.unit_id, l.kind, l.first_day, l.last_day, l.words, l.state, l.asked_at, l.decided_by, l.answer,
      l.stand_in_id, l.asked_at::text AS key
    FROM leaves l WHERE l.county_id = ${ctx.countyId} AND ${condition}
    ORDER BY l.asked_at DESC, l.id DESC LIMIT ${limit}`.execute(db)
  const people = rows.flatMap(({ staffId, decidedBy, standInId }) => [staffId, decidedBy ?? [], standInId ?? []].flat())
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(people)])
  const units = await unitNames(db, ctx.countyId, [...new Set(rows.map(({ unitId }) => unitId))])
  return rows.map(({ staffId, unitId, decidedBy, standInId, ...row }) => ({
    ...row,
    staff: { id: staffId, name: names.get(staffId) ?? '' },
    unit: { id: unitId, name: units.get(unitId) ?? '' },
    decidedBy: decidedBy === null ? null : (names.get(decidedBy) ?? ''),
    standIn: standInId === null ? null : { id: standInId, name: names.get(standInId) ?? '' },
  }))
}

/** As people call some days: `11-24`, `11-24–11-26`. */
export const daysName = ({ firstDay, lastDay }: Pick<Leave, 'firstDay' | 'lastDay'>): string =>
  firstDay === lastDay ? firstDay.slice(5) : `${firstDay.slice(5)}–${lastDay.slice(5)}`
