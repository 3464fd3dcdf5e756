import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDemo } from '../../apps/server/src/demo/load.ts'
import { syntheticGrids } from '../../apps/server/src/demo/register.ts'
import { planDuties } from '../../apps/server/src/modules/fieldwork/index.ts'
import { loadConfig } from '../../apps/server/src/platform/config/config.ts'
import { postgresAccount } from '../../apps/server/src/platform/database/account.ts'
import { startEmbedded } from '../../apps/server/src/platform/database/embedded.ts'
import { migrate } from '../../apps/server/src/platform/database/migrate.ts'
import type { Deps } from '../../apps/server/src/platform/deps.ts'
import { openDeps, type ProcessDeps } from '../../apps/server/src/platform/process.ts'
import { type Figures, Latencies, type Result, round } from './figures.ts'
import { fillRegister, householdsPerGrid } from './population.ts'

const COUNTY = 421_087
/** Grids planned anew, one after the other, as after a newcomer. */
const MOST_ANEW = 100

/** The plan of a whole county from nothing, the same again the next day, and single grids anew. */
export async function planner({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-bench-planner-'))
  const database = await startEmbedded({ dataDir })
  let deps: ProcessDeps | undefined
  let ahead = 0
  try {
    const { connectionString } = database
    await migrate(connectionString)
    const config = loadConfig({ LINLI_DATA: dataDir, DATABASE_URL: connectionString, LOG_LEVEL: 'error' })
    deps = await openDeps(config, connectionString, () => new Date(Date.now() + ahead * 86_400_000))
    const persons = await fill(deps, connectionString, records)
    const first = await timed(() => planDuties(deps as Deps, COUNTY))
    ahead = 1
    const nextDay = await timed(() => planDuties(deps as Deps, COUNTY))
    const replan = await anew(deps, seconds)
    const kinds: Record<string, Figures> = {
      county: { seconds: first.seconds, perSecond: round(first.value.added / first.seconds), rows: first.value.added },
      nextDay: { seconds: nextDay.seconds, rows: nextDay.value.added },
      grid: replan,
    }
    const perSecond = round(first.value.added / first.seconds)
    const { added, grids } = first.value
    return {
      name: 'planner',
      records,
      persons,
      grids,
      rows: added,
      seconds: first.seconds,
      perSecond,
      replanP95Ms: replan['p95Ms'],
      kinds,
    }
  } finally {
    await deps?.close()
    await database.stop()
    for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(deps: Deps, connectionString: string, records: number): Promise<number> {
  await loadDemo(deps, { matters: 0 })
  const grids = await syntheticGrids(deps, COUNTY)
  const perGrid = householdsPerGrid(records, grids.length)
  return (await fillRegister(deps, connectionString, COUNTY, grids, perGrid)).persons
}

/** Somebody asks not to be visited, and comes round: each time the grid is planned anew. */
async function anew(deps: Deps, seconds: number): Promise<Figures> {
  const latencies = new Latencies()
  const { rows } = await deps.pool.query<{ id: string; grid: string }>(
    `SELECT DISTINCT ON (grid_id) id, grid_id AS grid FROM households WHERE county_id = $1 ORDER BY grid_id, id LIMIT $2`,
    [COUNTY, MOST_ANEW],
  )
  const until = performance.now() + seconds * 1000
  for (let turn = 0; performance.now() < until; turn++) {
    const one = rows[turn % rows.length]
    if (!one) break
    await deps.pool.query(
      'UPDATE households SET visits_declined = NOT visits_declined WHERE county_id = $1 AND id = $2',
      [COUNTY, one.id],
    )
    await deps.pool.query(
      `INSERT INTO events (county_id, module, kind, subject_kind, subject_id, scope, by_kind)
       VALUES ($1, 'people', 'household.changed', 'household', $2, ARRAY[$3::uuid], 'system')`,
      [COUNTY, one.id, one.grid],
    )
    const began = performance.now()
    const { grids } = await planDuties(deps, COUNTY)
    if (grids === 0) latencies.errors++
    else latencies.add(performance.now() - began)
  }
  return latencies.figures(seconds)
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const began = performance.now()
  const value = await run()
  return { value, seconds: round((performance.now() - began) / 1000) }
}
