import {
  type CompiledQuery,
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryResult,
  Transaction,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { AFTER_A_FAULT, type Answer, asError } from './batch.ts'
import type { DB, Tx } from './database.ts'
import { ask, NamingCompiler } from './naming.ts'

/** What a transaction ends with. */
export interface Outcome<T> {
  readonly value: T
  /** A last statement that leaves together with the COMMIT. */
  readonly last: CompiledQuery | null
  /** Writes that have been asked and not been waited for. */
  readonly writes?: readonly Promise<unknown>[]
  /** Asks for what is to be known once all is committed: on the same connection, on its way together with the COMMIT. */
  readonly afterwards?: ((db: Tx) => Promise<unknown>) | undefined
}

/**
 * Runs a transaction whose statements need not wait for each other: what is asked at once leaves at once, and is answered
 * in the order in which it was asked. BEGIN travels with the first statements and COMMIT with the last; the query
 * builder's own transactions send one statement after the other, each a round trip.
 */
export async function transact<T>(pool: Pool, run: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  const client = await pool.connect()
  const executor = new AtOnce(client)
  let known: Promise<unknown> | undefined
  let broken = false
  try {
    // If it fails, so does every statement after it, and those are awaited.
    void heeded(ask(client, 'BEGIN', []))
    const { value, last, writes = [], afterwards } = await run(builderOn(executor))
    executor.end()
    const recorded = last ? [ask(client, last.sql, last.parameters)] : []
    const committed = ask(client, 'COMMIT', [])
    known = afterwards?.(builderOn(new AtOnce(client)))
    await together([...writes, ...recorded, committed])
    // A failed transaction answers COMMIT with ROLLBACK.
    if ((await committed).command !== 'COMMIT') throw new Error('the transaction could not be committed')
    return value
  } catch (error) {
    executor.abandon()
    await ask(client, 'ROLLBACK', []).catch(() => (broken = true))
    throw error
  } finally {
    // Whoever reads hears of its faults; they undo nothing.
    await known?.catch(() => {})
    client.release(broken)
  }
}

/** Until somebody awaits it, a failure has somebody who listens. */
export function heeded<P extends Promise<unknown>>(asked: P): P {
  asked.catch(() => {})
  return asked
}

/** Awaits all of them; of several faults it throws the one that brought the others about. */
export async function together(writes: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(writes)
  const faults = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  if (faults.length > 0) throw faults.find((fault) => !isAfterFault(fault)) ?? faults[0]
}

export const isAfterFault = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === AFTER_A_FAULT

const compiler = new NamingCompiler()
const adapter = new PostgresAdapter()
const driver = new DummyDriver()
const dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createIntrospector: (db: Tx) => new PostgresIntrospector(db),
  createQueryCompiler: () => compiler,
}

const builderOn = (executor: AtOnce): Tx => new Transaction<DB>({ config: { dialect }, dialect, driver, executor })

const writes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * Asks as soon as a query is to be executed; the query builder's own executor goes some turns of waiting first, and what
 * is asked after it would come before it.
 */
class AtOnce extends DefaultQueryExecutor {
  readonly #client: PoolClient
  #over = false
  /** Why a statement could not even be sent: the database knows nothing of it and would commit the others. */
  #unsent: Error | null = null

  constructor(client: PoolClient) {
    super(compiler, adapter, {
      provideConnection() {
        throw new Error('a transaction neither streams nor begins another')
      },
    })
    this.#client = client
  }

  /** Nothing can be asked any more; throws what keeps the transaction from being committed. */
  end(): void {
    this.#over = true
    if (this.#unsent) throw this.#unsent
  }

  /** What still goes on beside what failed must not ask on a connection that serves somebody else by then. */
  abandon(): void {
    this.#over = true
  }

  override async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#over) throw new Error(`asked after the transaction had ended: ${query.sql}`)
    try {
      const { command, rowCount, rows } = await this.#ask(query)
      // The rows are what the query asks for; the driver does not know their type.
      const found = rows as R[]
      return writes.has(command) ? { rows: found, numAffectedRows: BigInt(rowCount ?? 0) } : { rows: found }
    } catch (error) {
      // Of the error's own way here nothing tells who asked.
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }

  #ask(query: CompiledQuery): Promise<Answer> {
    try {
      return ask(this.#client, query.sql, query.parameters)
    } catch (error) {
      this.#unsent = asError(error)
      throw error
    }
  }
}
