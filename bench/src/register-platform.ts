import { syntheticGrids } from '../../apps/server/src/demo/register.ts'
import { type Platform, startPlatform, withDatabase } from './platform.ts'
import { fillRegister, householdsPerGrid, type Population } from './population.ts'

const COUNTY = 421_087

export interface RegisterPlatform extends Platform, Population {}

/** The demo county with `records` persons in its register, spread evenly over its grids. */
export async function startRegister(records: number): Promise<RegisterPlatform> {
  let population: Population = { persons: 0, generatedPerSecond: 0, loadedPerSecond: 0 }
  const platform = await startPlatform(0, {
    fill: async (deps, connectionString) => {
      const grids = await syntheticGrids(deps, COUNTY)
      const perGrid = householdsPerGrid(records, grids.length)
      population = await fillRegister(deps, connectionString, COUNTY, grids, perGrid)
    },
  })
  // What the loading left to be vacuumed would be vacuumed during the measuring.
  await withDatabase(platform.connectionString, async (client) => {
    await client.query('VACUUM ANALYZE')
    await client.query('CHECKPOINT')
  })
  return { ...platform, ...population }
}
