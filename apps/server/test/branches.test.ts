import { type Matter, matterRoutes } from '@linli/contract/matters'
import { inboxRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { phoneOf, spot, staffId, unit } from './county.ts'
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

const clock = (matter: Matter, kind: string) => matter.clocks.find((one) => one.kind === kind && one.stoppedAt === null)

/** A matter that the maintenance office of the housing bureau works on. */
async function handled(): Promise<string> {
  const { id } = await steps.report()
  await steps.done('luobin', matterRoutes.dispatchMatter, id, { unitId: unit.maintenance })
  await steps.done('huangjian', matterRoutes.receiveMatter, id, {})
  return id
}

const told = (matterId: string, template: string) => noticesOf(world, matterId, template)

describe('a question of competence', () => {
  it('is decided by the centre, and whoever is named may neither return it nor ask again', async () => {
    const id = await handled()
    await steps.done('huangjian', matterRoutes.disputeMatter, id, { words: '这条路归城管局管养' })
    expect(await steps.waiting(id)).toEqual(['decide 松滋市社会治理中心'])
    const settling = await steps.act('huangjian', matterRoutes.settleMatter, id, { words: '办好了' })
    expect(settling.code).toBe('matter.wrong_state')
    const decided = { unitId: unit.cityManagement, words: '按管养协议由城管局办理' }
    expect((await steps.act('chenli', matterRoutes.decideDispute, id, decided)).code).toBe('permission.missing')
    const named = await steps.done('wujing', matterRoutes.decideDispute, id, decided)
    expect(named).toMatchObject({ status: 'dispatched', designated: true, leadUnit: { name: '市城管局' } })
    expect(await steps.waiting(id)).toEqual(['handle 市城管局'])
    expect((await steps.see('pengtao', id)).available).not.toEqual(expect.arrayContaining(['return']))
    const back = { reasonCode: 'not_competent', words: '还是归住建局' }
    expect((await steps.act('pengtao', matterRoutes.returnMatter, id, back)).code).toBe('matter.return_refused')
    const again = await steps.act('pengtao', matterRoutes.disputeMatter, id, { words: '还是归住建局' })
    expect(again.code).toBe('matter.return_refused')
    // Whoever was let go of it does not see it any more.
    expect((await world.call('huangjian', matterRoutes.getMatter, { matterId: id })).code).toBe('matter.not_found')
  })

  it('need not be asked where returning with a reason will do', async () => {
    const id = await handled()
    const back = { reasonCode: 'wrong_place', words: '在小区里，归物业' }
    const returned = await steps.done('huangjian', matterRoutes.returnMatter, id, back)
    expect(returned).toMatchObject({ status: 'accepted', leadUnit: null, handler: null, available: [] })
    // From now on it is out of the department's reach.
    expect((await world.call('huangjian', matterRoutes.getMatter, { matterId: id })).code).toBe('matter.not_found')
    expect(await steps.waiting(id)).toEqual(['triage 林园社区网格站'])
  })
})

describe('more time', () => {
  it('is asked for once, decided by another, and moves the limits of step and case alike', async () => {
    const id = await handled()
    const before = await steps.see('wujing', id)
    const asked = { limit: { amount: 2, unit: 'work_day' as const }, words: '灯杆要定做' }
    const [request] = (await steps.done('huangjian', matterRoutes.requestExtension, id, asked)).extensions
    expect(request).toMatchObject({ decision: 'open', requestedBy: '黄建' })
    expect(await steps.waiting(id)).toEqual(['extension 松滋市社会治理中心', 'handle 市政维护所 黄建'])
    const second = await steps.act('huangjian', matterRoutes.requestExtension, id, asked)
    expect(second.code).toBe('matter.extension_limit')
    const granted = await steps.done('wujing', matterRoutes.decideExtension, id, {
      requestId: request?.id ?? '',
      granted: true,
    })
    expect(granted.extensions).toMatchObject([{ decision: 'granted', decidedBy: '吴静' }])
    for (const kind of ['handle', 'whole']) {
      const [was, is] = [clock(before, kind), clock(granted, kind)]
      expect((is?.limitMinutes ?? 0) - (was?.limitMinutes ?? 0), kind).toBe(2 * 7 * 60)
    }
    expect(await steps.waiting(id)).toEqual(['handle 市政维护所 黄建'])
  })

  it('may be refused, and then nothing moves', async () => {
    const id = await handled()
    const before = await steps.see('wujing', id)
    const asked = { limit: { amount: 5, unit: 'work_day' as const }, words: '人手不够' }
    const [request] = (await steps.done('huangjian', matterRoutes.requestExtension, id, asked)).extensions
    const refused = await steps.done('wujing', matterRoutes.decideExtension, id, {
      requestId: request?.id ?? '',
      granted: false,
      words: '可以借调',
    })
    expect(refused.extensions).toMatchObject([{ decision: 'refused', decisionReason: '可以借调' }])
    for (const kind of ['handle', 'whole']) expect(clock(refused, kind)?.dueAt).toBe(clock(before, kind)?.dueAt)
  })
})

describe('waiting for the person who asked', () => {
  const pause = {
    reasonCode: 'needs_information',
    words: '请问是哪一盏灯',
    limit: { amount: 2, unit: 'natural_day' as const },
  }

  it('stops the limits for as long as it lasts', async () => {
    const id = await handled()
    const before = await steps.see('huangjian', id)
    const paused = await steps.done('huangjian', matterRoutes.pauseMatter, id, pause)
    expect(paused).toMatchObject({ status: 'paused', clock: { kind: 'pause' } })
    for (const kind of ['handle', 'whole']) expect(clock(paused, kind)?.state, kind).toBe('paused')
    expect((await told(id, 'matter_paused')).phones).toEqual([phoneOf.zhangguilan])
    world.forward(24 * 60)
    const resumed = await steps.done('huangjian', matterRoutes.resumeMatter, id, { words: '问清楚了' })
    expect(resumed.status).toBe('handling')
    for (const kind of ['handle', 'whole']) {
      const [was, is] = [clock(before, kind), clock(resumed, kind)]
      expect(is?.state).toBe('running')
      expect(is?.remainingMinutes, kind).toBe(was?.remainingMinutes)
    }
    expect(await steps.waiting(id)).toEqual(['handle 市政维护所 黄建'])
  })

  it('ends when that person answers', async () => {
    const receipt = await steps.report()
    await steps.done('luobin', matterRoutes.dispatchMatter, receipt.id, { unitId: unit.maintenance })
    await steps.done('huangjian', matterRoutes.receiveMatter, receipt.id, {})
    await steps.done('huangjian', matterRoutes.pauseMatter, receipt.id, pause)
    const { number, code } = receipt
    await world.call(null, matterRoutes.supplementReport, { commandId: newId(), number, code, words: '左边第二盏' })
    expect(await steps.see('huangjian', receipt.id)).toMatchObject({ status: 'handling', clock: { kind: 'handle' } })
  })
})

describe('two reports of the same thing', () => {
  const there = { point: spot.yuling1 }

  it('become one, and two again', async () => {
    const [one, two] = [
      await steps.report(there),
      await steps.report({ ...there, contact: { phone: phoneOf.lixiuying } }),
    ]
    expect((await steps.see('luobin', two.id)).related).toMatchObject([{ id: one.id, relation: 'possible_duplicate' }])
    const merged = await steps.done('luobin', matterRoutes.mergeMatter, two.id, { intoId: one.id })
    expect(merged).toMatchObject({ status: 'merged', related: [{ id: one.id, relation: 'merged_into' }] })
    expect(await steps.see('luobin', one.id)).toMatchObject({ status: 'reported', followers: 1 })
    expect(await steps.waiting(two.id)).toEqual([])
    const again = await steps.done('luobin', matterRoutes.unmergeMatter, two.id, {})
    expect(again).toMatchObject({ status: 'reported', clock: { kind: 'accept' } })
    expect(await steps.see('luobin', one.id)).toMatchObject({ followers: 0 })
    expect(await steps.waiting(two.id)).toEqual(['triage 新江口镇网格所'])
  })

  it('are not merged with themselves, nor into what is over', async () => {
    const [one, two] = [await steps.report(), await steps.report()]
    const over = { reasonCode: 'not_found', words: '现场没有发现' }
    await steps.done('luobin', matterRoutes.declineMatter, one.id, over)
    for (const intoId of [one.id, two.id]) {
      const refused = await steps.act('luobin', matterRoutes.mergeMatter, two.id, { intoId })
      expect(refused).toMatchObject({ status: 409, code: 'matter.merge_refused' })
    }
  })
})

describe('what a grid cannot do', () => {
  it('goes up level by level, while the first to receive it stays answerable', async () => {
    const { body } = await world.call('zhoumin', matterRoutes.reportFromField, {
      commandId: newId(),
      description: '河堤路塌了一块',
      categoryCode: '0503',
      point: spot.linyuan3,
    })
    const up = async (who: 'zhoumin' | 'luobin') => {
      await steps.done(who, matterRoutes.escalateMatter, body.id, { words: '要上一级协调' })
      return steps.waiting(body.id)
    }
    expect(await up('zhoumin')).toEqual(['triage 新江口镇网格所'])
    expect(await up('luobin')).toEqual(['triage 松滋市社会治理中心'])
    const matter = await steps.see('zhoumin', body.id)
    expect(matter).toMatchObject({
      status: 'accepted',
      deskUnit: { name: '松滋市社会治理中心' },
      firstUnit: { name: '林园社区网格站' },
      firstReceiver: '周敏',
    })
    // Desks below have given it away.
    const below = await steps.act('hefang', matterRoutes.dispatchMatter, body.id, { unitId: unit.maintenance })
    expect(below.code).toBe('matter.not_found')
    const higher = await steps.act('wujing', matterRoutes.escalateMatter, body.id, { words: '再上一级' })
    expect(higher.code).toBe('matter.wrong_state')
  })
})

describe('supervision', () => {
  it('is the centre’s, and whoever has the matter sees it', async () => {
    const id = await handled()
    const red = { level: 'red' as const, words: '三天没有动静' }
    expect((await steps.act('luobin', matterRoutes.superviseMatter, id, red)).code).toBe('permission.missing')
    await steps.done('wujing', matterRoutes.superviseMatter, id, red)
    expect(await steps.see('huangjian', id)).toMatchObject({ supervision: 'red' })
    expect(await steps.events(id)).toContain('matter.supervise')
    const inbox = await world.call('huangjian', inboxRoutes.listInbox, {})
    expect(inbox.body.items.find((item) => item.subjectId === id)?.facts).toMatchObject({ supervision: 'red' })
  })
})

describe('who asked', () => {
  it.each([
    ['confidential by its kind', { categoryCode: '1009' }],
    ['anonymous by wish', { anonymous: true }],
  ])('stays hidden where it is %s, and each look is written down', async (_why, changes) => {
    const { id } = await steps.report(changes)
    const seen = await world.call('hefang', matterRoutes.getMatter, { matterId: id })
    expect(seen.body.reporter).toEqual({ name: null, phone: null, email: null, accountId: null })
    expect(seen.text).not.toMatch(/桂兰|1380000|张\*/)
    const reason = '约时间上门'
    const revealed = await world.call('hefang', matterRoutes.revealReporter, {
      commandId: newId(),
      matterId: id,
      reason,
    })
    expect(revealed.body).toEqual({ name: '张桂兰', phone: phoneOf.zhangguilan, email: null, accountId: null })
    const looks = await world.deps.db
      .selectFrom('accessLog')
      .select(['actorId', 'duty', 'purpose', 'reason', 'fieldGroup', 'subjectIds'])
      .where('subjectKind', '=', 'matter')
      .orderBy('seq', 'desc')
      .limit(1)
      .execute()
    expect(looks).toEqual([
      {
        actorId: staffId.hefang,
        duty: '网格站站务',
        purpose: 'matter.contact',
        reason,
        fieldGroup: 'contact',
        subjectIds: [id],
      },
    ])
    const stored = await world.deps.db.selectFrom('commands').select('result').execute()
    expect(JSON.stringify(stored)).not.toContain(phoneOf.zhangguilan)
  })
})

describe('what is not ours', () => {
  it('is declined with a reason, and told to whoever asked', async () => {
    const { id, number, code } = await steps.report()
    const declined = { reasonCode: 'in_court', words: '此事已在法院审理' }
    expect(await steps.done('hefang', matterRoutes.declineMatter, id, declined)).toMatchObject({ status: 'declined' })
    expect((await told(id, 'matter_declined')).phones).toEqual([phoneOf.zhangguilan])
    const { body } = await world.call(null, matterRoutes.trackReport, { number, code })
    expect(body).toMatchObject({ status: 'declined', may: [] })
    expect(body.steps[0]).toMatchObject({ kind: 'decline', words: declined.words })
    expect(await steps.waiting(id)).toEqual([])
  })
})

describe('danger', () => {
  it('to life is told at once to the centre and to the people on the spot', async () => {
    const { id, danger } = await steps.report({ categoryCode: '0502' })
    expect(danger).toBe(true)
    expect(await steps.waiting(id)).toEqual(['triage 松滋市社会治理中心'])
    const { staff, phones } = await told(id, 'matter_danger')
    expect(staff).toEqual(expect.arrayContaining(['hefang', 'luobin', 'wujing', 'zhoumin']))
    expect(phones.length).toBeGreaterThan(0)
  })

  it('to a child jumps the queue and is told to nobody near, who may be the one', async () => {
    // Without a pin it waits for the centre to find out where it is.
    const earlier = await steps.report({ point: undefined, address: '城东老桥头' })
    const { id } = await steps.report({ categoryCode: '0701' })
    const { staff } = await told(id, 'matter_danger')
    expect(staff).toContain('wujing')
    for (const near of ['zhoumin', 'hefang', 'luobin']) expect(staff).not.toContain(near)
    const inbox = await world.call('wujing', inboxRoutes.listInbox, {})
    const order = inbox.body.items.map((item) => item.subjectId)
    expect(order).toContain(earlier.id)
    expect(order.indexOf(id)).toBeLessThan(order.indexOf(earlier.id))
    expect((await steps.see('wujing', id)).clock).toMatchObject({ limit: { amount: 1, unit: 'urgent_hour' } })
  })
})
