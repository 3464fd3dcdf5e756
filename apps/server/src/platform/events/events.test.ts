import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../crypto/id.ts'
import type { Db } from '../database/database.ts'
import { addEvents, countyId, otherCountyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { catchUp, currentPosition, type LiveEvent, readEvents } from './events.ts'

const thirdCountyId = 421089

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

// Other tests' databases share the cluster: a transaction of theirs that is still open holds events back for a moment.
const soon = <T>(check: () => Promise<T>) => expect.poll(check, { timeout: 10_000, interval: 20 })
const subjects = (events: readonly LiveEvent[]) => events.map((event) => event.subjectId)

describe('reading events', () => {
  it('gives them in the order of their transactions, never past one that is still open', async () => {
    const start = await currentPosition(world.deps.db)
    const [early, late] = [newId(), newId()]
    const open = await world.deps.db.startTransaction().execute()
    await addEvents(open, [{ subjectId: early }])
    await addEvents(world.deps.db, [{ subjectId: late }])
    // The later number has committed, the earlier has not: whoever took the later now would lose the earlier.
    expect(await readEvents(world.deps.db, start, 10, countyId)).toEqual([])
    await open.commit().execute()
    await soon(async () => subjects(await readEvents(world.deps.db, start, 10, countyId))).toEqual([early, late])
  })

  it('goes on behind the last one, within its county', async () => {
    const start = await currentPosition(world.deps.db)
    const ids = Array.from({ length: 5 }, newId)
    await addEvents(
      world.deps.db,
      ids.map((subjectId) => ({ subjectId })),
    )
    await addEvents(world.deps.db, [{ countyId: otherCountyId }])
    await soon(() => readEvents(world.deps.db, start, 10, countyId)).toHaveLength(5)
    const first = await readEvents(world.deps.db, start, 2, countyId)
    const last = first.at(-1)
    const rest = await readEvents(world.deps.db, { xid: last?.xid ?? '', seq: last?.seq ?? 0 }, 10, countyId)
    expect([...subjects(first), ...subjects(rest)]).toEqual(ids)
    await soon(() => readEvents(world.deps.db, start, 10)).toHaveLength(6)
  })

  it('orders transactions by number where the number gains a digit', async () => {
    // Far below any transaction of today.
    const xids = ['9', '10', '99', '100']
    const of = { countyId: thirdCountyId, module: 'm', kind: 'm.k', subjectKind: 's', byKind: 'system' }
    await world.deps.db
      .insertInto('counties')
      .values({ countyId: thirdCountyId, name: '第三县', nameEn: 'Third' })
      .execute()
    await world.deps.db
      .insertInto('events')
      .values(xids.map((xid) => ({ ...of, xid, subjectId: newId() })))
      .execute()
    const seen: string[] = []
    let position = { xid: '0', seq: 0 }
    for (let i = 0; i < xids.length; i++) {
      const [event] = await readEvents(world.deps.db, position, 1, thirdCountyId)
      if (!event) break
      seen.push(event.xid)
      position = event
    }
    expect(seen).toEqual(xids)
  })

  it('loses none and doubles none while many write at once', async () => {
    const start = await currentPosition(world.deps.db)
    const written: string[] = []
    const seen: string[] = []
    let position = start
    let writing = true
    const read = async () => {
      const events = await readEvents(world.deps.db, position, 7, countyId)
      seen.push(...subjects(events))
      const last = events.at(-1)
      if (last) position = { xid: last.xid, seq: last.seq }
    }
    const reader = (async () => {
      while (writing) await read()
    })()
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let i = 0; i < 25; i++) {
          const subjectId = newId()
          written.push(subjectId)
          await world.deps.db.transaction().execute(async (tx) => {
            await addEvents(tx, [{ subjectId }])
            await sql`SELECT pg_sleep(${((writer * 7 + i * 3) % 5) / 1000})`.execute(tx)
          })
        }
      }),
    )
    writing = false
    await reader
    await soon(async () => {
      await read()
      return seen.length
    }).toBe(written.length)
    expect(seen.toSorted()).toEqual(written.toSorted())
  })
})

describe('a durable reader', () => {
  it('has each effect once, though several processes run it and one fails on the way', async () => {
    const name = 'effects'
    await addEvents(
      world.deps.db,
      Array.from({ length: 1_200 }, () => ({ module: 'care' })),
    )
    let failures = 2
    const handle = async (tx: Db, events: readonly LiveEvent[]) => {
      await tx.insertInto('numbering').values({ countyId, kind: name, period: newId(), last: events.length }).execute()
      if (failures-- > 0) throw new Error('crashed after its effect')
    }
    const processes = [world.deps, world.another(), world.another()]
    for (let round = 0; round < 3; round++)
      await Promise.allSettled(processes.map((deps) => catchUp(deps, name, countyId, handle)))
    const wanted = await world.deps.db
      .selectFrom('events')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('countyId', '=', countyId)
      .executeTakeFirstOrThrow()
    await soon(async () => {
      await catchUp(world.deps, name, countyId, handle)
      const { rows } = await sql<{
        sum: number
      }>`SELECT sum(last)::int AS sum FROM numbering WHERE county_id = ${countyId} AND kind = ${name}`.execute(
        world.deps.db,
      )
      return rows[0]?.sum
    }).toBe(wanted.count)
  })

  it('keeps its own place beside another', async () => {
    await addEvents(world.deps.db, [{}])
    const count = async () => catchUp(world.deps, 'another', countyId, async () => {})
    const first = await count()
    expect(first).toBeGreaterThan(0)
    await soon(count).toBe(0)
  })
})
