import { syntheticGrids } from '../../apps/server/src/demo/register.ts'
import { todayIn } from '../../apps/server/src/modules/areas/index.ts'
import { loadPopulation, syntheticHouseholds } from '../../apps/server/src/modules/people/index.ts'
import { round } from './figures.ts'
import { type Platform, startPlatform, withDatabase } from './platform.ts'

const COUNTY = 421_087
const SEED = 20_260_101
/** What the generator makes of a household on average. */
const PERSONS_PER_HOUSEHOLD = 2.45

export interface RegisterPlatform extends Platform {
  readonly persons: number
  /** How fast generator and database took them. */
  readonly loadedPerSecond: number
}

/** The demo county with `records` persons in its register, spread evenly over its grids. */
export async function startRegister(records: number): Promise<RegisterPlatform> {
  let [persons, seconds] = [0, 1]
  const platform = await startPlatform(0, async (deps, connectionString) => {
    const grids = await syntheticGrids(deps, COUNTY)
    const today = await todayIn(deps, COUNTY)
    const households = syntheticHouseholds(SEED, grids, Math.ceil(records / PERSONS_PER_HOUSEHOLD / grids.length))
    const began = performance.now()
    await withDatabase(connectionString, async (client) => {
      // References are right by construction; checking a million of them is not what is measured.
      await client.query('SET synchronous_commit = off; SET session_replication_role = replica')
      persons = await loadPopulation(deps, client, COUNTY, households, today)
      seconds = (performance.now() - began) / 1000
      await client.query('VACUUM ANALYZE')
      await client.query('CHECKPOINT')
    })
  })
  return { ...platform, persons, loadedPerSecond: round(persons / seconds) }
}
