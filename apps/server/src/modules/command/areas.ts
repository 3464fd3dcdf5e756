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

/** One area as it is today; the county itself when no id is given. Reads the view that the areas module publishes. */
export async function findArea(ctx: Ctx, id: string | undefined): Promise<ScreenArea | undefined> {
  const select = current(ctx)
  const row = await (id === undefined ? select.where('level', '=', 'county') : select.where('id', '=', id)).executeTakeFirst()
  return row && toArea(row)
}

/** The areas directly below, by name. */
export async function areasBelow(ctx: Ctx, area: ScreenArea): Promise<ScreenArea[]> {
  const rows = await current(ctx).where('parentId', '=', area.id).orderBy('name').execute()
  return rows.map(toArea)
}

function current(ctx: Ctx) {
  const today = ctx.deps.now().toISOString().slice(0, 10)
  return ctx.db
    .selectFrom('areaFacts')
    .select(['id', 'name', 'level', 'parentId', 'households', 'boundary', 'lon', 'lat'])
    .where('countyId', '=', ctx.countyId)
    .where('validFrom', '<=', today)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', today)]))
    .where((eb) => eb.or([eb('closedOn', 'is', null), eb('closedOn', '>', today)]))
}

type Row = Awaited<ReturnType<ReturnType<typeof current>['execute']>>[number]

function toArea(row: Row): ScreenArea {
  return {
    // A view has no not-null; its columns come from the areas module's own constraints.
    id: row.id as string,
    name: row.name as string,
    level: row.level as ScreenArea['level'],
    parentId: row.parentId,
    households: row.households ?? 0,
    boundary: row.boundary as AreaGeometry | null,
    centre: row.lon !== null && row.lat !== null ? [row.lon, row.lat] : null,
  }
}
