import type { Permission } from '@linli/contract/permissions'
import type { Actor, Ctx } from '../../../platform/command/ctx.ts'
import { type Place, reachesPlace } from '../../../platform/command/placed.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { type CountyAreas, countyAreas } from '../../areas/index.ts'
import { staffOfUnit, unitDirectory, type UnitEntry } from '../../identity/index.ts'

/** Units that plan shifts: where grid workers and their desks sit. */
const rosterKinds: readonly string[] = ['county_centre', 'town_grid_office', 'village_grid_station']

/** A unit with a roster and where it lies. */
export interface Station extends UnitEntry {
  readonly place: Place
}

function placeOf({ areaId }: UnitEntry, { open }: CountyAreas): Place {
  const place = { townId: null as string | null, villageId: null as string | null, gridId: null as string | null }
  for (
    let area = areaId === null ? undefined : open.get(areaId);
    area;
    area = area.parentId ? open.get(area.parentId) : undefined
  ) {
    if (area.level !== 'county') place[`${area.level}Id`] = area.id
  }
  return place
}

export function reachesStation(actor: Actor, permission: Permission, { id, place }: Station): boolean {
  const reach = actor.reach(permission)
  return reach === 'county' || reach.unitIds.includes(id) || reachesPlace(actor, permission, place)
}

/** Every station that the actor may use the permission on; some hundred units in memory. */
export async function stationsFor(ctx: Ctx, permission: Permission): Promise<Station[]> {
  const { all } = await unitDirectory(ctx.deps, ctx.countyId)
  const areas = await countyAreas(ctx.deps, ctx.countyId)
  return all
    .filter(({ kind }) => rosterKinds.includes(kind))
    .map((unit) => ({ ...unit, place: placeOf(unit, areas) }))
    .filter((station) => reachesStation(ctx.actor, permission, station))
}

/** @throws Problem `unit.not_found` */
export async function getStation(ctx: Ctx, permission: Permission, unitId: string): Promise<Station> {
  const station = await findStation(ctx, unitId)
  if (!station || !reachesStation(ctx.actor, permission, station)) throw new Problem('unit.not_found')
  return station
}

export async function findStation(ctx: Ctx, unitId: string): Promise<Station | null> {
  const unit = (await unitDirectory(ctx.deps, ctx.countyId)).find(unitId)
  if (!unit || !rosterKinds.includes(unit.kind)) return null
  return { ...unit, place: placeOf(unit, await countyAreas(ctx.deps, ctx.countyId)) }
}

/** The station of whoever acts: of several posts the one where shifts are planned. */
export function homeUnit({ posts }: Actor): { id: string; name: string } | null {
  const post = posts.find(({ unitKind }) => rosterKinds.includes(unitKind)) ?? posts[0]
  return post ? { id: post.unitId, name: post.unitName } : null
}

/** Who decides about somebody's request: their own unit; where nobody else there may, the one above. */
export async function decidingUnit(ctx: Ctx, unitId: string): Promise<string> {
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  for (let unit = units.find(unitId); unit; unit = units.find(unit.parentId)) {
    const deciders = await staffOfUnit(ctx.db, ctx.countyId, unit.id, 'fieldwork.manage')
    if (deciders.some(({ id }) => id !== ctx.actor.id)) return unit.id
  }
  return unitId
}
