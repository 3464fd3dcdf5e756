import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { placedWithin } from '../../platform/command/placed.ts'
import type { Pile } from '../../platform/work-items/inbox.ts'

/** What visits said and the file did not take, until somebody decides. */
export const conflictsPile: Pile = {
  kind: 'conflicts',
  permission: 'register.merge',
  count: (ctx, most) =>
    countUpTo(
      ctx,
      most,
      sql`visit_parts p JOIN visits v ON v.county_id = p.county_id AND v.id = p.visit_id
      WHERE p.county_id = ${ctx.countyId} AND p.state = 'refused' AND ${placedWithin(ctx.actor, 'register.merge', 'v')}`,
    ),
}

/** Unsent work of phones that may not send any more. */
export const quarantinePile: Pile = {
  kind: 'quarantine',
  permission: 'fieldwork.manage',
  count: (ctx, most) =>
    countUpTo(
      ctx,
      most,
      sql`quarantine q JOIN field_devices d ON d.county_id = q.county_id AND d.id = q.device_id AND d.staff_id = q.staff_id
      WHERE q.county_id = ${ctx.countyId} AND q.state = 'waiting' AND ${placedWithin(ctx.actor, 'fieldwork.manage', 'd')}`,
    ),
}

async function countUpTo(ctx: Ctx, most: number, from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT FROM ${from} LIMIT ${most + 1}) found`.execute(ctx.db)
  return rows[0]?.count ?? 0
}
