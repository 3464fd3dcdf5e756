import type { AreaNames, Building, BuildingRow, Flat, peopleRoutes } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaFilter } from './area-filter.ts'
import { householdTitle, namesOf } from './household.ts'
import { type Place, placeOf, withinReach } from './policy.ts'

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
  return { ...asRow(row, place as AreaNames), dwellings, version: row.version }
}

/** A building with as many flats as its units, floors and rooms make; rooms are numbered as on doors: floor, then room. */
export async function addBuilding(ctx: Ctx, input: Input<'addBuilding'>): Promise<Building> {
  const place = await placeOf(ctx, 'register.change', input.gridId)
  const { units, floors, roomsPerFloor, name, address, point } = input
  await runCommand(ctx, input.commandId, async (tx) => {
    const position = { lon: point?.lon ?? null, lat: point?.lat ?? null }
    await tx.db
      .insertInto('buildings')
      .values({ countyId: ctx.countyId, id: input.buildingId, ...place, name, address, units, floors, ...position })
      .execute()
    const rooms = Array.from({ length: units * floors * roomsPerFloor }, (_, index) => {
      const unitNo = Math.floor(index / (floors * roomsPerFloor)) + 1
      const floor = Math.floor((index % (floors * roomsPerFloor)) / roomsPerFloor) + 1
      const room = `${floor}${String((index % roomsPerFloor) + 1).padStart(2, '0')}`
      return { id: newId(), unitNo, floor, room, address: `${address}${name}${unitNo}单元${room}室` }
    })
    await sql`
      INSERT INTO dwellings (county_id, id, building_id, town_id, village_id, grid_id, unit_no, floor, room, address, lon, lat)
      SELECT ${ctx.countyId}, r.id, ${input.buildingId}::uuid, ${place.townId}::uuid, ${place.villageId}::uuid, ${place.gridId}::uuid,
        r."unitNo", r.floor, r.room, r.address, ${position.lon}::float8, ${position.lat}::float8
      FROM jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb) AS r(id uuid, "unitNo" int, floor int, room text, address text)
      ON CONFLICT (county_id, grid_id, address) WHERE closed_at IS NULL DO UPDATE SET
        building_id = excluded.building_id, unit_no = excluded.unit_no, floor = excluded.floor, room = excluded.room`.execute(
      tx.db,
    )
    tx.publish({
      module: 'people',
      kind: 'building.added',
      subjectKind: 'building',
      subjectId: input.buildingId,
      scope: scopeOf(place),
    })
    return { done: true }
  })
  return buildingPage(ctx, { buildingId: input.buildingId })
}

const MOST_POINTS = 5_000

/** Positions of dwellings and buildings, for the map. Places only: nobody is shown on it. */
export async function listDwellingPoints(
  ctx: Ctx,
  input: Input<'listDwellingPoints'>,
): Promise<Output<'listDwellingPoints'>> {
  const { rows } = await sql<{
    id: string
    kind: 'dwelling' | 'building'
    lon: number
    lat: number
    households: number
  }>`
    SELECT b.id, 'building' AS kind, b.lon, b.lat,
      (SELECT count(*)::int FROM households h JOIN dwellings d ON d.county_id = h.county_id AND d.id = h.dwelling_id
        WHERE d.county_id = b.county_id AND d.building_id = b.id AND h.valid_to IS NULL) AS households
    FROM buildings b
    WHERE b.lon IS NOT NULL AND b.closed_at IS NULL AND ${withinReach(ctx.actor, 'register.read', 'b')} AND ${await areaFilter(ctx, 'b', input.areaId)}
    UNION ALL
    SELECT d.id, 'dwelling', d.lon, d.lat,
      (SELECT count(*)::int FROM households h WHERE h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL)
    FROM dwellings d
    WHERE d.lon IS NOT NULL AND d.building_id IS NULL AND d.closed_at IS NULL
      AND ${withinReach(ctx.actor, 'register.read', 'd')} AND ${await areaFilter(ctx, 'd', input.areaId)}
    LIMIT ${MOST_POINTS + 1}`.execute(ctx.db)
  return {
    items: rows
      .slice(0, MOST_POINTS)
      .map(({ id, kind, lon, lat, households }) => ({ id, kind, point: { lon, lat }, households })),
    truncated: rows.length > MOST_POINTS,
  }
}
