import { mkdirSync } from 'node:fs'
import { type Config, loadConfig } from '../platform/config/config.ts'
import { startEmbedded } from '../platform/database/embedded.ts'
import { holdDataDir } from '../platform/database/hold.ts'
import { migrate } from '../platform/database/migrate.ts'
import { openDeps, type ProcessDeps } from '../platform/process.ts'

/** Opens the configured database for one command, brought up to date, and closes everything behind it. */
export async function withDatabase(run: (config: Config, connectionString: string) => Promise<void>): Promise<void> {
  const config = loadConfig(process.env)
  if (config.databaseUrl !== undefined) return run(config, config.databaseUrl)
  mkdirSync(config.dataDir, { recursive: true })
  const release = holdDataDir(config.dataDir)
  const database = await startEmbedded({ dataDir: config.dataDir })
  try {
    await run(config, database.connectionString)
  } finally {
    await database.stop()
    release()
  }
}

/** As `withDatabase`, with what a process of the platform holds. */
export function withDeps(run: (deps: ProcessDeps) => Promise<void>): Promise<void> {
  return withDatabase(async (config, connectionString) => {
    await migrate(connectionString)
    const deps = await openDeps(config, connectionString)
    try {
      await run(deps)
    } finally {
      await deps.close()
    }
  })
}
