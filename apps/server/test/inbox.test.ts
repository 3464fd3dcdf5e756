import { matterRoutes } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, spot, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(() => world.close())

async function inbox(who: Person): Promise<string[]> {
  const { body } = await world.call(who, matterRoutes.listInbox, { limit: 200 })
  return body.items.map((item) => item.subjectId)
}

describe('the inbox', () => {
  it('shows a grid worker of the station’s work only what lies in their own grids', async () => {
    const [own, next] = [await steps.report(), await steps.report({ point: spot.linyuan1 })]
    expect(await inbox('hefang')).toEqual(expect.arrayContaining([own.id, next.id]))
    const seen = await inbox('zhoumin')
    expect(seen).toContain(own.id)
    expect(seen).not.toContain(next.id)
  })

  it('holds nothing that its page would say is absent', async () => {
    const far = await steps.report({ point: spot.linyuan1 })
    await steps.done('hefang', matterRoutes.dispatchMatter, far.id, { unitId: unit.station })
    for (const id of await inbox('zhoumin')) await steps.see('zhoumin', id)
  })
})
