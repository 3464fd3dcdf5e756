import type { CompiledQuery } from 'kysely'
import type { Pool } from 'pg'
import { ask } from './naming.ts'

/**
 * Rows of a statement that is run by one plan, made for whatever somebody types. PostgreSQL plans a search of many parts
 * anew at each asking, where a plan for known values seems better to it, and that takes as long as running it.
 */
export async function askByOnePlan<R>(pool: Pool, { sql, parameters }: CompiledQuery<R>): Promise<R[]> {
  const client = await pool.connect()
  try {
    // Both leave in one message, which is a transaction: the setting ends with it.
    const [, answer] = await Promise.all([
      ask(client, `SELECT set_config('plan_cache_mode', 'force_generic_plan', true)`, []),
      ask(client, sql, parameters),
    ])
    // As the columns of the query say.
    return answer.rows as R[]
  } finally {
    client.release()
  }
}
