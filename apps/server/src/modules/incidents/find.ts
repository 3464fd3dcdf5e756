import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Finder, Found } from '../../platform/search/search.ts'
import { incidentsFor } from './policy.ts'

/** By number in part or words of the title, exercises too; newest first. A county has some hundreds, and none is forgotten. */
export const incidentFinder: Finder = {
  group: 'incidents',
  permission: 'incident.read',
  async find(ctx: Ctx, q: string, limit: number): Promise<Found> {
    const like = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    const { rows } = await sql<Extract<Found['items'][number], { kind: 'incident' }>>`
      SELECT 'incident' AS kind, i.id, i.number, i.title, i.state, i.severity, i.exercise, i.opened_at FROM incidents i
      WHERE ${incidentsFor(ctx.actor, 'incident.read', 'i')} AND (i.title ILIKE ${like} OR i.number ILIKE ${like})
      ORDER BY i.opened_at DESC, i.id DESC LIMIT ${limit + 1}`.execute(ctx.db)
    return { items: rows.slice(0, limit), more: rows.length > limit }
  },
}
