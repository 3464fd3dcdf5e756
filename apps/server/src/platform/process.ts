import pino from 'pino'
import type { Config } from './config/config.ts'
import { openMasterKeys } from './crypto/master-keys.ts'
import { workingConnection, WorkingRoleError } from './database/application-role.ts'
import { createDb, createPool } from './database/database.ts'
import { handOverSessionKey } from './database/session-key.ts'
import type { Deps } from './deps.ts'
import { faultForLog } from './fault-for-log.ts'
import { createLiveHub } from './live/hub.ts'

export interface ProcessDeps extends Deps {
  close(): Promise<void>
}

/** What one process holds, on a database that is migrated. Close it when done. */
export async function openDeps(
  config: Config,
  ownerUrl: string,
  now: () => Date = () => new Date(),
): Promise<ProcessDeps> {
  const log = pino({ level: config.logLevel, base: null, serializers: { err: faultForLog } })
  const { url, held } = await workingConnection(config, ownerUrl)
  if (!held && !config.workAsOwner) throw new WorkingRoleError()
  if (!held) log.warn('WORK_AS_OWNER: the vault is not closed to the connection of the platform')
  await handOverSessionKey(ownerUrl, config.secret)
  const pool = createPool(url)
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
    masterKeys: openMasterKeys(config),
    now,
    async close() {
      await live.stop()
      await db.destroy()
    },
  }
}
