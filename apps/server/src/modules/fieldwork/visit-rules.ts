import { sql } from 'kysely'
import { eraseAttachments } from '../../platform/files/index.ts'
import type { RetentionRule } from '../../platform/retention/index.ts'

const BASIS = '个人信息保护法第19条（保存期限为实现处理目的所必要的最短时间）'
/** What was seen and said at a door serves the next visits, and after some years nobody. */
const VISIT_YEARS = 3
/** What was due and is over: long enough for the figures of a year. */
const DUE_YEARS = 2

/** What is kept of calls, rounds and first help. A hold on the person or the household keeps the visits to them. */
export function visitRules(countyId: number): RetentionRule[] {
  return [
    {
      code: `visit.${VISIT_YEARS}y`,
      names: { zh: '走访记录、所见所写和图片', en: 'visits, with what was seen, written and pictured' },
      fieldGroup: 'visits',
      basis: BASIS,
      period: { amount: VISIT_YEARS, unit: 'year', after: 'recording' },
      table: 'visits',
      subject: 'person',
      due: (until) => sql`
        SELECT v.id, CASE v.subject_kind WHEN 'person' THEN v.subject_id END AS subject_id, v.recorded_at::date AS since
        FROM visits v
        WHERE v.county_id = ${countyId} AND v.recorded_at < ${until}::date + 1
          AND coalesce(v.household_id <> ALL((SELECT held_subjects(${countyId}, 'household'))::uuid[]), true)`,
      erase: async (work, ids) => {
        const some = sql`any(${[...ids]}::uuid[])`
        const pictures = await eraseAttachments(work, 'visit', ids)
        const parts = await sql`
          DELETE FROM visit_parts WHERE county_id = ${countyId} AND visit_id = ${some}`.execute(work.tx.db)
        const visits = await sql`DELETE FROM visits WHERE county_id = ${countyId} AND id = ${some}`.execute(work.tx.db)
        return { visits: countOf(visits), visit_parts: countOf(parts), pictures }
      },
    },
    {
      code: `visit.due.${DUE_YEARS}y`,
      names: { zh: '已完成或过期的走访任务', en: 'visits that were due and are over' },
      fieldGroup: 'visits',
      basis: BASIS,
      period: { amount: DUE_YEARS, unit: 'year', after: 'end' },
      table: 'due_items',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, ended_at::date AS since FROM due_items
        WHERE county_id = ${countyId} AND state <> 'open' AND ended_at < ${until}::date + 1`,
      erase: erasing('due_items'),
    },
    {
      code: `visit.patrol.${VISIT_YEARS}y`,
      names: { zh: '巡查记录', en: 'rounds through the grids' },
      fieldGroup: 'duty',
      basis: BASIS,
      period: { amount: VISIT_YEARS, unit: 'year', after: 'end' },
      table: 'patrols',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, started_at::date AS since FROM patrols
        WHERE county_id = ${countyId} AND started_at < ${until}::date + 1`,
      erase: erasing('patrols'),
    },
    {
      code: `visit.response.${VISIT_YEARS}y`,
      names: { zh: '先期到场记录', en: 'first help' },
      fieldGroup: 'duty',
      basis: BASIS,
      period: { amount: VISIT_YEARS, unit: 'year', after: 'recording' },
      table: 'responses',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, recorded_at::date AS since FROM responses
        WHERE county_id = ${countyId} AND recorded_at < ${until}::date + 1`,
      erase: erasing('responses'),
    },
  ]
}

const countOf = ({ numAffectedRows }: { readonly numAffectedRows?: bigint }) => Number(numAffectedRows ?? 0n)

/** Rows that nothing else hangs on. */
const erasing =
  (table: 'due_items' | 'patrols' | 'responses'): RetentionRule['erase'] =>
  async ({ countyId, tx }, ids) => {
    const gone = await sql`
      DELETE FROM ${sql.table(table)} WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx.db)
    return { [table]: countOf(gone) }
  }
