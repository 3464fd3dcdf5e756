import type { peopleRoutes } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { areaFilter } from '../area-filter.ts'
import { withinReach } from '../policy.ts'

type Point = RouteOutput<typeof peopleRoutes.listDwellingPoints>['items'][number]

/** More places than these are told as sums of the cells of a raster, the finest of these (in degrees) that has room. */
const MOST_POINTS = 2_000
const RASTERS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]

/**
 * Positions of dwellings and buildings, for the map; where they are many, sums of the cells in which they lie. Every place
 * and every household counts, and nobody is shown.
 */
export async function listDwellingPoints(
  ctx: Ctx,
  { areaId, box }: RouteParsed<typeof peopleRoutes.listDwellingPoints>,
): Promise<RouteOutput<typeof peopleRoutes.listDwellingPoints>> {
  const inside = (alias: string) =>
    box?.length !== 4
      ? sql`${sql.ref(`${alias}.lon`)} IS NOT NULL`
      : sql`${sql.ref(`${alias}.lon`)} BETWEEN ${box[0]} AND ${box[2]} AND ${sql.ref(`${alias}.lat`)} BETWEEN ${box[1]} AND ${box[3]}`
  const places = sql`
    SELECT b.id, 'building' AS kind, b.lon, b.lat,
      (SELECT count(*)::int FROM households h JOIN dwellings d ON d.county_id = h.county_id AND d.id = h.dwelling_id
        WHERE d.county_id = b.county_id AND d.building_id = b.id AND h.valid_to IS NULL) AS households
    FROM buildings b
    WHERE ${inside('b')} AND b.closed_at IS NULL AND ${withinReach(ctx.actor, 'register.read', 'b')} AND ${await areaFilter(ctx, 'b', areaId)}
    UNION ALL
    SELECT d.id, 'dwelling', d.lon, d.lat,
      (SELECT count(*)::int FROM households h WHERE h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL)
    FROM dwellings d
    WHERE ${inside('d')} AND d.building_id IS NULL AND d.closed_at IS NULL
      AND ${withinReach(ctx.actor, 'register.read', 'd')} AND ${await areaFilter(ctx, 'd', areaId)}`
  return ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`
      SELECT id, kind, lon, lat, 1 AS places, households FROM (${places}) p ORDER BY id LIMIT ${MOST_POINTS + 1}`.execute(
      tx,
    )
    if (rows.length <= MOST_POINTS) return { items: rows.map(asPoint) }
    for (const degrees of RASTERS) {
      const { rows: cells } = await sql<Row>`
        SELECT min(id::text)::uuid AS id, 'cell' AS kind, avg(lon) AS lon, avg(lat) AS lat, count(*)::int AS places, sum(households)::int AS households
        FROM (${places}) p GROUP BY floor(lon / ${degrees}::float8), floor(lat / ${degrees}::float8)
        ORDER BY 1 LIMIT ${MOST_POINTS + 1}`.execute(tx)
      if (cells.length <= MOST_POINTS) return { items: cells.map(asPoint) }
    }
    throw new Error('a county has fewer cells of one degree')
  })
}

interface Row extends Omit<Point, 'point'> {
  readonly lon: number
  readonly lat: number
}
const asPoint = ({ lon, lat, ...row }: Row): Point => ({ ...row, point: { lon, lat } })
