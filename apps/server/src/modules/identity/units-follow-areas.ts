import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import type { Db } from '../../platform/database/database.ts'
import { forgetUnits } from './unit-directory.ts'

/**
 * When the county is divided anew, its units serve on: who served the old area serves the one that took over.
 * @param heirs old area id → new area id.
 */
export async function unitsFollowAreas(ctx: Ctx, tx: CommandTx, heirs: ReadonlyMap<string, string>): Promise<void> {
  if (heirs.size === 0) return
  const { countyId } = ctx
  const pairs = JSON.stringify([...heirs].map(([from_id, to_id]) => ({ from_id, to_id })))
  const { rows } = await sql<{ id: string; areaId: string }>`
    UPDATE units u SET area_id = h.to_id
    FROM jsonb_to_recordset(${pairs}::jsonb) AS h(from_id uuid, to_id uuid)
    WHERE u.county_id = ${countyId} AND u.area_id = h.from_id AND u.valid_to IS NULL
    RETURNING u.id, u.area_id`.execute(tx.db)
  for (const { id, areaId } of rows) {
    tx.publish({ module: 'identity', kind: 'unit.changed', subjectKind: 'unit', subjectId: id, scope: [id, areaId] })
  }
  tx.afterCommit(() => forgetUnits(ctx.deps, countyId))
}

/** Whether any unit still serves one of these areas. */
export async function unitsStillServe(db: Db, countyId: number, areaIds: readonly string[]): Promise<boolean> {
  const unit = await db
    .selectFrom('units')
    .select('id')
    .where('countyId', '=', countyId)
    .where('validTo', 'is', null)
    .where('areaId', '=', sql<string>`any(${areaIds}::uuid[])`)
    .limit(1)
    .executeTakeFirst()
  return unit !== undefined
}
