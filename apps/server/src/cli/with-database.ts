import { mkdirSync } from 'node:fs'
import { settleIndexKeys } from '../modules/people/index.ts'
import { type Config, loadConfig } from '../platform/config/config.ts'
import { startEmbedded } from '../platform/database/embedded.ts'
import { DataHeldError, holdDataDir } from '../platform/database/hold.ts'
import { migrate } from '../platform/database/migrate.ts'
import { runningEmbedded } from '../platform/database/running.ts'
import { openDeps, type ProcessDeps } from '../platform/process.ts'

type Run = (config: Config, connectionString: string) => Promise<void>

/** Opens the configured database for one command, also beside a running server, and closes behind it what it opened. */
export async function withDatabase(run: Run): Promise<void> {
  const config = loadConfig(process.env)
  if (config.databaseUrl !== undefined) return run(config, config.databaseUrl)
  try {
    await withOwnDatabase(config, run)
  } catch (error) {
    const beside = error instanceof DataHeldError ? runningEmbedded(config.dataDir) : null
    if (beside === null) throw error
    await run(config, beside)
  }
}

/** As `withDatabase`, but refuses where a server works on the embedded database. */
export function withDatabaseAlone(run: Run): Promise<void> {
  const config = loadConfig(process.env)
  return config.databaseUrl === undefined ? withOwnDatabase(config, run) : run(config, config.databaseUrl)
}

async function withOwnDatabase(config: Config, run: Run): Promise<void> {
  mkdirSync(config.dataDir, { recursive: true })
  const release = holdDataDir(config.dataDir)
  try {
    const database = await startEmbedded({ dataDir: config.dataDir })
    try {
      await run(config, database.connectionString)
    } finally {
      await database.stop()
    }
  } finally {
    release()
  }
}

/** As `withDatabase`, brought up to date, with what a process of the platform holds. */
export function withDeps(run: (deps: ProcessDeps, connectionString: string) => Promise<void>): Promise<void> {
  return withDatabase(async (config, connectionString) => {
    await migrate(connectionString)
    const deps = await openDeps(config, connectionString)
    try {
      await settleIndexKeys(deps)
      await run(deps, connectionString)
    } finally {
      await deps.close()
    }
  })
}
