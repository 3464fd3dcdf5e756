import type { AreaGeometry } from '@linli/contract/common'
import type { Ctx } from '../../platform/command/ctx.ts'

export interface ScreenArea {
  readonly id: string
  readonly name: string
  readonly level: 'county' | 'town' | 'village' | 'grid'
  readonly parentId: string | null
  readonly households: number
  readonly boundary: AreaGeometry | null
  readonly centre: [number, number] | null
}

/** One area as it is today; the county itself when no id is given. Reads the areas module's tables, which it alone writes. */
export async function findArea(ctx: Ctx, id: string | undefined): Promise<ScreenArea | undefined> {
  const select = current(ctx)
  const row = await (id === undefined ? select.where('a.level', '=', 'county') : select.where('a.id', '=', id)).executeTakeFirst()
  return row && toArea(row)
}

/** The areas directly below, by name. */
export async function areasBelow(ctx: Ctx, area: ScreenArea): Promise<ScreenArea[]> {
  const rows = await current(ctx).where('v.parentId', '=', area.id).orderBy('v.name').execute()
  return rows.map(toArea)
}

function current(ctx: Ctx) {
  const today = ctx.deps.now().toISOString().slice(0, 10)
  return ctx.db
    .selectFrom('areaVersions as v')
    .innerJoin('areas as a', (join) => join.onRef('a.countyId', '=', 'v.countyId').onRef('a.id', '=', 'v.areaId'))
    .select(['a.id', 'v.name', 'a.level', 'v.parentId', 'v.households', 'v.boundary', 'v.lon', 'v.lat'])
    .where('v.countyId', '=', ctx.countyId)
    .where('v.validFrom', '<=', today)
    .where((eb) => eb.or([eb('v.validTo', 'is', null), eb('v.validTo', '>', today)]))
    .where((eb) => eb.or([eb('a.validTo', 'is', null), eb('a.validTo', '>', today)]))
}

type Row = Awaited<ReturnType<ReturnType<typeof current>['execute']>>[number]

function toArea(row: Row): ScreenArea {
  return {
    id: row.id,
    name: row.name,
    // The check constraint holds level to these words; boundary is written as GeoJSON only.
    level: row.level as ScreenArea['level'],
    parentId: row.parentId,
    households: row.households ?? 0,
    boundary: row.boundary as AreaGeometry | null,
    centre: row.lon !== null && row.lat !== null ? [row.lon, row.lat] : null,
  }
}
