import type { Point } from '@linli/contract/common'
import type { dwellingRoutes } from '@linli/contract/people-dwellings'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaPath, countyAreas, heirsOfGrids } from '../../areas/index.ts'
import { type GridPlace, mayOn, type Place, placeOf, type RegisterPermission, withinReach } from '../policy.ts'
import { placesIn } from './to-assign.ts'

type Input<N extends keyof typeof dwellingRoutes> = RouteParsed<(typeof dwellingRoutes)[N]>
type Output<N extends keyof typeof dwellingRoutes> = RouteOutput<(typeof dwellingRoutes)[N]>

/**
 * The grid as a place for what somebody found at a door. It may have closed since: what they saw goes to the one that
 * took over, of several to the one in which the point lies, and else stays with the closed one for a clerk to assign.
 */
export async function placeAtDoor(
  ctx: Ctx,
  permission: RegisterPermission,
  gridId: string,
  point: Point | undefined,
): Promise<GridPlace> {
  const { open, locator } = await countyAreas(ctx.deps, ctx.countyId)
  if (open.has(gridId)) return placeOf(ctx, permission, gridId)
  const left = await areaPath(ctx.db, ctx.countyId, gridId)
  if (left?.gridId !== gridId || !mayOn(ctx.actor, permission, left)) throw new Problem('register.not_found')
  const heirs = (await heirsOfGrids(ctx.deps, ctx.countyId)).get(gridId) ?? []
  const under = point ? locator.locate(point.lon, point.lat).gridId : null
  const heir = heirs.length === 1 ? heirs[0] : heirs.find((id) => id === under)
  const { townId, villageId } = (heir && (await areaPath(ctx.db, ctx.countyId, heir))) || left
  return { townId, villageId, gridId: heir ?? gridId }
}

/** A dwelling at this address that a predecessor of the grid left behind: whoever stands at its door says which grid it is in. */
export async function takeIn(tx: CommandTx, ctx: Ctx, place: GridPlace, address: string): Promise<void> {
  const heirs = await heirsOfGrids(ctx.deps, ctx.countyId)
  const before = [...heirs].flatMap(([id, after]) => (after.includes(place.gridId) ? [id] : []))
  if (before.length === 0) return
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM dwellings WHERE county_id = ${ctx.countyId} AND grid_id = any(${before}::uuid[]) AND address = ${address}
      AND closed_at IS NULL`.execute(tx.db)
  if (rows.length > 0) await moveInto(tx, ctx, 'register.change', place, { dwellingIds: rows.map(({ id }) => id) })
}

export function assignPlaces(ctx: Ctx, input: Input<'assignPlaces'>): Promise<Output<'assignPlaces'>> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const place = await placeOf(ctx, 'register.merge', input.gridId)
    const { places, households } = await moveInto(tx, ctx, 'register.merge', place, input)
    if (places === 0) throw new Problem('register.not_found')
    tx.subject('area', input.gridId)
    return { households }
  })
}

export function assignByOutline(ctx: Ctx, input: Input<'assignByOutline'>): Promise<Output<'assignByOutline'>> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const lying = await placesIn(tx.db, ctx, input.gridId, null)
    const sum = { places: 0, households: 0 }
    for (const [gridId, own] of Map.groupBy(lying, ({ suggestedId }) => suggestedId)) {
      if (gridId === null) continue
      const place = await placeOf(ctx, 'register.merge', gridId)
      const idsOf = (kind: string) => own.filter((one) => one.kind === kind).map(({ id }) => id)
      const units = {
        buildingIds: idsOf('building'),
        dwellingIds: idsOf('dwelling'),
        organisationIds: idsOf('organisation'),
      }
      const moved = await moveInto(tx, ctx, 'register.merge', place, units)
      sum.places += moved.places
      sum.households += moved.households
    }
    tx.subject('area', input.gridId)
    return sum
  })
}

interface Units {
  readonly buildingIds?: readonly string[]
  readonly dwellingIds?: readonly string[]
  readonly householdIds?: readonly string[]
  readonly organisationIds?: readonly string[]
}

/**
 * Gives places to a grid, as far as the actor reaches where they lay: a household goes with its dwelling, a flat with its
 * building, whoever lives there with the household. Nobody has moved: residences change their grid, and no day.
 */
export async function moveInto(
  tx: CommandTx,
  ctx: Ctx,
  permission: RegisterPermission,
  place: GridPlace,
  units: Units,
): Promise<{ places: number; households: number }> {
  const { countyId } = ctx
  const { townId, villageId, gridId } = place
  const ids = (list: readonly string[] = []) => sql`any(${[...list]}::uuid[])`
  const elsewhere = (alias: string) =>
    sql`${withinReach(ctx.actor, permission, alias)} AND ${sql.ref(`${alias}.grid_id`)} <> ${gridId}`
  const here = sql`town_id = ${townId}, village_id = ${villageId}, grid_id = ${gridId}`
  const now = ctx.deps.now().toISOString()
  const { rows: buildings } = await sql<Place & { id: string }>`
    UPDATE buildings n SET ${here}, version = n.version + 1 FROM buildings b
    WHERE n.county_id = ${countyId} AND b.county_id = n.county_id AND b.id = n.id AND b.closed_at IS NULL AND ${elsewhere('b')} AND (b.id = ${ids(units.buildingIds)}
      OR b.id IN (SELECT d.building_id FROM dwellings d WHERE d.county_id = ${countyId} AND (d.id = ${ids(units.dwellingIds)}
        OR d.id IN (SELECT h.dwelling_id FROM households h WHERE h.county_id = ${countyId} AND h.id = ${ids(units.householdIds)}))))
    RETURNING b.id, b.town_id, b.village_id, b.grid_id`.execute(tx.db)
  const { rows: dwellings } = await sql<{ id: string; twinId: string | null }>`
    SELECT d.id, t.id AS twin_id FROM dwellings d
    LEFT JOIN dwellings t ON t.county_id = d.county_id AND t.grid_id = ${gridId} AND t.address = d.address AND t.closed_at IS NULL
    WHERE d.closed_at IS NULL AND ${elsewhere('d')} AND (d.id = ${ids(units.dwellingIds)} OR d.building_id = ${ids(buildings.map(({ id }) => id))}
      OR d.id IN (SELECT h.dwelling_id FROM households h WHERE h.county_id = ${countyId} AND h.id = ${ids(units.householdIds)}))
    ORDER BY d.id FOR UPDATE OF d`.execute(tx.db)
  const twins = dwellings.flatMap(({ id, twinId }) => (twinId === null ? [] : [{ id, twinId }]))
  await sql`
    UPDATE households h SET dwelling_id = twin.to_id
    FROM unnest(${twins.map(({ id }) => id)}::uuid[], ${twins.map(({ twinId }) => twinId)}::uuid[]) twin(from_id, to_id)
    WHERE h.county_id = ${countyId} AND h.dwelling_id = twin.from_id`.execute(tx.db)
  await sql`
    UPDATE dwellings d SET version = d.version + 1, building_id = coalesce(d.building_id, o.building_id),
      unit_no = coalesce(d.unit_no, o.unit_no), floor = coalesce(d.floor, o.floor), room = coalesce(d.room, o.room),
      lon = coalesce(d.lon, o.lon), lat = coalesce(d.lat, o.lat)
    FROM unnest(${twins.map(({ id }) => id)}::uuid[], ${twins.map(({ twinId }) => twinId)}::uuid[]) twin(from_id, to_id)
    JOIN dwellings o ON o.county_id = ${countyId} AND o.id = twin.from_id
    WHERE d.county_id = ${countyId} AND d.id = twin.to_id`.execute(tx.db)
  await sql`
    UPDATE dwellings SET closed_at = ${now}, version = version + 1
    WHERE county_id = ${countyId} AND id = ${ids(twins.map(({ id }) => id))}`.execute(tx.db)
  await sql`
    UPDATE dwellings SET ${here}, version = version + 1
    WHERE county_id = ${countyId} AND id = ${ids(dwellings.map(({ id }) => id))} AND closed_at IS NULL`.execute(tx.db)
  const { rows: households } = await sql<Place & { id: string; open: boolean }>`
    UPDATE households n SET ${here}, version = n.version + 1, updated_at = ${now} FROM households h
    WHERE n.county_id = ${countyId} AND h.county_id = n.county_id AND h.id = n.id AND ${elsewhere('h')} AND (h.id = ${ids(units.householdIds)}
      OR h.dwelling_id = ${ids(dwellings.map(({ id, twinId }) => twinId ?? id))})
    RETURNING h.id, h.town_id, h.village_id, h.grid_id, h.valid_to IS NULL AS open`.execute(tx.db)
  await sql`
    UPDATE residences SET grid_id = ${gridId}
    WHERE county_id = ${countyId} AND household_id = ${ids(households.map(({ id }) => id))} AND valid_to IS NULL`.execute(
    tx.db,
  )
  await sql`
    UPDATE persons SET ${here}
    WHERE county_id = ${countyId} AND household_id = ${ids(households.map(({ id }) => id))}`.execute(tx.db)
  const { rows: organisations } = await sql<Place & { id: string }>`
    UPDATE organisations n SET ${here}, version = n.version + 1, updated_at = ${now} FROM organisations o
    WHERE n.county_id = ${countyId} AND o.county_id = n.county_id AND o.id = n.id AND o.valid_to IS NULL AND ${elsewhere('o')} AND o.id = ${ids(units.organisationIds)}
    RETURNING o.id, o.town_id, o.village_id, o.grid_id`.execute(tx.db)
  const tell = (subjectKind: string, rows: readonly (Place & { id: string })[]) => {
    for (const { id, ...from } of rows)
      tx.publish({
        module: 'people',
        kind: `${subjectKind}.changed`,
        subjectKind,
        subjectId: id,
        scope: [...new Set([...scopeOf(from), ...scopeOf(place)])],
      })
  }
  tell('building', buildings)
  tell('household', households)
  tell('organisation', organisations)
  return {
    places: buildings.length + dwellings.length + households.length + organisations.length,
    households: households.filter(({ open }) => open).length,
  }
}
