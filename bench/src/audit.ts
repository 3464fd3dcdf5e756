import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordAccess } from '../../apps/server/src/platform/audit/access.ts'
import { sealRecords } from '../../apps/server/src/platform/audit/seal/sealer.ts'
import { sealingState } from '../../apps/server/src/platform/audit/seal/sealing-state.ts'
import { verifyRecords } from '../../apps/server/src/platform/audit/seal/verify.ts'
import { startChores } from '../../apps/server/src/platform/background/background.ts'
import { systemCtx } from '../../apps/server/src/platform/command/system-ctx.ts'
import { loadConfig } from '../../apps/server/src/platform/config/config.ts'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { postgresAccount } from '../../apps/server/src/platform/database/account.ts'
import type { Db } from '../../apps/server/src/platform/database/database.ts'
import { startEmbedded } from '../../apps/server/src/platform/database/embedded.ts'
import { migrate } from '../../apps/server/src/platform/database/migrate.ts'
import type { Deps } from '../../apps/server/src/platform/deps.ts'
import { openDeps, type ProcessDeps } from '../../apps/server/src/platform/process.ts'
import { type Figures, Latencies, type Result, round } from './figures.ts'

const CLIENTS = 8
const SEAL_EVERY_MS = 5_000
const LOOK_EVERY_MS = 250
const access = { purpose: 'matter.contact', subjectKind: 'matter', fieldGroup: 'contact' } as const

/** Reading with a record against the same select without one, while the sealer works as in life; then sealing and checking alone. */
export async function audit({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-bench-audit-'))
  const database = await startEmbedded({ dataDir })
  let deps: ProcessDeps | undefined
  try {
    const { connectionString } = database
    await migrate(connectionString)
    deps = await openDeps(
      loadConfig({ LINLI_DATA: dataDir, DATABASE_URL: connectionString, LOG_LEVEL: 'error' }),
      connectionString,
    )
    const { countyId } = deps.config
    await deps.db.insertInto('counties').values({ countyId, name: '县', nameEn: 'County' }).execute()
    const { raw, recorded, lag } = await readings(deps, seconds)
    await sealRecords(deps)
    await fill(deps, records)
    const sealing = await timed(() => sealRecords(deps as Deps))
    const verifying = await timed(() => verifyRecords((deps as Deps).config, connectionString))
    const { faults, logs } = verifying.value
    const checked = logs.reduce((sum, { sealed }) => sum + sealed, 0)
    const kinds: Record<string, Figures> = {
      raw,
      recorded: { ...recorded, ratio: round((recorded['perSecond'] ?? 0) / (raw['perSecond'] ?? 1)) },
      lag,
      seal: { rows: sealing.value, perSecond: round(sealing.value / sealing.seconds) },
      verify: { rows: checked, perSecond: round(checked / verifying.seconds), faults: faults.length },
    }
    return { name: 'audit', records, clients: CLIENTS, seconds, kinds }
  } finally {
    await deps?.close()
    await database.stop()
    for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
}

async function readings(deps: Deps, seconds: number) {
  const { countyId } = deps.config
  const ctx = systemCtx(deps, countyId, 'bench')
  const select = (db: Db) =>
    db.selectFrom('counties').select(['name', 'nameEn', 'settings']).where('countyId', '=', countyId).execute()
  const raw = await load(seconds / 2, () => select(deps.db))
  const lags: number[] = []
  const look = async () => {
    const [state] = await sealingState(deps.pool, countyId)
    lags.push(state?.lagSeconds ?? 0)
  }
  const stop = startChores(deps, [
    { name: 'seals', everyMs: SEAL_EVERY_MS, run: () => sealRecords(deps) },
    { name: 'look', everyMs: LOOK_EVERY_MS, run: look },
  ])
  const recorded = await load(seconds / 2, () =>
    deps.db.transaction().execute(async (tx) => {
      await recordAccess(tx, ctx, { ...access, subjectIds: [newId()] })
      await select(tx)
    }),
  )
  await stop()
  const sorted = lags.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
  return { raw, recorded, lag: { p50S: at(0.5), maxS: at(1) } }
}

/** So many readings written at once, for the sealer alone to take. */
async function fill({ pool, config }: Deps, records: number): Promise<void> {
  await pool.query(
    `INSERT INTO access_log (county_id, actor_kind, actor_id, duty, purpose, subject_kind, subject_ids, field_group, request_id)
     SELECT $1, 'staff', gen_random_uuid(), '网格员', 'matter.contact', 'matter', ARRAY[gen_random_uuid()], 'contact',
       gen_random_uuid()::text FROM generate_series(1, $2::int)`,
    [config.countyId, records],
  )
}

async function load(seconds: number, run: () => Promise<unknown>): Promise<Figures> {
  const latencies = new Latencies()
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < until) {
        const began = performance.now()
        try {
          await run()
          latencies.add(performance.now() - began)
        } catch (error) {
          if (latencies.errors++ === 0) console.error(String(error))
        }
      }
    }),
  )
  return latencies.figures(seconds)
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const began = performance.now()
  const value = await run()
  return { value, seconds: (performance.now() - began) / 1000 }
}
