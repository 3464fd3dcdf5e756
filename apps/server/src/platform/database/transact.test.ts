import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemFromDatabase } from '../problem/database-problem.ts'
import { countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import type { Tx } from './database.ts'
import { heeded, transact } from './transact.ts'

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

const add = (tx: Tx, kind: string, last = 1) =>
  tx.insertInto('numbering').values({ countyId, kind, period: '', last }).execute()
const held = async (kind: string) => {
  const { db } = world.deps
  return (await db.selectFrom('numbering').select('last').where('kind', '=', kind).execute()).map((row) => row.last)
}
const broken = (tx: Tx) => sql`SELECT 1 / 0`.execute(tx)

describe('a transaction whose statements do not wait for each other', () => {
  it('answers them in the order in which they were asked, each seeing those before it', async () => {
    const { pool } = world.deps
    const seen = await transact(pool, async (tx) => {
      const raise = () =>
        tx
          .updateTable('numbering')
          .set({ last: sql<number>`last + 1` })
          .where('kind', '=', 'order')
          .returning('last')
          .executeTakeFirstOrThrow()
      const [, first, second] = await Promise.all([add(tx, 'order'), raise(), raise()])
      return { value: [first.last, second.last], last: null }
    })
    expect(seen).toEqual([2, 3])
    expect(await held('order')).toEqual([3])
  })

  it('tells each what became of it when one in the middle fails, and leaves nothing behind', async () => {
    const { pool } = world.deps
    let each: PromiseSettledResult<unknown>[] = []
    const failing = transact(pool, async (tx) => {
      const writes = [add(tx, 'fault'), broken(tx), add(tx, 'fault', 2)]
      each = await Promise.allSettled(writes)
      return { value: null, last: null, writes }
    })
    await expect(failing).rejects.toThrow('division by zero')
    expect(each.map((one) => (one.status === 'rejected' ? one.reason.code : one.status))).toEqual([
      'fulfilled',
      '22012',
      '25P02',
    ])
    expect(await held('fault')).toEqual([])
  })

  it('is not committed when a write that nobody waited for fails in the message of the COMMIT', async () => {
    const failing = transact(world.deps.pool, async (tx) => {
      await add(tx, 'unheard')
      return { value: null, last: null, writes: [add(tx, 'unheard', 2), broken(tx)].map(heeded) }
    })
    await expect(failing).rejects.toMatchObject({ code: '23505' })
    expect(await held('unheard')).toEqual([])
  })

  it('goes on behind a savepoint, which is heard although it was asked together with what failed', async () => {
    await transact(world.deps.pool, async (tx) => {
      await Promise.all([add(tx, 'part'), sql`SAVEPOINT part`.execute(tx)])
      const failed = heeded(broken(tx))
      await sql`ROLLBACK TO SAVEPOINT part`.execute(tx)
      await expect(failed).rejects.toThrow('division by zero')
      return { value: null, last: null, writes: [add(tx, 'after the part')] }
    })
    expect([await held('part'), await held('after the part')]).toEqual([[1], [1]])
  })

  it('knows nothing of another one that fails at the same time', async () => {
    const each = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        transact(world.deps.pool, async (tx) => {
          await Promise.all([add(tx, `at once ${index}`), index % 2 === 0 ? broken(tx) : null])
          return { value: index, last: null, writes: [add(tx, `later ${index}`)] }
        }),
      ),
    )
    expect(each.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))).toEqual([
      1, 3, 5, 7, 9, 11, 13, 15, 17, 19,
    ])
    expect(await held('at once 4')).toEqual([])
    expect([await held('at once 5'), await held('later 5')]).toEqual([[1], [1]])
  })

  it('stands although what is read afterwards fails, and that reading sees what was committed', async () => {
    const { pool } = world.deps
    let read: Promise<unknown> | undefined
    const reading = (ask: (db: Tx) => Promise<unknown>) =>
      transact(pool, async (tx) => ({
        value: 'done',
        last: null,
        writes: [add(tx, `read ${ask.name}`)],
        afterwards: (db) => (read = ask(db)),
      }))
    const count = (db: Tx) => db.selectFrom('numbering').select('last').where('kind', '=', 'read count').execute()
    expect(await reading(count)).toBe('done')
    expect(await read).toEqual([{ last: 1 }])
    expect(await reading(broken)).toBe('done')
    await expect(read).rejects.toThrow('division by zero')
    expect(await held('read broken')).toEqual([1])
  })

  it('fails when a value cannot be sent, though nobody waits for it, or an answer cannot be read', async () => {
    const { pool } = world.deps
    const circle: { self?: unknown } = {}
    circle.self = circle
    const unsent = transact(pool, async (tx) => {
      const writes = [add(tx, 'circle'), sql`SELECT ${circle}::jsonb`.execute(tx)].map(heeded)
      return { value: null, last: null, writes }
    })
    await expect(unsent).rejects.toThrow('circular')
    const unreadable = transact(pool, async (tx) => {
      // No instant that the code could name.
      await Promise.all([add(tx, 'circle'), sql`SELECT 'infinity'::timestamptz AS at`.execute(tx)])
      return { value: null, last: null }
    })
    await expect(unreadable).rejects.toThrow('Invalid time value')
    expect(await held('circle')).toEqual([])
  })
})

describe('a connection', () => {
  it('prepares what it is asked often, once, and answers the same', async () => {
    const answers = await world.deps.db.connection().execute(async (db) => {
      const twice = (n: number) => sql<{ twice: number }>`SELECT 2 * ${n}::int AS twice`.execute(db)
      const all = [await twice(1), await twice(2), await twice(3)]
      // A fault takes no statement from it that it has prepared.
      await expect(sql`SELECT 2 * ${'x'}::int AS twice`.execute(db)).rejects.toMatchObject({ code: '22P02' })
      all.push(...(await Promise.all([twice(4), twice(5)])))
      const { rows } = await sql<{ text: string }>`SELECT statement AS text FROM pg_prepared_statements`.execute(db)
      return { twice: all.flatMap((one) => one.rows), prepared: rows.filter(({ text }) => text.includes('AS twice')) }
    })
    expect(answers.twice.map((row) => row.twice)).toEqual([2, 4, 6, 8, 10])
    expect(answers.prepared).toHaveLength(1)
  })

  it('that breaks fails all that it was asked, as a database that is away, and the next one serves', async () => {
    const { db, pool } = world.deps
    const cut = (tx: Tx) => sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx)
    const serves = async () => (await sql<{ one: number }>`SELECT 1 AS one`.execute(db)).rows
    const fault = await db.transaction().execute(cut).catch(problemFromDatabase)
    expect(fault).toMatchObject({ code: 'server.unavailable' })
    expect(await serves()).toEqual([{ one: 1 }])
    let each: unknown[] = []
    const broke = transact(pool, async (tx) => {
      each = await Promise.all(
        [add(tx, 'cut'), cut(tx), add(tx, 'cut', 2)].map((one) => one.catch(problemFromDatabase)),
      )
      return { value: null, last: null, writes: [add(tx, 'cut', 3)] }
    })
    expect(await broke.catch(problemFromDatabase)).toMatchObject({ code: 'server.unavailable' })
    expect(each).toMatchObject(Array.from({ length: 3 }, () => ({ code: 'server.unavailable' })))
    expect(await serves()).toEqual([{ one: 1 }])
    expect(await held('cut')).toEqual([])
  })
})
