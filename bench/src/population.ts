import { todayIn } from '../../apps/server/src/modules/areas/index.ts'
import {
  loadPopulation,
  populationTables,
  type SyntheticGrid,
  syntheticHouseholds,
} from '../../apps/server/src/modules/people/index.ts'
import type { Deps } from '../../apps/server/src/platform/deps.ts'
import { round } from './figures.ts'
import { withDatabase } from './platform.ts'
import { withoutIndexes } from './without-indexes.ts'

const SEED = 20_260_101
/** What the generator makes of a household on average. */
const PERSONS_PER_HOUSEHOLD = 2.45
/** Households made and thrown away, to see how fast the generator alone is. */
const TRIAL = 20_000

export interface Population {
  readonly persons: number
  readonly generatedPerSecond: number
  /** Made, sealed and put into the register with all its indexes. */
  readonly loadedPerSecond: number
}

/** Households in each grid for `persons` persons in all of them. */
export const householdsPerGrid = (persons: number, grids: number) => Math.ceil(persons / PERSONS_PER_HOUSEHOLD / grids)

/** Fills an empty register with `perGrid` households in each of these grids. */
export async function fillRegister(
  deps: Deps,
  connectionString: string,
  countyId: number,
  grids: readonly SyntheticGrid[],
  perGrid: number,
): Promise<Population> {
  const trial = grids.slice(0, Math.ceil(TRIAL / perGrid))
  const made = rate(() => {
    let persons = 0
    for (const { members } of syntheticHouseholds(SEED, trial, perGrid)) persons += members.length
    return persons
  })
  const today = await todayIn(deps, countyId)
  return withDatabase(connectionString, async (client) => {
    // References are right by construction; checking a million of them is not what is measured.
    await client.query('SET synchronous_commit = off; SET session_replication_role = replica')
    const began = performance.now()
    const persons = await withoutIndexes(client, populationTables, () =>
      loadPopulation(deps, client, countyId, syntheticHouseholds(SEED, grids, perGrid), today),
    )
    const loadedPerSecond = round((persons * 1_000) / (performance.now() - began))
    await client.query('VACUUM ANALYZE')
    await client.query('CHECKPOINT')
    return { persons, generatedPerSecond: made, loadedPerSecond }
  })
}

function rate(run: () => number): number {
  const began = performance.now()
  const done = run()
  return round((done * 1_000) / (performance.now() - began))
}
