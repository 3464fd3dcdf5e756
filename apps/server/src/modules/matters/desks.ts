import type { Names } from '@linli/contract/common'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { presentAreas } from '../areas/index.ts'
import { mannedUnits, unitDirectory, type UnitEntry } from '../identity/index.ts'
import type { MatterRecord } from './queries.ts'
import { type DeskLevel, type ItemHolder, levelAbove } from './status.ts'

interface Place {
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
}

/**
 * The desk that triages on a level: station of the village, grid office of the town, county centre. One in which nobody
 * may triage takes nothing in while one above it has somebody.
 */
export async function deskOf(
  deps: Deps,
  countyId: number,
  place: Place,
  level: DeskLevel,
): Promise<{ unit: UnitEntry; level: DeskLevel }> {
  const units = await unitDirectory(deps, countyId)
  // Of an area that has ended, the units that serve its heir.
  const { villageId, townId } = await presentAreas(deps, countyId, place)
  const station = level === 'village' ? units.inArea(villageId, 'village_grid_station') : undefined
  const office = level === 'county' ? undefined : units.inArea(townId, 'town_grid_office')
  const centre = units.ofKind('county_centre')[0]
  const desks = [
    { unit: station, level: 'village' as const },
    { unit: office, level: 'town' as const },
    { unit: centre, level: 'county' as const },
  ].flatMap(({ unit, level: own }) => (unit ? [{ unit, level: own }] : []))
  const manned = await mannedUnits(deps, countyId, 'matter.triage')
  const desk = desks.find(({ unit }) => manned.has(unit.id)) ?? desks[0]
  // A county without a centre cannot take anything in: the set-up is unfinished, not the input wrong.
  if (!desk) throw new Problem('unit.not_found', { kind: 'county_centre' })
  return desk
}

/** What the desk that has a matter is called. */
export async function deskNames(ctx: Ctx, { deskUnitId }: MatterRecord): Promise<Names> {
  const unit = (await unitDirectory(ctx.deps, ctx.countyId)).find(deskUnitId)
  return unit ? { zh: unit.name, en: unit.nameEn ?? unit.name } : { zh: '受理台', en: 'the desk' }
}

/** The named desk that decides on competence and on more time: the town's, else the county centre. */
export async function decidingUnit(ctx: Ctx, matter: MatterRecord): Promise<string> {
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  const lead = units.find(matter.leadUnitId)
  const withinTown = lead !== undefined && lead.kind.startsWith('village_')
  return (await deskOf(ctx.deps, ctx.countyId, matter, withinTown ? 'town' : 'county')).unit.id
}

/** Where it is checked: at its desk, or at the next one above that has somebody besides whoever settled it. */
async function checkingUnit({ deps, countyId }: Ctx, matter: MatterRecord): Promise<string> {
  const { handlerId, deskUnitId, deskLevel } = matter
  if (handlerId === null) return deskUnitId
  const checkers = await mannedUnits(deps, countyId, 'matter.verify')
  const somebodyElse = (unitId: string) => [...(checkers.get(unitId) ?? [])].some((id) => id !== handlerId)
  if (somebodyElse(deskUnitId)) return deskUnitId
  for (let level = levelAbove(deskLevel); level !== null; level = levelAbove(level)) {
    const { unit } = await deskOf(deps, countyId, matter, level)
    if (somebodyElse(unit.id)) return unit.id
  }
  return deskUnitId
}

/** Where it waits when it waits for one of these. */
export async function unitHolding(ctx: Ctx, holder: ItemHolder, matter: MatterRecord): Promise<string> {
  switch (holder) {
    case 'desk':
      return matter.deskUnitId
    case 'lead':
      return matter.leadUnitId ?? matter.deskUnitId
    case 'decider':
      return decidingUnit(ctx, matter)
    case 'checker':
      return checkingUnit(ctx, matter)
  }
}
