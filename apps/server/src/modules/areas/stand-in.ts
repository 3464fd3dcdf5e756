import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { announceArea, scopeOf } from './announce.ts'
import { areaPath } from './queries.ts'

interface StandIn {
  /** Whose grids they are. */
  readonly forId: string
  readonly byId: string
  readonly from: string
  /** First day on which it is over. */
  readonly until: string
}

/**
 * Somebody is deputy for some days in every grid that another works in. Who may say so, the caller has asked.
 * @returns the duties, which `endStandIn` takes.
 */
export async function standIn(tx: CommandTx, ctx: Ctx, { forId, byId, from, until }: StandIn): Promise<string[]> {
  const { countyId } = ctx
  const { rows } = await sql<{ areaId: string }>`
    SELECT DISTINCT a.area_id FROM assignments a
    WHERE a.county_id = ${countyId} AND a.staff_id = ${forId} AND a.kind = 'worker'
      AND a.valid_from < ${until}::date AND (a.valid_to IS NULL OR a.valid_to > ${from}::date)
      AND NOT EXISTS (SELECT FROM assignments b WHERE b.county_id = a.county_id AND b.area_id = a.area_id
        AND b.staff_id = ${byId} AND b.kind IN ('worker', 'deputy')
        AND b.valid_from <= ${from}::date AND (b.valid_to IS NULL OR b.valid_to >= ${until}::date))`.execute(tx.db)
  const duties: string[] = []
  for (const { areaId } of rows) {
    const id = newId()
    duties.push(id)
    await tx.db
      .insertInto('assignments')
      .values({ countyId, id, areaId, kind: 'deputy', staffId: byId, validFrom: from, validTo: until })
      .execute()
    const path = await areaPath(tx.db, countyId, areaId)
    if (path) announceArea(ctx, tx, 'assignment.set', areaId, scopeOf(path), { kind: 'deputy', from, assignmentId: id })
  }
  return duties
}

/** From a day on the stand-in is needed no more: what has begun ends there, what has not never was. */
export async function endStandIn(tx: CommandTx, ctx: Ctx, duties: readonly string[], on: string): Promise<void> {
  const { countyId } = ctx
  const theirs = sql`county_id = ${countyId} AND id = any(${[...duties]}::uuid[]) AND kind = 'deputy'`
  const gone = await sql<{ areaId: string }>`
    DELETE FROM assignments WHERE ${theirs} AND valid_from >= ${on}::date RETURNING area_id`.execute(tx.db)
  const ended = await sql<{ areaId: string }>`
    UPDATE assignments SET valid_to = ${on}::date WHERE ${theirs} AND valid_to > ${on}::date RETURNING area_id`.execute(
    tx.db,
  )
  for (const { areaId } of [...gone.rows, ...ended.rows]) {
    const path = await areaPath(tx.db, countyId, areaId)
    if (path) announceArea(ctx, tx, 'assignment.ended', areaId, scopeOf(path), { kind: 'deputy', on })
  }
}
