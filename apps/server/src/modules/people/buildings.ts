import type { AreaNames, Building, BuildingRow, Flat, peopleRoutes } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaFilter } from './area-filter.ts'
import { householdTitle, namesOf } from './household.ts'
import { type Place, withinReach } from './policy.ts'

type Input<N extends keyof typeof peopleRoutes> = RouteParsed<(typeof peopleRoutes)[N]>
type Output<N extends keyof typeof peopleRoutes> = RouteOutput<(typeof peopleRoutes)[N]>

interface Row extends Place {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly units: number
  readonly floors: number
  readonly lon: number | null
  readonly lat: number | null
  readonly flats: number
  readonly closedAt: string | null
  readonly version: number
}

function asRow({ lon, lat, id, name, address, units, floors, flats }: Row, place: AreaNames): BuildingRow {
  return { id, name, address, units, floors, flats, place, point: lon === null || lat === null ? null : { lon, lat } }
}

const flatsOf = sql`(SELECT count(*)::int FROM dwellings d
  WHERE d.county_id = b.county_id AND d.building_id = b.id AND d.closed_at IS NULL) AS flats`

export async function listBuildings(ctx: Ctx, input: Input<'listBuildings'>): Promise<Output<'listBuildings'>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['text', 'id'])
  const beyond = after === null ? sql<SqlBool>`true` : sql<SqlBool>`(b.name, b.id) > (${after[0]}, ${after[1]}::uuid)`
  const { rows } = await sql<Row>`
    SELECT b.*, ${flatsOf} FROM buildings b
    WHERE ${withinReach(ctx.actor, 'register.read', 'b')} AND b.closed_at IS NULL
      AND ${await areaFilter(ctx, 'b', input.areaId)} AND ${beyond}
    ORDER BY b.name, b.id LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.name, row.id])
  const places = await namesOf(ctx, items)
  return { items: items.map((row, index) => asRow(row, places[index] as AreaNames)), next }
}

/** A building with its flats; households are called by their head, masked, and whose doors they were is recorded. */
export async function buildingPage(ctx: Ctx, { buildingId }: Input<'getBuilding'>): Promise<Building> {
  const flats = sql`
    SELECT d.id, d.unit_no, d.floor, d.room, d.address, d.tenure,
      (SELECT coalesce(json_agg(json_build_object('id', h.id, 'title', h.head_name, 'members', h.members) ORDER BY h.id), '[]')
        FROM households h WHERE h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL) AS households
    FROM dwellings d WHERE d.county_id = b.county_id AND d.building_id = b.id AND d.closed_at IS NULL
    ORDER BY d.unit_no, d.floor DESC, d.room`
  const { rows } = await sql<Row & { dwellings: JsonRow[] }>`
    WITH page AS MATERIALIZED (
      SELECT b.*, ${flatsOf}, ${rowsAsJson(flats)} AS dwellings FROM buildings b
      WHERE b.id = ${buildingId} AND ${withinReach(ctx.actor, 'register.read', 'b')}
    ), recorded AS (${accessInsert(
      ctx,
      { purpose: 'register.list', subjectKind: 'household', fieldGroup: 'masked' },
      sql`ARRAY(SELECT (h ->> 'id')::uuid FROM page, json_array_elements(page.dwellings) d, json_array_elements(d -> 'households') h)`,
    )})
    SELECT * FROM page`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  const [place] = await namesOf(ctx, [row])
  const dwellings = fromJsonRows<Flat>(row.dwellings).map((flat) => ({
    ...flat,
    households: flat.households.map((one) => ({ ...one, title: householdTitle(one.title) })),
  }))
  // One in, one out.
  return { ...asRow(row, place as AreaNames), dwellings, closedAt: row.closedAt, version: row.version }
}
