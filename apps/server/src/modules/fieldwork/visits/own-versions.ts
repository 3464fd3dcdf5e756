import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'

/** Versions of files that the visitor made: nobody else's change, though newer than the copy on their phone. */
interface OwnVersions {
  has(fileId: string | null, version: number): boolean
  add(fileId: string | null, version: number | null): void
}

/** Those of the visits named, as far as the actor made them: who names another's has not seen what it changed. */
export async function ownVersions(db: Db, ctx: Ctx, visitIds: readonly string[]): Promise<OwnVersions> {
  const made = new Set<string>()
  const own: OwnVersions = {
    has: (fileId, version) => made.has(`${fileId} ${version}`),
    add: (fileId, version) => void (version !== null && made.add(`${fileId} ${version}`)),
  }
  if (visitIds.length === 0) return own
  const { rows } = await sql<{ fileId: string | null; version: number }>`
    SELECT coalesce(p.person_id, p.household_id) AS file_id, p.version
    FROM visit_parts p JOIN visits v ON v.county_id = p.county_id AND v.id = p.visit_id
    WHERE p.county_id = ${ctx.countyId} AND p.visit_id = any(${[...visitIds]}::uuid[])
      AND v.staff_id = ${ctx.actor.id} AND p.version IS NOT NULL`.execute(db)
  for (const { fileId, version } of rows) own.add(fileId, version)
  return own
}
