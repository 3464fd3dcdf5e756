import { matterRoutes } from '@linli/contract/matters'
import { inboxRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { spot, unit } from './county.ts'
import { noticesOf } from './notices.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

async function dispatched(jointUnitIds: string[] = []): Promise<string> {
  const { id } = await steps.report({ categoryCode: '0106' })
  await steps.done('luobin', matterRoutes.dispatchMatter, id, { unitId: unit.maintenance, jointUnitIds })
  return id
}
const twoDays = { limit: { amount: 2, unit: 'work_day' as const }, words: '等零件' }

describe('joint units', () => {
  it('keep their part in the inbox until the matter is settled, whatever the lead unit does', async () => {
    const id = await dispatched([unit.cityManagement])
    const assists = async () => (await steps.waiting(id)).filter((line) => line.startsWith('assist'))
    const inbox = async () =>
      (await world.call('pengtao', inboxRoutes.listInbox, {})).body.items.map((one) => one.subjectId)
    expect(await inbox()).toContain(id)
    await steps.done('huangjian', matterRoutes.receiveMatter, id, {})
    await steps.done('wujing', matterRoutes.superviseMatter, id, { level: 'yellow', words: '抓紧' })
    await steps.done('huangjian', matterRoutes.pauseMatter, id, {
      reasonCode: 'needs_information',
      words: '哪一处',
      limit: { amount: 1, unit: 'natural_day' },
    })
    await steps.done('huangjian', matterRoutes.resumeMatter, id, {})
    expect(await assists()).toEqual(['assist 市城管局'])
    const { body } = await world.call('pengtao', inboxRoutes.listInbox, {})
    expect(body.items.find((one) => one.subjectId === id)).toMatchObject({ kind: 'assist', paused: false })
    await steps.done('huangjian', matterRoutes.settleMatter, id, { words: '办好' })
    expect(await assists()).toEqual([])
  })

  it('are let go with the lead unit when it is returned', async () => {
    const id = await dispatched([unit.cityManagement])
    const back = { reasonCode: 'not_competent', words: '不归我们' }
    await steps.done('huangjian', matterRoutes.returnMatter, id, back)
    expect(await steps.waiting(id)).toEqual(['triage 林园社区网格站'])
    expect((await world.call('pengtao', matterRoutes.getMatter, { matterId: id })).code).toBe('matter.not_found')
  })
})

describe('a request for more time', () => {
  it('waits for its decision whatever else happens at the unit', async () => {
    const id = await dispatched()
    await steps.done('huangjian', matterRoutes.requestExtension, id, twoDays)
    await steps.done('huangjian', matterRoutes.receiveMatter, id, {})
    await steps.done('wujing', matterRoutes.superviseMatter, id, { level: 'plain', words: '关注' })
    expect(await steps.waiting(id)).toEqual(['extension 松滋市社会治理中心', 'handle 市政维护所 黄建'])
  })

  it('does not outlive the handling it was made for: the next unit may ask for its own', async () => {
    const id = await dispatched()
    await steps.done('huangjian', matterRoutes.requestExtension, id, twoDays)
    await steps.done('huangjian', matterRoutes.returnMatter, id, { reasonCode: 'not_competent', words: '不归我们' })
    await steps.done('luobin', matterRoutes.dispatchMatter, id, { unitId: unit.cityManagement })
    const { extensions } = await steps.done('pengtao', matterRoutes.requestExtension, id, twoDays)
    expect(extensions.map((one) => [one.requestedBy, one.decision]).toSorted()).toEqual([
      ['彭涛', 'open'],
      ['黄建', 'refused'],
    ])
    const [asked] = extensions.filter((one) => one.decision === 'open')
    await steps.done('wujing', matterRoutes.decideExtension, id, { requestId: asked?.id ?? '', granted: true })
    // The county allows one.
    expect((await steps.act('pengtao', matterRoutes.requestExtension, id, twoDays)).code).toBe('matter.extension_limit')
  })

  it('is decided once, by somebody who may, and not for another matter', async () => {
    const [id, other] = [await dispatched(), await dispatched()]
    const { extensions } = await steps.done('huangjian', matterRoutes.requestExtension, id, twoDays)
    const decision = { requestId: extensions[0]?.id ?? '', granted: true }
    expect((await steps.act('huangjian', matterRoutes.decideExtension, id, decision)).status).toBe(403)
    expect((await steps.act('wujing', matterRoutes.decideExtension, other, decision)).code).toBe('matter.not_found')
    await steps.done('wujing', matterRoutes.decideExtension, id, decision)
    const again = await steps.act('wujing', matterRoutes.decideExtension, id, { ...decision, granted: false })
    expect(again.code).toBe('matter.not_found')
    expect((await steps.see('wujing', id)).extensions).toMatchObject([{ decision: 'granted' }])
  })
})

describe('a reason from the list', () => {
  it.each([
    ['decline', matterRoutes.declineMatter, 'hefang'],
    ['return', matterRoutes.returnMatter, 'huangjian'],
    ['pause', matterRoutes.pauseMatter, 'huangjian'],
  ] as const)('is asked for to %s, and no other is taken', async (action, route, who) => {
    const id = action === 'decline' ? (await steps.report()).id : await dispatched()
    if (action === 'pause') await steps.done('huangjian', matterRoutes.receiveMatter, id, {})
    const input = { reasonCode: 'because', words: '就是不办', limit: { amount: 1, unit: 'natural_day' } }
    const refused = await world.send(who, {
      method: 'POST',
      url: `/api/matters/${id}/${action}`,
      payload: { commandId: newId(), ...input, ...(action === 'pause' ? {} : { limit: undefined }) },
    })
    expect(refused).toMatchObject({ status: 400, code: 'input.invalid', problem: { faults: [{ path: 'reasonCode' }] } })
    expect(route.path).toContain(action)
  })
})

describe('supervision', () => {
  it('rises through plain, yellow and red and ends, each in the timeline, and the list finds it', async () => {
    const id = await dispatched()
    for (const level of ['plain', 'yellow', 'red', 'none'] as const) {
      const matter = await steps.done('wujing', matterRoutes.superviseMatter, id, { level, words: '请说明进展' })
      expect(matter.supervision).toBe(level)
      const found = await world.call('wujing', matterRoutes.listMatters, { supervision: [level] })
      expect(found.body.items.map((one) => one.id)).toContain(id)
    }
    const matter = await steps.see('wujing', id)
    const changes = matter.timeline.flatMap((entry) =>
      entry.kind === 'supervise' ? [entry.changes['supervision']] : [],
    )
    expect(changes.toReversed()).toEqual([
      ['none', 'plain'],
      ['plain', 'yellow'],
      ['yellow', 'red'],
      ['red', 'none'],
    ])
    // A matter for those who work on it: the person who asked is told of no colours.
    expect(matter.timeline.filter((entry) => entry.kind === 'supervise').map((entry) => entry.visibility)).toEqual(
      Array.from({ length: 4 }, () => 'internal'),
    )
  })
})

describe('danger that shows only when it is sorted', () => {
  it('is told at once, and goes to the county’s desk before all else', async () => {
    const { id } = await steps.report({ categoryCode: '1010', description: '井盖不见了，有小孩在旁边玩' })
    expect((await noticesOf(world, id, 'matter_danger')).staff).toEqual([])
    await steps.done('hefang', matterRoutes.categoriseMatter, id, { categoryCode: '0502' })
    const { staff, phones } = await noticesOf(world, id, 'matter_danger')
    expect(staff).toEqual(expect.arrayContaining(['wujing', 'hefang', 'luobin', 'zhoumin']))
    expect(phones.length).toBeGreaterThan(0)
    expect(await steps.waiting(id)).toEqual(['triage 松滋市社会治理中心'])
    const { body } = await world.call('wujing', inboxRoutes.listInbox, {})
    expect(body.items.findIndex((one) => one.subjectId === id)).toBeLessThan(
      body.items.findIndex((one) => !one.danger) >>> 0,
    )
    // Sorted again under something harmless, it stays what it was.
    const back = await steps.done('wujing', matterRoutes.categoriseMatter, id, { categoryCode: '0503' })
    expect(back.danger).toBe(true)
    expect((await noticesOf(world, id, 'matter_danger')).staff).toEqual(staff)
  })

  it('to a child hides who told of it, and is told to nobody near nor to who keeps the house', async () => {
    const { id } = await steps.report({ categoryCode: '1010', description: '隔壁孩子天天挨打' })
    const sorted = await steps.done('luobin', matterRoutes.categoriseMatter, id, { categoryCode: '0701' })
    expect(sorted).toMatchObject({ confidential: true, danger: true, reporter: { name: null, phone: null } })
    expect((await noticesOf(world, id, 'matter_danger')).staff).toEqual(['chenli', 'wujing'])
    const points = await world.call('luobin', matterRoutes.listMatterPoints, {})
    expect(points.text).not.toContain(id)
  })
})

describe('what is said of the staff themselves', () => {
  it.each([
    ['0903', '松滋市社会治理中心'],
    ['0906', '新江口镇网格所'],
  ])('%s is received above them, by %s', async (categoryCode, desk) => {
    const { id } = await steps.report({ categoryCode, description: '网格员收了礼' })
    expect(await steps.waiting(id)).toEqual([`triage ${desk}`])
  })
})

describe('the place', () => {
  it('moves to another grid and desk by a pin, and an address alone moves nothing', async () => {
    const { id } = await steps.report()
    const named = await steps.done('hefang', matterRoutes.locateMatter, id, { address: '林园路 12 号' })
    expect(named).toMatchObject({
      address: '林园路 12 号',
      place: { gridName: '第3网格' },
      point: spot.linyuan3,
      deskUnit: { name: '林园社区网格站' },
    })
    const moved = await steps.done('luobin', matterRoutes.locateMatter, id, { point: spot.yuling1 })
    expect(moved).toMatchObject({ place: { villageName: '玉岭社区居委会' }, deskUnit: { name: '新江口镇网格所' } })
    expect(moved.firstUnit?.name).toBe('林园社区网格站')
    expect(await steps.waiting(id)).toEqual(['triage 新江口镇网格所'])
    expect((await world.call('hefang', matterRoutes.getMatter, { matterId: id })).code).toBe('matter.not_found')
    const outside = await steps.act('luobin', matterRoutes.locateMatter, id, { point: spot.outside })
    expect(outside.code).toBe('matter.outside_county')
  })
})
