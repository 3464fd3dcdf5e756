import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Db } from '../../platform/database/database.ts'

/** How doors are called in a list: households by their address, places by their name; never by a person. */
export async function doorNames(db: Db, ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, address AS name FROM households WHERE county_id = ${ctx.countyId} AND id = any(${[...ids]}::uuid[])
    UNION ALL
    SELECT id, name FROM organisations WHERE county_id = ${ctx.countyId} AND id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
