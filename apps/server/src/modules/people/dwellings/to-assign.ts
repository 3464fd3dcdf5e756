import type { dwellingRoutes, ToAssign } from '@linli/contract/people-dwellings'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { areaPath, countyAreas, heirsOfGrids } from '../../areas/index.ts'
import { mayOn, withinReach } from '../policy.ts'

type Input<N extends keyof typeof dwellingRoutes> = RouteParsed<(typeof dwellingRoutes)[N]>
type Output<N extends keyof typeof dwellingRoutes> = RouteOutput<(typeof dwellingRoutes)[N]>

/** What is given to a grid as one: a flat goes with its building, a household with its dwelling. */
function unitsIn(ctx: Ctx, grids: RawBuilder<unknown>): RawBuilder<unknown> {
  const lies = (alias: string) =>
    sql`${sql.ref(`${alias}.grid_id`)} = any(${grids}) AND ${withinReach(ctx.actor, 'register.merge', alias)}`
  return sql`
    SELECT 'building' AS kind, b.id, b.grid_id, b.address || b.name AS title, b.lon, b.lat, (SELECT count(*)::int
      FROM dwellings d JOIN households h ON h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL
      WHERE d.county_id = b.county_id AND d.building_id = b.id AND d.closed_at IS NULL) AS households
    FROM buildings b WHERE b.closed_at IS NULL AND ${lies('b')}
    UNION ALL
    SELECT 'dwelling', d.id, d.grid_id, d.address, d.lon, d.lat, (SELECT count(*)::int FROM households h
      WHERE h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL)
    FROM dwellings d WHERE d.closed_at IS NULL AND ${lies('d')} AND NOT EXISTS (SELECT FROM buildings b
      WHERE b.county_id = d.county_id AND b.id = d.building_id AND b.grid_id = d.grid_id)
    UNION ALL
    SELECT 'household', h.id, h.grid_id, h.address, NULL, NULL, 1
    FROM households h WHERE h.valid_to IS NULL AND ${lies('h')} AND NOT EXISTS (SELECT FROM dwellings d
      WHERE d.county_id = h.county_id AND d.id = h.dwelling_id AND d.grid_id = h.grid_id)
    UNION ALL
    SELECT 'organisation', o.id, o.grid_id, o.name, o.lon, o.lat, 0
    FROM organisations o WHERE o.valid_to IS NULL AND ${lies('o')}`
}

/** What lies in a closed grid, by title; `page` null: all that has a position. */
export async function placesIn(
  db: Db,
  ctx: Ctx,
  gridId: string,
  page: { after: readonly [string, string] | null; limit: number } | null,
): Promise<ToAssign[]> {
  const { open, locator } = await countyAreas(ctx.deps, ctx.countyId)
  if (open.has(gridId)) return []
  const heirs = new Set((await heirsOfGrids(ctx.deps, ctx.countyId)).get(gridId) ?? [])
  const beyond = page?.after
    ? sql<SqlBool>`(title, id) > (${page.after[0]}, ${page.after[1]}::uuid)`
    : sql<SqlBool>`true`
  const which = page
    ? sql`WHERE ${beyond} ORDER BY title, id LIMIT ${page.limit}`
    : sql`WHERE lon IS NOT NULL ORDER BY title, id`
  const { rows } = await sql<Omit<ToAssign, 'suggestedId'> & { lon: number | null; lat: number | null }>`
    SELECT kind, id, title, lon, lat, households FROM (${unitsIn(ctx, sql`${[gridId]}::uuid[]`)}) u ${which}`.execute(
    db,
  )
  return rows.map(({ lon, lat, ...row }) => {
    const under = lon === null || lat === null ? null : locator.locate(lon, lat).gridId
    return { ...row, suggestedId: under !== null && heirs.has(under) ? under : null }
  })
}

export async function listToAssign(ctx: Ctx, input: Input<'listToAssign'>): Promise<Output<'listToAssign'>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['text', 'id'])
  const rows = await placesIn(ctx.db, ctx, input.gridId, {
    after: after && [String(after[0]), String(after[1])],
    limit: input.limit + 1,
  })
  return toPage(rows, input.limit, (row) => [row.title, row.id])
}

export async function listClosedGrids(ctx: Ctx): Promise<Output<'listClosedGrids'>> {
  const { open, names, children, heirs: heirOf } = await countyAreas(ctx.deps, ctx.countyId)
  const closed = [...names.values()].filter(({ id, level }) => level === 'grid' && !open.has(id)).map(({ id }) => id)
  if (closed.length === 0) return { items: [] }
  const { rows } = await sql<{ gridId: string; places: number; households: number }>`
    SELECT grid_id, count(*)::int AS places, sum(households)::int AS households
    FROM (${unitsIn(ctx, sql`${closed}::uuid[]`)}) u GROUP BY grid_id`.execute(ctx.db)
  const heirsOf = await heirsOfGrids(ctx.deps, ctx.countyId)
  const items = await Promise.all(
    rows.map(async ({ gridId, ...counts }) => {
      const heirs = heirsOf.get(gridId) ?? []
      const path = await areaPath(ctx.db, ctx.countyId, gridId)
      const villageId = path?.villageId ?? null
      const village = villageId === null || open.has(villageId) ? villageId : (heirOf.get(villageId) ?? null)
      const beside = (children.get(village) ?? []).filter(({ level }) => level === 'grid').map(({ id }) => id)
      const reached = await Promise.all(
        [...new Set([...heirs, ...beside])].map(async (id) => {
          const there = await areaPath(ctx.db, ctx.countyId, id)
          return there && mayOn(ctx.actor, 'register.merge', there) ? [{ id, name: open.get(id)?.name ?? '' }] : []
        }),
      )
      return {
        id: gridId,
        name: names.get(gridId)?.name ?? '',
        villageName: villageId === null ? null : (names.get(villageId)?.name ?? null),
        ...counts,
        heirs: heirs.length,
        grids: reached.flat(),
      }
    }),
  )
  return { items: items.toSorted((a, b) => b.places - a.places) }
}

const MOST_PAIRS = 200

/** Addresses that several open grids of one village have: the clerk of both says which is right. */
export async function listInTwoGrids(ctx: Ctx): Promise<Output<'listInTwoGrids'>> {
  const { open, names } = await countyAreas(ctx.deps, ctx.countyId)
  const { rows } = await sql<{
    address: string
    villageId: string
    dwellings: { id: string; gridId: string; households: number }[]
  }>`
    SELECT d.address, d.village_id, json_agg(json_build_object('id', d.id, 'gridId', d.grid_id, 'households', (
      SELECT count(*) FROM households h WHERE h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL)) ORDER BY d.id) AS dwellings
    FROM dwellings d
    WHERE ${withinReach(ctx.actor, 'register.merge', 'd')} AND d.closed_at IS NULL
    GROUP BY d.village_id, d.address HAVING count(DISTINCT d.grid_id) > 1
    ORDER BY d.address LIMIT ${MOST_PAIRS + 1}`.execute(ctx.db)
  const items = rows.slice(0, MOST_PAIRS).map(({ address, villageId, dwellings }) => ({
    address,
    villageName: names.get(villageId)?.name ?? null,
    dwellings: dwellings
      .filter(({ gridId }) => open.has(gridId))
      .map((one) => ({ ...one, gridName: open.get(one.gridId)?.name ?? '' })),
  }))
  return { items: items.filter(({ dwellings }) => dwellings.length > 1), more: rows.length > MOST_PAIRS }
}
