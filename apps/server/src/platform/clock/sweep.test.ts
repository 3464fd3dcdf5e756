import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WorkCalendar } from '../calendar/index.ts'
import { local, ordinaryRules } from '../calendar/oracle.ts'
import { newId } from '../crypto/id.ts'
import type { Tx } from '../database/database.ts'
import { countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { type ClockStage, onClock, pauseClocks, startClock, stopClocks, sweepClocks } from './index.ts'

const calendar = new WorkCalendar(ordinaryRules)
const iso = (text: string) => new Date(local(text)).toISOString()
const morning = iso('2026-11-23T09:00')
const beforeWarning = iso('2026-11-23T15:29')
const afterWarning = iso('2026-11-23T15:31')
const afterDue = iso('2026-11-23T17:01')

let world: PlatformWorld
let told: [subjectId: string, stage: ClockStage][] = []
let announced = 0
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())
beforeEach(async () => {
  await world.deps.db.deleteFrom('clocks').where('countyId', '=', countyId).execute()
  told = []
  announced = 0
  onClock('matter', async (_tx, clock, stage) => {
    told.push([clock.subjectId, stage])
    return () => announced++
  })
})

async function start(subjectKind = 'matter'): Promise<string> {
  const subjectId = newId()
  await world.deps.db
    .transaction()
    .execute((tx) =>
      startClock(
        tx,
        { countyId, subjectKind, subjectId, kind: 'handle', limit: { amount: 6, unit: 'work_hour' }, at: morning },
        calendar,
      ),
    )
  return subjectId
}
const sweepAt = (at: string) => {
  world.setNow(at)
  return sweepClocks(world.deps)
}

describe('sweeping the clocks', () => {
  it('warns once, then tells once that the limit has passed', async () => {
    const id = await start()
    expect(await sweepAt(beforeWarning)).toBe(0)
    expect(await sweepAt(afterWarning)).toBe(1)
    expect(await sweepAt(afterWarning)).toBe(0)
    expect(await sweepAt(afterDue)).toBe(1)
    expect(await sweepAt(afterDue)).toBe(0)
    expect(told).toEqual([
      [id, 'warned'],
      [id, 'overdue'],
    ])
    expect(announced).toBe(2)
  })

  it('leaves paused and stopped clocks alone', async () => {
    const [paused, stopped] = [await start(), await start()]
    const of = (subjectId: string) => ({ countyId, subjectKind: 'matter', subjectId, kinds: ['handle'], at: morning })
    await world.deps.db.transaction().execute(async (tx) => {
      await pauseClocks(tx, of(paused))
      await stopClocks(tx, of(stopped)).execute()
    })
    expect(await sweepAt(afterDue)).toBe(0)
  })

  it('tells each once when several processes sweep at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => start()))
    world.setNow(afterWarning)
    const processes = [world.deps, world.another(), world.another()]
    await Promise.all(processes.map((deps) => sweepClocks(deps)))
    expect(told.map(([id]) => id).toSorted()).toEqual(ids.toSorted())
  })

  it('does not let one that fails hold up the others, and undoes what it began', async () => {
    const poisoned = await start('poisoned')
    const healthy = await start()
    onClock('poisoned', async (tx, clock) => {
      await tx
        .updateTable('clocks')
        .set({ kind: 'broken' })
        .where('countyId', '=', countyId)
        .where('id', '=', clock.id)
        .execute()
      throw new Error('poison')
    })
    await sweepAt(afterWarning)
    expect(told).toEqual([[healthy, 'warned']])
    const row = await world.deps.db
      .selectFrom('clocks')
      .selectAll()
      .where('countyId', '=', countyId)
      .where('subjectId', '=', poisoned)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ kind: 'handle', warnedAt: null, retryAt: expect.any(String) })
  })

  it('tries one that failed again after five minutes, not before', async () => {
    await start('poisoned')
    let tries = 0
    onClock('poisoned', async () => {
      if (tries++ === 0) throw new Error('poison')
      return () => {}
    })
    await sweepAt(afterWarning)
    await sweepAt(iso('2026-11-23T15:35'))
    expect(tries).toBe(1)
    await sweepAt(iso('2026-11-23T15:37'))
    expect(tries).toBe(2)
  })

  it('gives way to a command that holds the subject and wants its clock', async () => {
    const subjectId = await start('held')
    const series = { countyId, kind: 'held', period: '2026' }
    await world.deps.db
      .insertInto('numbering')
      .values({ ...series, last: 1 })
      .execute()
    const lock = (tx: Tx) =>
      tx
        .selectFrom('numbering')
        .select('last')
        .where('countyId', '=', countyId)
        .where('kind', '=', 'held')
        .forUpdate()
        .execute()
    onClock('held', async (tx) => {
      await lock(tx)
      return () => announced++
    })
    world.setNow(afterWarning)
    let sweeping: Promise<number> | undefined
    await world.deps.db.transaction().execute(async (tx) => {
      await lock(tx)
      sweeping = sweepClocks(world.deps)
      await setTimeout(100)
      await pauseClocks(tx, { countyId, subjectKind: 'held', subjectId, kinds: ['handle'], at: afterWarning })
    })
    expect(await sweeping).toBe(0)
    // Paused meanwhile: nothing to tell, and nothing was postponed.
    const row = await world.deps.db
      .selectFrom('clocks')
      .selectAll()
      .where('countyId', '=', countyId)
      .where('subjectId', '=', subjectId)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ pausedAt: afterWarning, warnedAt: null, retryAt: null })
  })

  it('tells all that are due, however many, past those that fail', async () => {
    onClock('poisoned', () => Promise.reject(new Error('poison')))
    for (let i = 0; i < 130; i++) await start(i % 2 === 0 ? 'poisoned' : 'matter')
    expect(await sweepAt(afterWarning)).toBe(65)
  })

  it('marks the clock of a subject that nobody watches', async () => {
    const id = await start('unwatched')
    await sweepAt(afterDue)
    const row = await world.deps.db
      .selectFrom('clocks')
      .selectAll()
      .where('countyId', '=', countyId)
      .where('subjectId', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.escalatedAt).toBe(afterDue)
  })
})
