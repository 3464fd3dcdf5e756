import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryResult,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { DB, Tx } from './database.ts'
import { ask, NamingCompiler } from './naming.ts'

/** What a transaction ends with: its value, and a last statement that leaves together with the COMMIT. */
export interface Outcome<T> {
  readonly value: T
  readonly last: CompiledQuery | null
}

/**
 * Runs a transaction whose statements need not wait for each other: several may be on their way at once, and are answered
 * in the order in which they were asked. BEGIN travels with the first statement and COMMIT with the last; the query
 * builder's own transactions send one statement after the other, each a round trip.
 */
export async function transact<T>(pool: Pool, run: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    const begun = client.query('BEGIN')
    // If it fails, so does every statement after it, and those are awaited.
    begun.catch(() => {})
    const { value, last } = await run(builderOf(client))
    const ended = [...(last ? [ask(client, last.sql, last.parameters)] : []), client.query('COMMIT')]
    const answers = await Promise.all(ended)
    // A failed transaction answers COMMIT with ROLLBACK.
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('the transaction could not be committed')
    return value
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true))
    throw error
  } finally {
    client.release(broken)
  }
}

const builders = new WeakMap<PoolClient, Kysely<DB>>()

function builderOf(client: PoolClient): Tx {
  let builder = builders.get(client)
  if (!builder) {
    builder = new Kysely<DB>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new OneClient(client),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new NamingCompiler(),
      },
    })
    builders.set(client, builder)
  }
  // A Transaction is a builder bound to one connection, which this is.
  return builder as unknown as Tx
}

const writes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Hands every query to the same client, at once. */
class OneClient implements Driver {
  readonly #connection: DatabaseConnection

  constructor(client: PoolClient) {
    this.#connection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        const result = await ask(client, query.sql, query.parameters)
        // The rows are what the query asks for; pg does not know their type.
        const rows = result.rows as R[]
        return writes.has(result.command) ? { rows, numAffectedRows: BigInt(result.rowCount ?? 0) } : { rows }
      },
      streamQuery() {
        throw new Error('a transaction does not stream')
      },
    }
  }

  async init() {}
  async acquireConnection() {
    return this.#connection
  }
  async releaseConnection() {}
  async destroy() {}
  async beginTransaction() {
    throw new Error('already in a transaction')
  }
  async commitTransaction() {
    throw new Error('committed by transact')
  }
  async rollbackTransaction() {
    throw new Error('rolled back by transact')
  }
}
