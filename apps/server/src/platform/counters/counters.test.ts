import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../crypto/id.ts'
import type { LiveEvent } from '../events/events.ts'
import { addEvents, countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { CounterMirror, foldCounters, rebuildCounters, registerCounter } from './index.ts'

const timeZone = 'Asia/Shanghai'
const [town, village] = [newId(), newId()]

let world: PlatformWorld
beforeAll(async () => {
  world = await platformWorld()
  registerCounter('counted', (event: LiveEvent) => {
    const opens = event.kind === 'counted.opened'
    return (event.payload['areas'] as string[]).flatMap((areaId) => [
      { areaId, measure: opens ? 'received' : 'settled', delta: 1 },
      { areaId, measure: 'open', delta: opens ? 1 : -1, gauge: true },
    ])
  })
})
afterAll(() => world.close())

const happening = (kind: 'opened' | 'closed', at: string, areas: string[] = [town, village]) => ({
  module: 'counted',
  kind: `counted.${kind}`,
  at,
  payload: { areas },
})
const fold = () => foldCounters(world.deps, countyId, timeZone)
const table = () =>
  world.deps.db
    .selectFrom('counters')
    .select(['areaId', 'day', 'measure', 'value'])
    .where('countyId', '=', countyId)
    .where('value', '!=', 0)
    .orderBy('areaId')
    .orderBy('day')
    .orderBy('measure')
    .execute()
/** Until everything written has been folded: a transaction elsewhere in the cluster may hold the newest back for a moment. */
const foldAll = async () => {
  const written = await world.deps.db
    .selectFrom('events')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('countyId', '=', countyId)
    .executeTakeFirst()
  await expect
    .poll(
      async () => {
        await fold()
        const place = await world.deps.db
          .selectFrom('eventReaders')
          .select('seq')
          .where('countyId', '=', countyId)
          .where('name', '=', 'counters')
          .executeTakeFirst()
        return place?.seq
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(written?.seq)
}

const mirrorOf = (areaIds: string[], deps = world.deps) =>
  CounterMirror.open(deps, { countyId, timeZone, areaIds, since: '2026-10-01' })

describe('counters', () => {
  it("count within the county's days, and gauges for now", async () => {
    await addEvents(world.deps.db, [
      // Half past midnight in the county, still the day before in UTC.
      happening('opened', '2026-11-22T16:30:00Z'),
      happening('opened', '2026-11-23T02:00:00Z', [town]),
      happening('closed', '2026-11-24T02:00:00Z'),
    ])
    await foldAll()
    const figures = await mirrorOf([town, village])
    expect(figures.on(town, '2026-11-23', 'received')).toBe(2)
    expect(figures.on(village, '2026-11-23', 'received')).toBe(1)
    expect(figures.on(town, '2026-11-24', 'settled')).toBe(1)
    expect(figures.now(town, 'open')).toBe(1)
    expect(figures.now(village, 'open')).toBe(0)
    expect(figures.on(village, '2026-11-22', 'received')).toBe(0)
  })

  it('fold each event once, though several processes fold at once', async () => {
    await addEvents(
      world.deps.db,
      Array.from({ length: 40 }, () => happening('opened', '2026-11-25T02:00:00Z', [village])),
    )
    await Promise.all(
      [world.deps, world.another(), world.another()].map((deps) => foldCounters(deps, countyId, timeZone)),
    )
    await foldAll()
    const figures = await mirrorOf([village])
    expect(figures.on(village, '2026-11-25', 'received')).toBe(40)
  })

  it('lose nothing when they are rebuilt while events come in and are folded', async () => {
    const [area, second] = [newId(), world.another()]
    let writing = true
    const folding = (async () => {
      while (writing) await foldCounters(second, countyId, timeZone)
    })()
    for (let i = 0; i < 20; i++) {
      await addEvents(
        world.deps.db,
        Array.from({ length: 5 }, () => happening('opened', '2026-11-26T02:00:00Z', [area])),
      )
      if (i % 4 === 0) await rebuildCounters(world.deps, countyId, timeZone)
    }
    writing = false
    await folding
    await foldAll()
    const figures = await mirrorOf([area])
    expect(figures.on(area, '2026-11-26', 'received')).toBe(100)
  })

  it('are the same when rebuilt from every event', async () => {
    const areas = Array.from({ length: 4 }, newId)
    const anyEvent = fc.record({
      kind: fc.constantFrom('opened' as const, 'closed' as const),
      day: fc.integer({ min: 1, max: 28 }),
      areas: fc.subarray(areas, { minLength: 1 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 40 }), async (events) => {
        await addEvents(
          world.deps.db,
          events.map(({ kind, day, areas: of }) =>
            happening(kind, `2026-10-${String(day).padStart(2, '0')}T04:00:00Z`, of),
          ),
        )
        await foldAll()
        const folded = await table()
        await rebuildCounters(world.deps, countyId, timeZone)
        await foldAll()
        expect(await table()).toEqual(folded)
      }),
      { numRuns: 10 },
    )
  })

  it('in memory follow the events without asking again, wherever the fold of the table has come to', async () => {
    const [area, process] = [newId(), world.another()]
    await process.live.start()
    const write = (count: number) =>
      addEvents(
        process.db,
        Array.from({ length: count }, () => happening('opened', '2026-11-27T02:00:00Z', [area])),
      )
    let written = 0
    const mirrors: CounterMirror[] = []
    for (let round = 0; round < 8; round++) {
      // Opened while events come in, some of them folded into the table and some not.
      const [mirror] = await Promise.all([mirrorOf([area], process), write(3), round % 2 === 0 ? fold() : write(1)])
      written += round % 2 === 0 ? 3 : 4
      mirrors.push(mirror)
      process.live.poke()
    }
    const held = () => mirrors.map((mirror) => mirror.on(area, '2026-11-27', 'received'))
    await expect.poll(held, { timeout: 10_000 }).toEqual(mirrors.map(() => written))
    for (const mirror of mirrors) mirror.stop()
    await foldAll()
    expect((await mirrorOf([area])).now(area, 'open')).toBe(written)
  })
})
