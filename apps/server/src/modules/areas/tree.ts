import type { AreaHit, AreaLevel, AreaRef, AreaRow } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { asRef, asRow } from './area-row.ts'
import { countyAreas } from './county-areas.ts'
import { todayIn } from './day.ts'
import { childCounts, factsWhere, findFacts, openOn, pathsOf } from './queries.ts'
import { containing } from './search-text.ts'

/** The areas directly below one on a day; the county itself without a parent. */
export async function listChildren(
  ctx: Ctx,
  input: { parentId?: string | undefined; on?: string | undefined },
): Promise<{ items: AreaRow[] }> {
  const { db, countyId } = ctx
  const day = input.on ?? (await todayIn(ctx.deps, countyId))
  const { parentId } = input
  if (parentId !== undefined && !(await findFacts(db, countyId, day, parentId))) throw new Problem('area.not_found')
  const parent = parentId === undefined ? sql`v.parent_id IS NULL` : sql`v.parent_id = ${parentId}`
  const facts = await factsWhere(db, countyId, day, sql`${parent} AND ${openOn(day)}`)
  const counts = await childCounts(
    db,
    countyId,
    day,
    facts.map(({ id }) => id),
  )
  return { items: facts.map((area) => asRow(area, counts.get(area.id) ?? 0)) }
}

interface Search {
  readonly q: string
  readonly level?: AreaLevel | undefined
  readonly on?: string | undefined
  readonly limit: number
}

/** By name, pinyin, initials, or any part of a code that was valid on the day. */
export async function searchAreas(ctx: Ctx, { q, level, on, limit }: Search): Promise<{ items: AreaHit[] }> {
  const { db, countyId } = ctx
  const day = on ?? (await todayIn(ctx.deps, countyId))
  const pattern = containing(q)
  const found = sql`(v.name_search LIKE ${pattern} OR EXISTS (
    SELECT FROM area_codes c
    WHERE c.county_id = ${countyId} AND c.area_id = a.id AND c.code LIKE ${pattern}
      AND c.valid_from <= ${day}::date AND (c.valid_to IS NULL OR c.valid_to > ${day}::date)))`
  const ofLevel = level === undefined ? sql`true` : sql`a.level = ${level}`
  const facts = await factsWhere(db, countyId, day, sql`${openOn(day)} AND ${ofLevel} AND ${found}`, limit)
  const ids = facts.map(({ id }) => id)
  const counts = await childCounts(db, countyId, day, ids)
  const paths = await pathsOf(db, countyId, day, ids)
  return { items: facts.map((area) => ({ ...asRow(area, counts.get(area.id) ?? 0), path: paths.get(area.id) ?? [] })) }
}

/** Names only, for residents who pick their grid without a map. From memory: anyone may ask. */
export async function listPublicAreas(ctx: Ctx, parentId: string | undefined) {
  const { children, open } = await countyAreas(ctx.deps, ctx.countyId)
  const roots = children.get(null) ?? []
  const parent = parentId === undefined ? roots[0] : open.get(parentId)
  if (!parent) {
    if (parentId === undefined) return { parent: null, items: [] }
    throw new Problem('area.not_found')
  }
  const items: (AreaRef & { childCount: number })[] = (children.get(parent.id) ?? []).map((area) => ({
    ...asRef(area),
    childCount: children.get(area.id)?.length ?? 0,
  }))
  return { parent: asRef(parent), items }
}
