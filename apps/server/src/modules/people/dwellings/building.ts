import { normaliseAddress } from '@linli/contract/address'
import { type Building, mostFlats, type peopleRoutes } from '@linli/contract/people'
import type { dwellingRoutes } from '@linli/contract/people-dwellings'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { newId } from '../../../platform/crypto/id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { buildingPage } from '../buildings.ts'
import { Faults } from '../checks.ts'
import { type GridPlace, placeOf, withinReach } from '../policy.ts'
import { refuseElsewhere } from './doors.ts'
import { closeFlats } from './write.ts'

/**
 * A building with as many flats as its units, floors and rooms make; rooms are numbered as on doors: floor, then room.
 * Dwellings that the grid has at these addresses become its flats, but for those of another building.
 */
export async function addBuilding(ctx: Ctx, input: RouteParsed<typeof peopleRoutes.addBuilding>): Promise<Building> {
  const place = await placeOf(ctx, 'register.change', input.gridId)
  const { units, floors, roomsPerFloor, point } = input
  const [name, address] = [normaliseAddress(input.name), normaliseAddress(input.address)]
  const faults = new Faults()
  if (units * floors * roomsPerFloor > mostFlats) faults.add('roomsPerFloor', 'too_many_flats')
  faults.refuse()
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
    await refuseElsewhere(
      tx.db,
      ctx,
      place,
      rooms.map((room) => room.address),
    )
    const { rows } = await sql`
      INSERT INTO dwellings (county_id, id, building_id, town_id, village_id, grid_id, unit_no, floor, room, address, lon, lat)
      SELECT ${ctx.countyId}, r.id, ${input.buildingId}::uuid, ${place.townId}::uuid, ${place.villageId}::uuid, ${place.gridId}::uuid,
        r."unitNo", r.floor, r.room, r.address, ${position.lon}::float8, ${position.lat}::float8
      FROM jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb) AS r(id uuid, "unitNo" int, floor int, room text, address text)
      ON CONFLICT (county_id, grid_id, address) WHERE closed_at IS NULL DO UPDATE SET
        building_id = excluded.building_id, unit_no = excluded.unit_no, floor = excluded.floor, room = excluded.room,
        version = dwellings.version + 1
      WHERE dwellings.building_id IS NULL
      RETURNING id`.execute(tx.db)
    if (rows.length < rooms.length) faults.add('name', 'flats_taken')
    faults.refuse()
    announce(tx, input.buildingId, 'building.added', place)
    return { done: true }
  })
  return buildingPage(ctx, input)
}

export async function changeBuilding(
  ctx: Ctx,
  input: RouteParsed<typeof dwellingRoutes.changeBuilding>,
): Promise<Building> {
  const { name, address, units, floors, point } = input
  await runCommand(ctx, input.commandId, async (tx) => {
    const before = await lockBuilding(tx.db, ctx, input.buildingId, input.seenVersion)
    await tx.db
      .updateTable('buildings')
      .set({
        version: input.seenVersion + 1,
        ...(name === undefined ? {} : { name: normaliseAddress(name) }),
        ...(address === undefined ? {} : { address: normaliseAddress(address) }),
        ...(units === undefined ? {} : { units }),
        ...(floors === undefined ? {} : { floors }),
        ...(point === undefined ? {} : { lon: point?.lon ?? null, lat: point?.lat ?? null }),
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.buildingId)
      .execute()
    // A flat lies where its building does, unless somebody has said otherwise.
    if (point !== undefined)
      await sql`
        UPDATE dwellings SET lon = ${point?.lon ?? null}, lat = ${point?.lat ?? null}
        WHERE county_id = ${ctx.countyId} AND building_id = ${input.buildingId} AND closed_at IS NULL
          AND lon IS NOT DISTINCT FROM ${before.lon}::float8 AND lat IS NOT DISTINCT FROM ${before.lat}::float8`.execute(
        tx.db,
      )
    announce(tx, input.buildingId, 'building.changed', before)
    return { done: true }
  })
  return buildingPage(ctx, input)
}

export function closeBuilding(
  ctx: Ctx,
  input: RouteParsed<typeof dwellingRoutes.closeBuilding>,
): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const before = await lockBuilding(tx.db, ctx, input.buildingId, input.seenVersion)
    const flats = await tx.db
      .selectFrom('dwellings')
      .select('id')
      .where('countyId', '=', ctx.countyId)
      .where('buildingId', '=', input.buildingId)
      .where('closedAt', 'is', null)
      .execute()
    await closeFlats(
      tx,
      ctx,
      flats.map(({ id }) => id),
    )
    await tx.db
      .updateTable('buildings')
      .set({ closedAt: ctx.deps.now().toISOString(), version: input.seenVersion + 1 })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.buildingId)
      .execute()
    announce(tx, input.buildingId, 'building.closed', before)
    return { done: true as const }
  })
}

function announce(tx: CommandTx, subjectId: string, kind: string, place: GridPlace): void {
  tx.publish({ module: 'people', kind, subjectKind: 'building', subjectId, scope: scopeOf(place) })
}

interface Locked extends GridPlace {
  readonly lon: number | null
  readonly lat: number | null
  readonly version: number
}

async function lockBuilding(tx: Tx, ctx: Ctx, id: string, seenVersion: number): Promise<Locked> {
  const { rows } = await sql<Locked>`
    SELECT town_id, village_id, grid_id, lon, lat, version FROM buildings
    WHERE id = ${id} AND closed_at IS NULL AND ${withinReach(ctx.actor, 'register.change', 'buildings')} FOR UPDATE`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  if (row.version !== seenVersion) throw new Problem('register.stale', { version: row.version })
  return row
}
