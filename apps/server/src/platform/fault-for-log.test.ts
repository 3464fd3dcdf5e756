import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultForLog } from './fault-for-log.ts'
import { countyId, type PlatformWorld, platformWorld } from './testing.ts'

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

const phone = '13812345678'
const logged = async (fails: Promise<unknown>) =>
  JSON.stringify(
    faultForLog(
      await fails.then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  )

describe('an error in the log', () => {
  it('tells constraint and place, not the row that broke it', async () => {
    const { pool } = world.deps
    const twice = `INSERT INTO numbering (county_id, kind, period, last) VALUES (${countyId}, '${phone}', '2026', 1)`
    await pool.query(twice)
    const text = await logged(pool.query(twice))
    expect(text).toContain('numbering_pkey')
    expect(text).toContain('fault-for-log.test.ts')
    expect(text).not.toContain(phone)
  })

  it('does not quote a value that could not be read', async () => {
    const text = await logged(world.deps.pool.query('SELECT $1::date', [phone]))
    expect(text).toContain('22')
    expect(text).not.toContain(phone)
  })

  it('leaves out the statement that the query builder hangs on it, and looks into causes', async () => {
    const { db } = world.deps
    const none = db.selectFrom('staff').select('id').where('phone', '=', phone).executeTakeFirstOrThrow()
    const wrapped = none.catch((error: unknown) => {
      throw new Error('could not be found', { cause: error })
    })
    const text = await logged(wrapped)
    expect(text).toContain('no result')
    expect(text).not.toContain(phone)
  })
})
