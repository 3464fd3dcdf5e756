import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countyOf } from '../../platform/county/county.ts'
import type { Finder } from '../../platform/search/search.ts'
import { numbersMeant } from './list.ts'
import { placeNamesOf } from './place.ts'
import { mattersFor } from './policy.ts'
import type { MatterRecord } from './queries.ts'

/** The index of titles knows letters by threes. A word of two is sought among the newest, in time that does not grow. */
const LEAST_INDEXED = 3
const NEWEST = 20_000

/** By number in full or in part, else by words of the title; newest first. */
export const matterFinder: Finder = {
  group: 'matters',
  permission: 'matter.read',
  async find(ctx, q, limit) {
    const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
    const { numbers, whole } = numbersMeant(q, ctx.deps.now().toISOString(), timeZone)
    const [numbered, worded] = await Promise.all([
      numbers.length === 0 ? [] : reached(ctx).where('number', 'in', numbers).limit(limit).execute(),
      whole || [...q].length < 2 ? [] : byWords(ctx, q, limit + 1),
    ])
    const known = new Set(numbered.map(({ id }) => id))
    const found = [...numbered, ...worded.filter(({ id }) => !known.has(id))]
    const shown = found.slice(0, limit)
    // The columns that names are made of; the check constraint holds the status to the contract's words.
    const places = await placeNamesOf(ctx, shown as unknown as MatterRecord[])
    return {
      items: shown.map(({ id, number, title, status, reportedAt }, index) => ({
        kind: 'matter' as const,
        id,
        number,
        title,
        status: status as MatterRecord['status'],
        place: [places[index]?.townName, places[index]?.villageName, places[index]?.gridName].filter(Boolean).join(' '),
        reportedAt,
      })),
      more: found.length > limit,
    }
  },
}

/** Number and title of those of these matters that the actor may read. */
export async function briefMatters(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; number: string; title: string }[]> {
  if (ids.length === 0) return []
  return ctx.db
    .selectFrom('matters')
    .select(['id', 'number', 'title'])
    .where(mattersFor(ctx.actor, 'matter.read'))
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('number')
    .execute()
}

function reached(ctx: Ctx) {
  return ctx.db
    .selectFrom('matters')
    .select(['id', 'number', 'title', 'status', 'reportedAt', 'townId', 'villageId', 'gridId'])
    .where(mattersFor(ctx.actor, 'matter.read'))
}

function byWords(ctx: Ctx, q: string, most: number) {
  const contains = sql<SqlBool>`title ILIKE ${`%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`
  const newest = reached(ctx).orderBy('reportedAt', 'desc').orderBy('id', 'desc')
  if ([...q].length >= LEAST_INDEXED) return newest.where(contains).limit(most).execute()
  return ctx.db.selectFrom(newest.limit(NEWEST).as('newest')).selectAll().where(contains).limit(most).execute()
}
