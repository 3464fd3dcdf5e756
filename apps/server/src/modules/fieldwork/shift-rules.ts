import { sql } from 'kysely'
import type { Erasing, RetentionRule } from '../../platform/retention/index.ts'
import { eraseWorkItems } from '../../platform/work-items/work-items.ts'

/** What wages are reckoned by is kept for two years at least (工资支付暂行规定 6), and here no longer. */
const WAGES = '工资支付暂行规定第6条、个人信息保护法第19条'
const SHIFT_YEARS = 2
/** Who answered for a grid is asked as long as what happened there may still be looked into. */
const HANDOVER_YEARS = 5

/** What is kept of those who work here: when, when not, and what they handed over. */
export function shiftRules(countyId: number): RetentionRule[] {
  const head = (code: string, zh: string, en: string) => ({
    code,
    names: { zh, en },
    fieldGroup: 'duty',
    subject: null,
  })
  const years = (amount: number) => ({ amount, unit: 'year', after: 'end' }) as const
  return [
    {
      ...head(`duty.shifts.${SHIFT_YEARS}y`, '排班、打卡和换班', 'shifts with clock times, and swaps'),
      basis: WAGES,
      period: years(SHIFT_YEARS),
      table: 'shifts',
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, on_day AS since FROM shifts
        WHERE county_id = ${countyId} AND on_day <= ${until}::date`,
      erase: eraseShifts,
    },
    {
      ...head(`duty.leave.${SHIFT_YEARS}y`, '请假', 'leave'),
      basis: WAGES,
      period: years(SHIFT_YEARS),
      table: 'leaves',
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, last_day AS since FROM leaves
        WHERE county_id = ${countyId} AND last_day <= ${until}::date`,
      erase: async ({ tx }, ids) => {
        await eraseWorkItems(tx.db, { countyId, subjectKind: 'leave', subjectIds: ids })
        const gone =
          await sql`DELETE FROM leaves WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx.db)
        return { leaves: Number(gone.numAffectedRows ?? 0n) }
      },
    },
    {
      ...head(`duty.handover.${HANDOVER_YEARS}y`, '工作交接记录', 'records of hand-overs'),
      basis: '个人信息保护法第19条（保存期限为实现处理目的所必要的最短时间）',
      period: years(HANDOVER_YEARS),
      table: 'handovers',
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, on_day AS since FROM handovers
        WHERE county_id = ${countyId} AND state <> 'planned' AND on_day <= ${until}::date`,
      erase: async ({ tx }, ids) => {
        const some = sql`any(${[...ids]}::uuid[])`
        await sql`DELETE FROM handover_areas WHERE county_id = ${countyId} AND handover_id = ${some}`.execute(tx.db)
        const gone = await sql`DELETE FROM handovers WHERE county_id = ${countyId} AND id = ${some}`.execute(tx.db)
        return { handovers: Number(gone.numAffectedRows ?? 0n) }
      },
    },
  ]
}

/** With the swaps that name them, and the weeks that are empty then. */
async function eraseShifts({ countyId, tx }: Erasing, ids: readonly string[]): Promise<Record<string, number>> {
  const some = sql`any(${[...ids]}::uuid[])`
  const { rows: swaps } = await sql<{ id: string }>`
    DELETE FROM shift_swaps WHERE county_id = ${countyId} AND (shift_id = ${some} OR return_shift_id = ${some})
    RETURNING id`.execute(tx.db)
  await eraseWorkItems(tx.db, { countyId, subjectKind: 'swap', subjectIds: swaps.map(({ id }) => id) })
  const { rows: shifts } = await sql<{ unitId: string; monday: string }>`
    DELETE FROM shifts WHERE county_id = ${countyId} AND id = ${some}
    RETURNING unit_id, date_trunc('week', on_day)::date AS monday`.execute(tx.db)
  const weeks = await sql`
    DELETE FROM roster_weeks w
    USING (SELECT DISTINCT unit_id, monday FROM unnest(
      ${shifts.map(({ unitId }) => unitId)}::uuid[], ${shifts.map(({ monday }) => monday)}::date[]) AS t(unit_id, monday)) g
    WHERE w.county_id = ${countyId} AND w.unit_id = g.unit_id AND w.monday = g.monday AND NOT EXISTS (
      SELECT FROM shifts s WHERE s.county_id = w.county_id AND s.unit_id = w.unit_id
        AND s.on_day BETWEEN w.monday AND w.monday + 6)`.execute(tx.db)
  return { shifts: shifts.length, swaps: swaps.length, roster_weeks: Number(weeks.numAffectedRows ?? 0n) }
}
