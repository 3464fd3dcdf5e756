import { matterRoutes } from '@linli/contract/matters'
import { supervisionRoutes } from '@linli/contract/supervision'
import { afterAll, beforeAll, expect, describe, it } from 'vitest'
import { area, staffId, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(() => world.close())

const desk = async (input: { colour?: 'red' | 'yellow'; areaId?: string; limit?: number; cursor?: string } = {}) =>
  (await world.call('wujing', supervisionRoutes.listStuckMatters, input)).body

describe('the supervision desk', () => {
  it('says at which step a matter is stuck, on whose clock and since when, and page by page', async () => {
    const { id } = await steps.report()
    expect((await desk()).items.map(({ matter }) => matter.id)).not.toContain(id)
    await steps.done('hefang', matterRoutes.dispatchMatter, id, { unitId: unit.station, staffId: staffId.zhoumin })
    const since = world.now().toISOString()
    const other = await steps.report()
    world.forward(60 * 24 * 30)
    const { items, counts } = await desk()
    const mine = items.find(({ matter }) => matter.id === id)
    expect(mine).toMatchObject({ colour: 'red', step: 'handle', holder: { id: unit.station } })
    expect(mine?.reasons).toContain('step_late')
    expect(Math.abs(Date.parse(mine?.since ?? '') - Date.parse(since))).toBeLessThan(60_000)
    expect(items.find(({ matter }) => matter.id === other.id)).toMatchObject({
      step: 'accept',
      holder: { id: unit.station },
    })
    expect(counts.red).toBe(items.filter(({ colour }) => colour === 'red').length)
    const first = await desk({ limit: 1 })
    const second = await desk({ limit: 1, cursor: first.next ?? '' })
    expect([...first.items, ...second.items].map(({ matter }) => matter.id)).toEqual(
      items.slice(0, 2).map(({ matter }) => matter.id),
    )
    expect((await desk({ areaId: area.weishui })).items).toEqual([])
    expect((await world.call('luobin', supervisionRoutes.listStuckMatters, {})).status).toBe(403)
  })

  it('shows a supervised matter although nothing is late, and forgets what is settled', async () => {
    const { id } = await steps.report()
    await steps.done('wujing', matterRoutes.superviseMatter, id, { level: 'yellow', words: '请抓紧' })
    const found = (await desk({ colour: 'yellow' })).items.find(({ matter }) => matter.id === id)
    expect(found).toMatchObject({ colour: 'yellow', reasons: ['supervised'] })
    await steps.done('hefang', matterRoutes.declineMatter, id, {
      reasonCode: 'outside_competence',
      words: '不归我们管',
    })
    expect((await desk()).items.map(({ matter }) => matter.id)).not.toContain(id)
  })
})
