import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Pile } from '../../platform/work-items/inbox.ts'
import { neitherMerged } from './list-duplicates.ts'
import { withinReach } from './policy.ts'

/** Pairs of files that may be one person, of which both lie within reach; nobody is named. */
export const duplicatesPile: Pile = {
  kind: 'duplicates',
  permission: 'register.merge',
  count: (ctx, most) =>
    countUpTo(
      ctx,
      most,
      sql`duplicates d
      JOIN persons a ON a.county_id = d.county_id AND a.id = d.kept_id
      JOIN persons b ON b.county_id = d.county_id AND b.id = d.other_id
      WHERE d.county_id = ${ctx.countyId} AND d.state = 'open' AND ${neitherMerged}
        AND ${withinReach(ctx.actor, 'register.merge', 'a')} AND ${withinReach(ctx.actor, 'register.merge', 'b')}`,
    ),
}

/** Records that disagree with what is better known. */
export const contestedPile: Pile = {
  kind: 'contested',
  permission: 'register.merge',
  count: (ctx, most) =>
    countUpTo(
      ctx,
      most,
      sql`person_records c JOIN persons p ON p.county_id = c.county_id AND p.id = c.person_id
      WHERE c.county_id = ${ctx.countyId} AND c.standing = 'contested' AND ${withinReach(ctx.actor, 'register.merge', 'p')}`,
    ),
}

async function countUpTo(ctx: Ctx, most: number, from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT FROM ${from} LIMIT ${most + 1}) found`.execute(ctx.db)
  return rows[0]?.count ?? 0
}
