import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createTestDatabase } from '../../test/testkit-database.ts'
import { loadConfig } from './config/config.ts'
import { newId } from './crypto/id.ts'
import { openMasterKeys } from './crypto/master-keys.ts'
import { applicationRole } from './database/application-role.ts'
import { createDb, createPool, type Db } from './database/database.ts'
import { handOverSessionKey } from './database/session-key.ts'
import type { Deps } from './deps.ts'
import { createLiveHub } from './live/hub.ts'

export const countyId = 421087
export const otherCountyId = 421088

export interface PlatformWorld {
  readonly deps: Deps
  /** For what the platform itself may not do. */
  readonly ownerUrl: string
  /** Another process on the same database: a pool and a hub of its own. */
  another(): Deps
  /** Sets the clock of the processes. */
  setNow(at: string): void
  close(): Promise<void>
}

/** A process of the platform without any module, on a database of its own with two bare counties. Hubs are not started. */
export async function platformWorld(): Promise<PlatformWorld> {
  const database = await createTestDatabase()
  const config = loadConfig({
    LINLI_DATA: join(tmpdir(), 'linli-platform-tests'),
    LINLI_SECRET: randomUUID().repeat(2),
    // Whatever a test does in a minute, one person does it.
    RATE_LIMIT_PER_MINUTE: '1000000',
  })
  await handOverSessionKey(database.connectionString, config.secret)
  const log = pino({ level: 'silent' })
  let now = new Date('2026-11-23T02:00:00Z')
  const masterKeys = openMasterKeys(config)
  const processes: Deps[] = []
  const another = () => {
    const pool = createPool(applicationRole(database.connectionString).url, 8)
    // A connection that a test breaks on purpose.
    pool.on('error', () => {})
    const db = createDb(pool)
    const deps: Deps = { config, pool, db, log, live: createLiveHub({ db, pool, log }), masterKeys, now: () => now }
    processes.push(deps)
    return deps
  }
  const deps = another()
  await deps.db
    .insertInto('counties')
    .values([
      { countyId, name: '松滋市', nameEn: 'Songzi' },
      { countyId: otherCountyId, name: '邻县', nameEn: 'Neighbour' },
    ])
    .execute()
  return {
    deps,
    ownerUrl: database.connectionString,
    another,
    setNow: (at) => (now = new Date(at)),
    async close() {
      for (const { live, db } of processes) {
        await live.stop()
        await db.destroy()
      }
      await database.drop()
    },
  }
}

/** Writes events as a command would; each takes what it does not name from a plain one. */
export async function addEvents(db: Db, events: readonly Partial<TestEvent>[]): Promise<void> {
  await db
    .insertInto('events')
    .values(events.map((event) => ({ ...plain(), ...event, payload: JSON.stringify(event.payload ?? {}) })))
    .execute()
}

interface TestEvent {
  readonly countyId: number
  readonly module: string
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly scope: string[]
  readonly at: string
  readonly payload: Record<string, unknown>
}

const plain = () => ({
  countyId,
  module: 'matters',
  kind: 'matter.report',
  subjectKind: 'matter',
  subjectId: newId(),
  scope: [] as string[],
  byKind: 'system',
})
