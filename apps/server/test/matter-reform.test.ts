import { areaRoutes } from '@linli/contract/areas'
import { matterImportRoutes } from '@linli/contract/matter-import'
import { matterRoutes } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, spot, unit } from './county.ts'
import { createWorld, type World } from './world.ts'

let world: World
/** By the words they were told with. */
const ids = new Map<string, string>()

const today = `code,parent,name,level
421087000000,,松滋市,county
421087001000,421087000000,新江口街道,town
421087001010,421087001000,林园社区居委会,village
421087001011,421087001000,玉岭社区居委会,village
421087108000,421087000000,洈水镇,town
421087108201,421087108000,大岩咀村委会,village
`
const pin = `${spot.linyuan3.lon},${spot.linyuan3.lat}`
const told = `内容,类别,区划代码,经度,纬度,发生时间
旧代码,0501,421087100010,,,2026-03-01 09:00
旧图上,0501,,${pin},2026-03-01 09:00
新代码,0501,421087001010,,,2026-07-01 09:00
新图上,0501,,${pin},
旧日新码,0501,421087001010,,,2026-03-01 09:00
最早的,0501,,${pin},2001-03-01 09:00
`
const base64 = (text: string) => Buffer.from(text).toString('base64')

beforeAll(async () => {
  world = await createWorld()
  const reform = await world.call('suwen', areaRoutes.importAreas, {
    commandId: newId(),
    id: newId(),
    fileName: 'today.csv',
    format: 'csv',
    data: base64(today),
    options: { datum: 'wgs84', validFrom: '2026-06-01' },
  })
  expect(reform.body.state).toBe('applied')
  const { body } = await world.call('wujing', matterImportRoutes.importMatters, {
    commandId: newId(),
    fileName: '移交.csv',
    data: base64(told),
    channel: 'department',
  })
  expect(body.faults).toEqual([])
  const words = told.split('\n').map((line) => line.split(',')[0] ?? '')
  for (const { row, id } of body.created) ids.set(words[row - 1] ?? '', id)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const see = async (words: string, who: 'hefang' | 'wujing' = 'hefang') =>
  (await world.call(who, matterRoutes.getMatter, { matterId: ids.get(words) ?? '' })).body

describe('after the county was divided anew, a matter', () => {
  it.each([
    ['旧代码', '新江口镇'],
    ['旧图上', '新江口镇'],
    ['最早的', '新江口镇'],
    ['新代码', '新江口街道'],
    ['新图上', '新江口街道'],
    ['旧日新码', '新江口街道'],
  ])('%s belongs to the areas of its day', async (words, townName) => {
    expect(await see(words)).toMatchObject({ place: { townName, villageName: '林园社区居委会' } })
    expect((await see('旧图上')).place).toMatchObject({ villageId: area.linyuan, gridId: area.linyuan3 })
  })

  it('of before waits at the station that serves the village today, and is suggested to it', async () => {
    expect(await see('旧代码')).toMatchObject({ deskUnit: { id: unit.station } })
    const { body } = await world.call('luobin', matterRoutes.suggestUnits, { matterId: ids.get('旧代码') ?? '' })
    expect(body.items.map((one) => one.unit.id)).toEqual(expect.arrayContaining([unit.station, unit.office]))
  })

  it('of before is found and counted under the area that took over', async () => {
    const { villageId } = (await see('新代码')).place
    const { body } = await world.call('wujing', matterRoutes.listMatters, { areaId: villageId ?? '' })
    expect(body.items.map((one) => one.id)).toEqual(expect.arrayContaining([...ids.values()]))
    const points = await world.call('wujing', matterRoutes.listMatterPoints, {})
    expect(points.body.items.find((one) => one.id === ids.get('旧图上'))).toMatchObject({ villageId })
  })

  it('says when it happened, beside when it came in', async () => {
    expect(await see('旧代码')).toMatchObject({
      seenAt: '2026-03-01T01:00:00.000Z',
      reportedAt: world.now().toISOString(),
    })
  })
})
