import { Kysely, type Transaction } from 'kysely'
import { availableParallelism } from 'node:os'
import pg from 'pg'
import { GatheringClient } from './gathering-client.ts'
import { NamingDialect } from './naming.ts'
import type { DB } from './tables.generated.ts'

export type { DB } from './tables.generated.ts'
export type Db = Kysely<DB>
export type Tx = Transaction<DB>
/** A module's own slice of the database: naming another module's table is a type error. */
export type Tables<T extends keyof DB> = Kysely<Pick<DB, T>>

// Instants leave the database as RFC 3339 strings, dates as 2026-11-23 and bigints as numbers:
// what the contract promises, without a mapping step per query. 2^53 outlasts every sequence here.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString())
types.setTypeParser(pg.types.builtins.DATE, (value) => value)
types.setTypeParser(pg.types.builtins.INT8, Number)
types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/**
 * Connections per process: four a core, of eight at least. What waits for one is served in turn; with twice as many the
 * database goes to and fro between them, and each keeps plans and pages of its own.
 */
const POOL_SIZE = Math.min(16, Math.max(8, 4 * availableParallelism()))

export function createPool(connectionString: string, max = POOL_SIZE): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types,
    Client: GatheringClient,
    // Kept, however long nothing is asked: a new one knows no prepared statement.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 5_000,
    application_name: 'linli',
  })
  // A connection may break while a transaction holds it but asks nothing. Its next statement fails and tells whoever
  // waits; without a listener the break itself would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function createDb(pool: pg.Pool): Db {
  return new Kysely<DB>({ dialect: new NamingDialect(pool) })
}
