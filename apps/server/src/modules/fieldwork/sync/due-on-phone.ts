import type { DueItem } from '@linli/contract/fieldwork-shapes'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { asDueItem, dueColumns, type DueRow, recordedDue } from '../plan/my-due.ts'
import { changedSince } from './sync-cursor.ts'

interface Wanted {
  /** Open items planned until this day. */
  readonly until: string
  /** Those planned until this day are on the phone already; */
  readonly after?: string
  /** with them come those, in whatever state, that this or a later transaction changed. */
  readonly xid?: string
}

/** What is due in a grid, as a phone needs it: all that is open, or what is new to it. */
export async function dueOnPhone(tx: Tx, ctx: Ctx, gridId: string, wanted: Wanted): Promise<DueItem[]> {
  const { until, after, xid } = wanted
  const open = sql<SqlBool>`d.state = 'open' AND d.planned_on <= ${until}::date`
  const fresh = after === undefined ? open : sql<SqlBool>`${open} AND d.planned_on > ${after}::date`
  // Two parts, each with an index of its own.
  const { rows } = await sql<DueRow>`
    WITH page AS MATERIALIZED (
      SELECT ${dueColumns}
      FROM due_items d JOIN duty_rules r ON r.county_id = d.county_id AND r.id = d.rule_id
      WHERE d.county_id = ${ctx.countyId} AND d.id IN (
        SELECT d.id FROM due_items d WHERE d.county_id = ${ctx.countyId} AND d.grid_id = ${gridId} AND ${fresh}
        ${
          xid === undefined
            ? sql``
            : sql`UNION ALL SELECT d.id FROM due_items d WHERE d.county_id = ${ctx.countyId} AND d.grid_id = ${gridId}
                AND ${changedSince(xid)} AND (d.state <> 'open' OR d.planned_on <= ${until}::date)`
        })
    ), ${recordedDue(ctx, 'visit.phone', sql`page`)}
    SELECT * FROM page ORDER BY planned_on, id`.execute(tx)
  return rows.map(asDueItem)
}
