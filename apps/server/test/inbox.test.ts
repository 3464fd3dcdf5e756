import { severalRoutes } from '@linli/contract/matter-several'
import { matterRoutes } from '@linli/contract/matters'
import { rightsRoutes } from '@linli/contract/people-rights'
import { inboxRoutes, viewRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type Person, phoneOf, spot, unit } from './county.ts'
import { member, numberOf, registerIn } from './register.ts'
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

type Filters = Parameters<typeof world.call<typeof inboxRoutes.listInbox>>[2]

async function inbox(who: Person, filters: Filters = {}): Promise<string[]> {
  const { body, text } = await world.call(who, inboxRoutes.listInbox, { limit: 200, ...filters })
  if (!body.items) throw new Error(text)
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

  it('is paged in one order without gap or repetition, danger first, and filtered by place and channel', async () => {
    const danger = await steps.report()
    await world.deps.db.updateTable('workItems').set({ danger: true }).where('subjectId', '=', danger.id).execute()
    const whole = await inbox('hefang')
    expect(whole[0]).toBe(danger.id)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await world.call('hefang', inboxRoutes.listInbox, { limit: 2, ...(cursor ? { cursor } : {}) })
      paged.push(...page.body.items.map((item) => item.subjectId))
      cursor = page.body.next ?? undefined
    } while (cursor)
    expect(paged).toEqual(whole)
    expect(await inbox('hefang', { channel: ['hotline'] })).toEqual([])
    expect(await inbox('hefang', { areaId: area.linyuan })).toEqual(whole)
    expect(await inbox('hefang', { areaId: area.yuling })).toEqual([])
  })

  it('counts what is left of a limit in the limit’s own kind of time, at night too', async () => {
    const [working, natural] = [await steps.report(), await steps.report()]
    await world.deps.db.updateTable('clocks').set({ unit: 'natural_day' }).where('subjectId', '=', natural.id).execute()
    world.forward(12 * 60)
    const { body } = await world.call('hefang', inboxRoutes.listInbox, { limit: 200 })
    const [ofWork, ofNature] = [working, natural].map(({ id }) => body.items.find((item) => item.subjectId === id))
    const apart = (Date.parse(ofNature?.dueAt ?? '') - world.now().getTime()) / 60_000
    expect(ofNature).toMatchObject({ dueUnit: 'natural_day', remainingMinutes: Math.round(apart) })
    expect(ofWork?.dueUnit).toBe('work_hour')
    expect(ofWork?.remainingMinutes).toBeGreaterThan(apart)
  })
})

describe('work of the register', () => {
  const document = { kind: 'resident_id' as const, number: numberOf('1953-03-07', '098') }
  const waits = async (who: Person) => (await world.call(who, inboxRoutes.listInbox, { limit: 200 })).body.counts

  it('a request for a correction waits for the clerk of the place and the data-protection officer until one decides', async () => {
    const register = registerIn(world)
    const { body } = await register.addHousehold('zhoumin', [
      member('张桂兰', { document, phone: phoneOf.zhangguilan, relation: 'head' }),
    ])
    const personId = body.members[0]?.id ?? ''
    await world.call('zhangguilan', rightsRoutes.claimFile, { commandId: newId(), document, name: '张桂兰' })
    const asked = { commandId: newId(), personId, kind: 'correction' as const, words: '门牌写错了' }
    const request = await world.call('zhangguilan', rightsRoutes.requestRight, asked)
    const [item] = (await world.call('daiping', inboxRoutes.listInbox, {})).body.items
    expect(item).toMatchObject({
      kind: 'rights',
      subjectId: request.body.id,
      title: '',
      facts: { right: 'correction' },
    })
    expect(item?.dueAt).not.toBeNull()
    expect(await waits('hefang')).toMatchObject({ correction: 1 })
    for (const who of ['tangqi', 'wujing', 'suwen', 'zhoumin'] as const)
      expect(await waits(who), who).not.toHaveProperty('correction')
    await world.call('hefang', rightsRoutes.decideRightsRequest, {
      commandId: newId(),
      requestId: request.body.id,
      decision: 'fulfil',
      answer: '已改',
    })
    expect(await waits('daiping')).toEqual({})
    expect(await waits('hefang')).not.toHaveProperty('correction')
  })

  it('files that may be one person stand as one line with their count, for whoever reaches both', async () => {
    const register = registerIn(world)
    for (const name of ['钱文海', '钱文海'])
      await register.addHousehold('zhoumin', [member(name, { birthOn: '1961-02-03' })])
    const piles = async (who: Person) => (await world.call(who, inboxRoutes.listPiles, {})).body.items
    expect(await piles('hefang')).toEqual([{ kind: 'duplicates', count: 1, more: false }])
    expect(await piles('tangqi')).toEqual([])
    expect(await piles('zhoumin')).toEqual([])
  })
})

describe('the same to several', () => {
  it('is done to each as a decision of its own; what stands in the way of one holds up no other', async () => {
    const [first, second, third] = [await steps.report(), await steps.report(), await steps.report()]
    await steps.done('hefang', matterRoutes.acceptMatter, second.id, {})
    const items = [first, second, third].map(({ id }) => ({ matterId: id }))
    const input = { commandId: newId(), what: { action: 'accept' as const, items } }
    const answers = [
      await world.call('hefang', severalRoutes.actOnSeveral, input),
      await world.call('hefang', severalRoutes.actOnSeveral, input),
    ]
    for (const { body } of answers) {
      expect(body.done).toEqual([first.id, third.id])
      expect(body.refused).toMatchObject([{ matterId: second.id, code: 'matter.wrong_state' }])
    }
    expect((await steps.see('hefang', first.id)).timeline.map(({ kind }) => kind)).toEqual(['accept', 'report'])
    const given = { action: 'dispatch' as const, items: items.map((item) => ({ ...item, unitId: unit.station })) }
    const foreign = await world.call('tangqi', severalRoutes.actOnSeveral, { commandId: newId(), what: given })
    expect(foreign.body.refused.map(({ code }) => code)).toEqual(items.map(() => 'matter.not_found'))
    const own = await world.call('hefang', severalRoutes.actOnSeveral, { commandId: newId(), what: given })
    expect(own.body.done).toHaveLength(3)
  })
})

describe('a saved view', () => {
  it('is one’s own, replaced under the same name, and forgotten', async () => {
    const save = (query: string) =>
      world.call('hefang', viewRoutes.saveView, { commandId: newId(), page: '/matters', name: '今天到期的', query })
    await save('due=today')
    const { body } = await save('due=today&channel=hotline')
    const list = async (who: Person) => (await world.call(who, viewRoutes.listViews, {})).body.items
    expect(await list('hefang')).toEqual([body])
    expect(await list('luobin')).toEqual([])
    const forget = (who: Person) => world.call(who, viewRoutes.deleteView, { commandId: newId(), viewId: body.id })
    expect((await forget('luobin')).status).toBe(404)
    expect((await forget('hefang')).status).toBe(200)
    expect(await list('hefang')).toEqual([])
  })
})
