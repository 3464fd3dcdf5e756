import { sql } from 'kysely'
import type { RetentionPeriod } from '@linli/contract/retention'
import type { Erasing, RetentionRule } from '../../../platform/retention/index.ts'
import { dropFile } from '../lists/register-lists.ts'

const BASIS = '个人信息保护法第19条、第47条'
/** Records of providing personal data are kept so long (网络数据安全管理条例 12). */
const BASIS_OF_RECORDS = '网络数据安全管理条例第12条'
const days = (amount: number): RetentionPeriod => ({ amount, unit: 'day', after: 'recording' })
const years = (amount: number): RetentionPeriod => ({ amount, unit: 'year', after: 'end' })
/** A list can be undone and sent again for seven days, the day it came not counted. */
const LIST_DAYS = 8

/** What is kept about lists, exports, requests and emergencies, beside the files themselves. */
export function listRules(countyId: number): RetentionRule[] {
  const rows =
    (table: string) =>
    async ({ tx }: Erasing, ids: readonly string[]) => {
      const gone = await sql`
      DELETE FROM ${sql.table(table)} WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx.db)
      return { [table]: Number(gone.numAffectedRows ?? 0n) }
    }
  const head = (code: string, zh: string, en: string) => ({ code, names: { zh, en }, fieldGroup: 'lists' })
  return [
    {
      ...head('list.file', '导入名单的原文件', 'files of imported lists'),
      basis: BASIS,
      period: days(LIST_DAYS),
      table: 'register_imports',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, created_at::date AS since FROM register_imports
        WHERE county_id = ${countyId} AND file_gone_at IS NULL AND created_at::date <= ${until}::date
          AND state NOT IN ('checking', 'running', 'undoing')`,
      // The files first: found again where the rest does not come about.
      erase: async ({ deps, tx, at }, ids) => {
        for (const id of ids) await dropFile(deps, { countyId, id, parts: 0 })
        await sql`
          UPDATE register_imports SET file_gone_at = ${at} WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(
          tx.db,
        )
        return { files: ids.length }
      },
    },
    {
      ...head('list.report', '导入名单的报告', 'reports of imported lists'),
      basis: BASIS,
      period: years(1),
      table: 'register_imports',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, coalesce(finished_at, created_at)::date AS since FROM register_imports
        WHERE county_id = ${countyId} AND file_gone_at IS NOT NULL AND coalesce(finished_at, created_at)::date <= ${until}::date
          AND state NOT IN ('checking', 'running', 'undoing')`,
      erase: rows('register_imports'),
    },
    {
      ...head('list.export', '导出记录', 'records of exports'),
      basis: BASIS_OF_RECORDS,
      period: years(3),
      table: 'register_exports',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, created_at::date AS since FROM register_exports
        WHERE county_id = ${countyId} AND created_at::date <= ${until}::date`,
      erase: rows('register_exports'),
    },
    {
      ...head('rights.request', '已答复的个人信息请求', 'requests about own data that were answered'),
      fieldGroup: 'requests',
      basis: BASIS_OF_RECORDS,
      period: years(3),
      table: 'rights_requests',
      subject: 'person',
      due: (until) => sql`
        SELECT id, person_id AS subject_id, decided_at::date AS since FROM rights_requests
        WHERE county_id = ${countyId} AND state <> 'open' AND decided_at::date <= ${until}::date`,
      erase: rows('rights_requests'),
    },
    {
      ...head('rights.reading_review', '已核查的查看', 'readings that were looked at'),
      fieldGroup: 'requests',
      basis: BASIS_OF_RECORDS,
      period: years(3),
      table: 'reading_reviews',
      subject: null,
      due: (until) => sql`
        SELECT id, NULL::uuid AS subject_id, reviewed_at::date AS since FROM reading_reviews
        WHERE county_id = ${countyId} AND reviewed_at::date <= ${until}::date`,
      erase: rows('reading_reviews'),
    },
    {
      ...head('rights.emergency', '已复核的紧急调阅', 'emergencies that were reviewed'),
      fieldGroup: 'requests',
      basis: BASIS_OF_RECORDS,
      period: years(3),
      table: null,
      subject: 'person',
      due: (until) => sql`
        SELECT id, person_id AS subject_id, reviewed_at::date AS since FROM break_glass
        WHERE county_id = ${countyId} AND reviewed_at::date <= ${until}::date`,
      // Nobody deletes these with the platform's own rights: they let somebody into a file.
      erase: async ({ tx }, ids, until) => {
        const { rows: gone } = await sql<{ count: number }>`
          SELECT vault.forget_openings(${countyId}, ${[...ids]}::uuid[], ${until}::date + 1) AS count`.execute(tx.db)
        return { break_glass: gone[0]?.count ?? 0 }
      },
    },
  ]
}
