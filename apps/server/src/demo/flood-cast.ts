import { countyAreas, type GridWorker, workersOfGrids } from '../modules/areas/index.ts'
import { peopleWith, staffOfUnit, unitDirectory } from '../modules/identity/index.ts'
import type { Deps } from '../platform/deps.ts'
import { readPeople } from './files.ts'
import { DEMO_COUNTY } from './load.ts'

/** 洈水 and the towns along the river below the dam, in the order in which the water comes. */
const TOWNS = ['421087111000', '421087110000', '421087108000', '421087101000'] as const
const VILLAGES = 60
/** Workers whose phones play along by hand, so to say. */
const PHONES = 6
const DEPARTMENTS = ['water', 'emergency', 'public_security', 'health', 'civil_affairs', 'power_company'] as const
/** The dam stands in this grid. */
const DAM_GRID = '421087111003001'

type Department = (typeof DEPARTMENTS)[number]

interface Place {
  readonly unitId: string
  readonly name: string
  /** Who acts for it. */
  readonly staffId: string
}

/** Who plays in the rehearsal, found in the county as it is. */
export interface FloodCast {
  readonly commanderId: string
  readonly operatorId: string | null
  readonly towns: readonly Place[]
  readonly departments: Readonly<Record<Department, Place>>
  readonly villageIds: readonly string[]
  /** Some villages right below the dam. */
  readonly nearIds: readonly string[]
  readonly dam: { readonly lon: number; readonly lat: number } | null
  readonly phones: readonly (GridWorker & { readonly unitId: string })[]
  readonly workers: readonly GridWorker[]
}

/** @throws Error when the county is not the demo's, or somebody has emptied a post since. */
export async function castFlood(deps: Deps): Promise<FloodCast> {
  const areas = await countyAreas(deps, DEMO_COUNTY)
  const units = await unitDirectory(deps, DEMO_COUNTY)
  const byCode = new Map([...areas.open.values()].map((area) => [area.code, area]))
  const towns = TOWNS.flatMap((code) => byCode.get(code) ?? [])
  const villages = towns.flatMap(({ id }) => areas.children.get(id) ?? []).slice(0, VILLAGES)
  const grids = villages.flatMap(({ id }) => areas.children.get(id) ?? [])
  const workers = await workersOfGrids(
    deps,
    DEMO_COUNTY,
    grids.map(({ id }) => id),
  )
  const leaders = await peopleWith(deps.db, DEMO_COUNTY, 'incident.lead')
  // The persona whom a visitor can sign in as.
  const persona = readPeople().personas.find(({ roleCode }) => roleCode === 'centre_supervisor')
  const commander = leaders.find(({ name }) => name === persona?.name) ?? leaders[0]
  if (!commander || villages.length === 0) throw new Error('the demo county has no commander or no villages')
  const placeOf = async (unit: { id: string; name: string } | undefined): Promise<Place> => {
    const [person] = unit ? await staffOfUnit(deps.db, DEMO_COUNTY, unit.id, 'incident.work') : []
    if (!unit || !person) throw new Error(`nobody sits in ${unit?.name ?? 'a unit of the rehearsal'}`)
    return { unitId: unit.id, name: unit.name, staffId: person.id }
  }
  const departments = await Promise.all(
    DEPARTMENTS.map(async (code) => [code, await placeOf(units.department(code))] as const),
  )
  const centre = units.ofKind('county_centre')[0]
  const operators = centre ? await staffOfUnit(deps.db, DEMO_COUNTY, centre.id, 'hotline.operate') : []
  const dam = byCode.get(DAM_GRID)
  return {
    commanderId: commander.id,
    operatorId: operators[0]?.id ?? null,
    towns: await Promise.all(towns.slice(0, 2).map(({ id }) => placeOf(units.inArea(id, 'town_grid_office')))),
    // One entry for each of the codes above.
    departments: Object.fromEntries(departments) as FloodCast['departments'],
    villageIds: villages.map(({ id }) => id),
    nearIds: villages.slice(0, 4).map(({ id }) => id),
    dam: dam?.lon != null && dam.lat !== null ? { lon: dam.lon, lat: dam.lat } : null,
    phones: [...new Map(workers.map((worker) => [worker.staffId, worker])).values()]
      .flatMap((worker) => {
        const station = units.inArea(areas.open.get(worker.gridId)?.parentId ?? null, 'village_grid_station')
        return station ? [{ ...worker, unitId: station.id }] : []
      })
      .slice(0, PHONES),
    workers,
  }
}
