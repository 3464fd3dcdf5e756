import pino from 'pino'
import type { Config } from './config/config.ts'
import { createDb, createPool } from './database/database.ts'
import type { Deps } from './deps.ts'
import { faultForLog } from './fault-for-log.ts'
import { createLiveHub } from './live/hub.ts'

export interface ProcessDeps extends Deps {
  close(): Promise<void>
}

/** What one process holds, on a database that is migrated. Close it when done. */
export async function openDeps(
  config: Config,
  connectionString: string,
  now: () => Date = () => new Date(),
): Promise<ProcessDeps> {
  const log = pino({ level: config.logLevel, base: null, serializers: { err: faultForLog } })
  const pool = createPool(connectionString)
  // An idle connection that breaks is the pool's to replace, not a reason to die.
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'))
  const db = createDb(pool)
  const live = createLiveHub({ db, pool, log })
  await live.start()
  return {
    config,
    pool,
    db,
    log,
    live,
    now,
    async close() {
      await live.stop()
      await db.destroy()
    },
  }
}
