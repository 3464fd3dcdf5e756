import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countyId, otherCountyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { takeGaplessNumber, takeNumber } from './index.ts'

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

const take = (count: number, run: () => Promise<number>) => Promise.all(Array.from({ length: count }, run))

describe('numbers with gaps', () => {
  it('begin at one and are unique and rising within a process, however many ask at once', async () => {
    const numbers = await take(100, () => takeNumber(world.deps, { countyId, kind: 'matter', period: '20261123' }))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  })

  it('are unique over several processes', async () => {
    const processes = [world.deps, world.another(), world.another()]
    const numbers = await Promise.all(
      processes.flatMap((deps) =>
        Array.from({ length: 50 }, () => takeNumber(deps, { countyId, kind: 'matter', period: '20261124' })),
      ),
    )
    expect(new Set(numbers).size).toBe(150)
    const [first] = processes
    const later = await take(20, () =>
      takeNumber(first ?? world.deps, { countyId, kind: 'matter', period: '20261124' }),
    )
    expect(later).toEqual(later.toSorted((a, b) => a - b))
  })

  it('count by county, kind and period', async () => {
    const deps = world.another()
    const series = { countyId, kind: 'case', period: '2026' }
    expect(await takeNumber(deps, series)).toBe(1)
    expect(await takeNumber(deps, { ...series, countyId: otherCountyId })).toBe(1)
    expect(await takeNumber(deps, { ...series, period: '2027' })).toBe(1)
    expect(await takeNumber(deps, { ...series, kind: 'certificate' })).toBe(1)
  })

  it('do not wait for a transaction that holds its own', async () => {
    const series = { countyId, kind: 'matter', period: '20261125' }
    await takeNumber(world.deps, series)
    await world.deps.db.transaction().execute(async () => {
      expect(await takeNumber(world.another(), series)).toBeGreaterThan(1)
    })
  })
})

describe('numbers without gaps', () => {
  const series = { countyId, kind: 'award', period: '2026' }
  const inTx = (fail = false) =>
    world.deps.db.transaction().execute(async (tx) => {
      const number = await takeGaplessNumber(tx, series)
      if (fail) throw new Error('undone')
      return number
    })

  it('give back what a failed transaction took', async () => {
    expect(await inTx()).toBe(1)
    await expect(inTx(true)).rejects.toThrow('undone')
    expect(await inTx()).toBe(2)
  })

  it('have none when some of many at once fail', async () => {
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => inTx(i % 3 === 0)))
    const numbers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 3))
  })
})
