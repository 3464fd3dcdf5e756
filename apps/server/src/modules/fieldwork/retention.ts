import type { Db } from '../../platform/database/database.ts'
import type { RetentionRule } from '../../platform/retention/index.ts'
import { shiftRules } from './shift-rules.ts'
import { visitRules } from './visit-rules.ts'

/** What the field deletes by itself. */
export async function fieldworkRules(_db: Db, countyId: number): Promise<RetentionRule[]> {
  return [...visitRules(countyId), ...shiftRules(countyId)]
}
