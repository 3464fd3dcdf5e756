import type { Logger } from 'pino'
import type pg from 'pg'
import type { Config } from './config/config.ts'
import type { MasterKeys } from './crypto/master-keys.ts'
import type { Db } from './database/database.ts'
import type { LiveHub } from './live/hub.ts'

/** What one process holds for its whole life; made in `app.ts`, closed in reverse order. */
export interface Deps {
  readonly config: Config
  readonly pool: pg.Pool
  readonly db: Db
  readonly log: Logger
  readonly live: LiveHub
  /** Open the keys of single persons. */
  readonly masterKeys: MasterKeys
  /** The clock of the process; tests set it. */
  readonly now: () => Date
}
