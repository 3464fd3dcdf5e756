import type { Names } from '@linli/contract/common'
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'

/** What duty rules are called, by code, in their latest version. */
export async function ruleNames(db: Db, countyId: number): Promise<ReadonlyMap<string, Names>> {
  const { rows } = await sql<{ code: string; names: Names }>`
    SELECT DISTINCT ON (code) code, terms -> 'names' AS names FROM duty_rules
    WHERE county_id = ${countyId} ORDER BY code, version DESC`.execute(db)
  return new Map(rows.map(({ code, names }) => [code, names]))
}
