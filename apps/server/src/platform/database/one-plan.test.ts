import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PlatformWorld, platformWorld } from '../testing.ts'
import { createPool } from './database.ts'
import { askByOnePlan } from './one-plan.ts'

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

const mode = `SELECT current_setting('plan_cache_mode') AS mode`
const plans = `SELECT generic_plans::int AS one, custom_plans::int AS anew FROM pg_prepared_statements
  WHERE statement LIKE '%numbering%'`

it('keeps to one plan for one statement, and lets the next choose', async () => {
  const pool = createPool(world.ownerUrl, 1)
  try {
    const lastOf = (kind: string) =>
      askByOnePlan(pool, CompiledQuery.raw('SELECT last FROM numbering WHERE kind = $1', [kind]))
    // Prepared from the third asking on.
    for (const kind of ['matter', 'incident', 'export', 'import']) await lastOf(kind)
    expect((await pool.query(plans)).rows).toEqual([{ one: 2, anew: 0 }])
    expect((await pool.query(mode)).rows[0]).toEqual({ mode: 'auto' })
    await expect(askByOnePlan(pool, CompiledQuery.raw('SELECT 1 / $1::int', [0]))).rejects.toThrow('division by zero')
    expect((await pool.query(mode)).rows[0]).toEqual({ mode: 'auto' })
  } finally {
    await pool.end()
  }
})
