import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaSource } from '../areas/index.ts'

const columns = { town: 'townId', village: 'villageId', grid: 'gridId' } as const

/** Rows of a placed table that lie in an area, or in one it took over from; all of them without an area. */
export async function areaFilter(ctx: Ctx, alias: string, areaId: string | undefined): Promise<RawBuilder<SqlBool>> {
  if (areaId === undefined) return sql<SqlBool>`true`
  const lineage = await areaSource(ctx.deps).lineage(ctx.countyId, areaId)
  if (!lineage) throw new Problem('register.not_found')
  if (lineage.level === 'county') return sql<SqlBool>`true`
  return sql<SqlBool>`${sql.ref(`${alias}.${columns[lineage.level]}`)} = any(${[...lineage.ids]}::uuid[])`
}
