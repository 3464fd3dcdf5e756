import type { AreaGeometry } from '@linli/contract/common'
import { sql } from 'kysely'
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
  const row = await (
    id === undefined ? select.where('a.level', '=', 'county') : select.where('a.id', '=', id)
  ).executeTakeFirst()
  return row && toArea(row)
}

/** The areas directly below, by name. */
export async function areasBelow(ctx: Ctx, area: ScreenArea): Promise<ScreenArea[]> {
  const [rows, households] = await Promise.all([
    current(ctx).where('v.parentId', '=', area.id).orderBy('v.name').execute(),
    householdsBelow(ctx, area),
  ])
  return rows.map((row) => {
    const one = toArea(row)
    return { ...one, households: Math.max(one.households, households.get(one.id) ?? 0) }
  })
}

// Households are counted per grid; what lies above is their sum.
async function householdsBelow(ctx: Ctx, area: ScreenArea): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; households: number }>`
    SELECT CASE ${area.level}::text WHEN 'county' THEN v.parent_id WHEN 'town' THEN v.area_id ELSE g.area_id END AS id,
      sum(g.households)::int AS households
    FROM area_versions g
    JOIN areas a ON a.county_id = g.county_id AND a.id = g.area_id AND a.level = 'grid' AND a.valid_to IS NULL
    JOIN area_versions v ON v.county_id = g.county_id AND v.area_id = g.parent_id AND v.valid_to IS NULL
    WHERE g.county_id = ${ctx.countyId} AND g.valid_to IS NULL
    GROUP BY 1`.execute(ctx.db)
  return new Map(rows.rows.map((row) => [row.id, row.households]))
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
