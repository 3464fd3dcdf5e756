import pg from 'pg'
import { countyAreas, todayIn } from '../modules/areas/index.ts'
import {
  loadPopulation,
  type SyntheticGrid,
  type SyntheticHousehold,
  syntheticHouseholds,
} from '../modules/people/index.ts'
import type { Deps } from '../platform/deps.ts'
import { readPeople } from './files.ts'
import { DEMO_COUNTY } from './load.ts'

const SEED = 421_087
/** Where the demo's people work, grids are as full as in life; elsewhere there is enough to look at. */
const FULL_VILLAGE = '林园社区'
const FULL = 320
const SPARSE = 6
/** Committees of residents, not of villagers. */
const COMMUNITY = /社区|居委会/

const RESIDENT_GRID = '第3网格'

/** The demo's resident, with a number that checks and is nobody's: she can find herself in the register. */
function residentsHousehold(grid: SyntheticGrid): SyntheticHousehold {
  const { name, phone } = readPeople().resident
  const elder = {
    name,
    sex: 'female',
    birthOn: '1953-03-07',
    relation: 'head',
    kind: 'registered',
    livesHere: true,
    since: '2009-06-01',
    beganBy: 'known',
    otherPlace: null,
    document: '421087195303070988',
    phone,
    need: { kind: 'elder_alone', basis: '上门核实' },
  } as const
  const address = '林园社区林园路 18 号 2 单元 101 室'
  return { grid, address, building: null, tenure: 'owned', point: grid.point, members: [elder] }
}

/** Grids as the generator of people wants them. */
export async function syntheticGrids(deps: Deps, countyId: number): Promise<(SyntheticGrid & { name: string })[]> {
  const { open } = await countyAreas(deps, countyId)
  return [...open.values()]
    .filter(({ level, kind }) => level === 'grid' && kind !== 'dedicated')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, name, parentId, lon, lat }) => {
      const village = parentId === null ? undefined : open.get(parentId)
      return {
        id,
        name,
        villageId: village?.id ?? null,
        townId: village?.parentId ?? null,
        villageName: village?.name ?? '',
        isUrban: COMMUNITY.test(village?.name ?? ''),
        point: lon === null || lat === null ? null : { lon, lat },
      }
    })
}

/** Fills the demo's register, in one transaction; does nothing where it has people. Answers how many it put in. */
export async function loadDemoRegister(deps: Deps, connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('BEGIN')
    // Of two starts at once the second waits here, and finds the people.
    await client.query('SELECT FROM counties WHERE county_id = $1 FOR UPDATE', [DEMO_COUNTY])
    const { rowCount } = await client.query('SELECT FROM persons WHERE county_id = $1 LIMIT 1', [DEMO_COUNTY])
    const grids = rowCount === 0 ? await syntheticGrids(deps, DEMO_COUNTY) : []
    const today = await todayIn(deps, DEMO_COUNTY)
    let persons = 0
    const perGrid = ({ villageName }: SyntheticGrid) => (villageName === FULL_VILLAGE ? FULL : SPARSE)
    // One run: two would give the same numbers to different people.
    persons += await loadPopulation(deps, client, DEMO_COUNTY, syntheticHouseholds(SEED, grids, perGrid), today)
    const home = grids.find(({ villageName, name }) => villageName === FULL_VILLAGE && name === RESIDENT_GRID)
    if (home) persons += await loadPopulation(deps, client, DEMO_COUNTY, [residentsHousehold(home)], today)
    await client.query('COMMIT')
    if (persons > 0) await client.query('ANALYZE persons, households, residences, person_records, person_keys')
    return persons
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}
