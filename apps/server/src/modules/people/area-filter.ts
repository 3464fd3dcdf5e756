import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaSource } from '../areas/index.ts'

const columns = { town: 'townId', village: 'villageId', grid: 'gridId' } as const

/** An area with those that it took over from; null for all of the county. */
export type AreaNamed = { readonly level: keyof typeof columns; readonly ids: readonly string[] } | null

/** The area that a page is about; without one, or with the county itself, all of it. */
export async function areaNamed(ctx: Ctx, areaId: string | undefined): Promise<AreaNamed> {
  if (areaId === undefined) return null
  const lineage = await areaSource(ctx.deps).lineage(ctx.countyId, areaId)
  if (!lineage) throw new Problem('register.not_found')
  const { level, ids } = lineage
  return level === 'county' ? null : { level, ids }
}

/** Rows of a placed table that lie in it. */
export const lyingIn = (alias: string, area: AreaNamed): RawBuilder<SqlBool> =>
  area
    ? sql<SqlBool>`${sql.ref(`${alias}.${columns[area.level]}`)} = any(${[...area.ids]}::uuid[])`
    : sql<SqlBool>`true`

/** Both at once. */
export async function areaFilter(ctx: Ctx, alias: string, areaId: string | undefined): Promise<RawBuilder<SqlBool>> {
  return lyingIn(alias, await areaNamed(ctx, areaId))
}
