import { matterRoutes } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, spot, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(() => world.close())

describe('the pins of the map', () => {
  it('say where a matter lies, by when it must be done and who leads', async () => {
    const { id } = await steps.report({ point: spot.linyuan3 })
    await steps.done('hefang', matterRoutes.dispatchMatter, id, { unitId: unit.station })
    const { body } = await world.call('hefang', matterRoutes.listMatterPoints, {})
    const pin = body.items.find((item) => item.id === id)
    expect(pin).toMatchObject({ ...spot.linyuan3, categoryCode: '0501', overdue: false, leadUnitId: unit.station })
    expect(pin?.dueAt).not.toBeNull()
    expect([pin?.townId, pin?.villageId, pin?.gridId]).not.toContain(null)
    expect(body.units).toContainEqual({ id: unit.station, name: expect.any(String) })
  })

  it('are fewer than the matters: those without a position are counted beside them', async () => {
    const before = await world.call('wujing', matterRoutes.listMatterPoints, {})
    await world.call(null, matterRoutes.reportMatter, {
      commandId: crypto.randomUUID(),
      description: '公交车早班太晚，希望增加一班。',
      categoryCode: '0501',
      areaId: area.linyuan,
      contact: { name: '张桂兰', phone: '13800001234' },
    })
    const after = await world.call('wujing', matterRoutes.listMatterPoints, {})
    expect(after.body.withoutPin).toBe(before.body.withoutPin + 1)
    expect(after.body.items).toHaveLength(before.body.items.length)
  })
})
