import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Place } from '../../platform/command/placed.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaPath, areaSource } from '../areas/index.ts'

const columns = { town: 'townId', village: 'villageId', grid: 'gridId' } as const

export interface AreaScope {
  /** Rows of a placed table that lie in the area or in one it took over from. */
  readonly within: RawBuilder<SqlBool>
  readonly place: Place
}

const everywhere: AreaScope = { within: sql<SqlBool>`true`, place: { townId: null, villageId: null, gridId: null } }

/** An area as a filter on `alias`; without one, the whole county. @throws Problem `area.not_found` */
export async function areaScope(ctx: Ctx, alias: string, areaId: string | undefined): Promise<AreaScope> {
  if (areaId === undefined) return everywhere
  const lineage = await areaSource(ctx.deps).lineage(ctx.countyId, areaId)
  const path = await areaPath(ctx.db, ctx.countyId, areaId)
  if (!lineage || !path) throw new Problem('area.not_found')
  if (lineage.level === 'county') return everywhere
  return {
    within: sql<SqlBool>`${sql.ref(`${alias}.${columns[lineage.level]}`)} = any(${[...lineage.ids]}::uuid[])`,
    place: { townId: path.townId, villageId: path.villageId, gridId: path.gridId },
  }
}
