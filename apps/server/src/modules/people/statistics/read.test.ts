import { statisticsRoutes } from '@linli/contract/people-statistics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, type Person } from '../../../../test/county.ts'
import { member, registerIn } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { countyId } from '../../../platform/testing.ts'
import { freezeMonths } from './freeze.ts'
import { shownKinds, suppressed } from './suppress.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  const register = registerIn(world)
  await register.addHousehold('zhoumin', [
    member('甲一', { relation: 'head' }),
    ...Array.from({ length: 11 }, () => member('甲某')),
    member('乙一', { residenceKind: 'migrant' }),
    member('乙二', { residenceKind: 'migrant', since: '2026-10-04', beganBy: 'moved_in' }),
  ])
  await freezeMonths(world.deps, countyId)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const get = (who: Person, areaId: string, month = '2026-10') =>
  world.call(who, statisticsRoutes.getStatistics, { month, areaId })

describe('a frozen month', () => {
  it('is shown for areas within reach, with those below and the way up as far as one reaches', async () => {
    const village = (await get('hefang', area.linyuan)).body
    expect(village).toMatchObject({
      month: '2026-10',
      base: true,
      above: [],
      area: { level: 'village', households: 1 },
    })
    expect(village.area.all).toMatchObject({ opening: 13, movedIn: 1, closing: 14 })
    expect(village.below.map(({ id, all }) => [id, all.closing])).toEqual([[area.linyuan3, 14]])
    const county = (await get('wujing', area.county)).body
    expect(county.below.map(({ id }) => id)).toEqual([area.xinjiangkou])
    expect((await get('wujing', area.linyuan3)).body.above.map(({ id }) => id)).toEqual([
      area.county,
      area.xinjiangkou,
      area.linyuan,
    ])
    expect((await get('zhoumin', area.linyuan3)).status).toBe(200)
  })

  it('is not found beyond reach, nor before it is frozen', async () => {
    expect((await get('zhoumin', area.linyuan)).code).toBe('register.not_found')
    expect((await get('hefang', area.county)).code).toBe('register.not_found')
    expect((await get('wujing', area.county, '2026-11')).code).toBe('statistics.not_found')
    expect((await get('suwen', area.county)).status).toBe(403)
    const months = await world.call('zhoumin', statisticsRoutes.listStatisticsMonths, {})
    expect(months.body.items.map(({ month }) => month)).toEqual(['2026-10'])
  })

  it('tells kinds of few people for single grids only', async () => {
    const shown = async (who: Person, areaId: string) =>
      (await get(who, areaId)).body.area.byKind.filter(({ figures }) => figures === null).map(({ kind }) => kind)
    expect(await shown('zhoumin', area.linyuan3)).toEqual([])
    // The migrants are two; with the registered shown, they would be the rest.
    expect(await shown('hefang', area.linyuan)).toEqual(['registered', 'migrant'])
  })
})

describe('what is left out', () => {
  const none = { born: 0, movedIn: 0, withinIn: 0, turnedIn: 0, correctedIn: 0 }
  const figures = (people: number) => ({
    ...none,
    opening: people,
    closing: people,
    died: 0,
    movedOut: 0,
    withinOut: 0,
    turnedOut: 0,
    correctedOut: 0,
  })
  const hidden = (registered: number, migrant: number, unregistered: number) =>
    suppressed([
      { kind: 'registered', figures: figures(registered) },
      { kind: 'migrant', figures: figures(migrant) },
      { kind: 'unregistered', figures: figures(unregistered) },
    ])
      .filter((one) => one.figures === null)
      .map(({ kind }) => kind)

  it('are left out of the figures of today alike, but not in a grid', () => {
    const today = { registered: 500, migrant: 40, unregistered: 9, overseas: 0 }
    const shown = (level: 'village' | 'grid') => shownKinds(today, level).map(({ persons }) => persons)
    expect(shown('village')).toEqual([500, null, null])
    expect(shown('grid')).toEqual([500, 40, 9])
  })

  it.each([
    [[500, 40, 12], []],
    [
      [500, 40, 9],
      ['migrant', 'unregistered'],
    ],
    [
      [500, 4, 9],
      ['migrant', 'unregistered'],
    ],
    [
      [500, 4, 0],
      ['registered', 'migrant'],
    ],
    [[5, 0, 0], ['registered']],
    [[0, 0, 0], []],
  ] as const)('of %j are %j', ([registered, migrant, unregistered], expected) => {
    expect(hidden(registered, migrant, unregistered)).toEqual(expected)
  })
})
