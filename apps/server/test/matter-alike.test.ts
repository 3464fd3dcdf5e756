import { matterRoutes, type RelatedMatter } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { phoneOf, spot, unit } from './county.ts'
import { noticesOf } from './notices.ts'
import { type Steps, stepsIn } from './steps.ts'
import { photograph, uploadAll } from './uploading.ts'
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

const METRES = 1 / 111_320
/** So many metres north of a point; each test stands alone by its own east. */
const north = (metres: number, east = 0) => ({
  lon: spot.yuling1.lon + east / 10_000,
  lat: spot.yuling1.lat + metres * METRES,
})
const duplicates = (related: readonly RelatedMatter[]) => related.filter((one) => one.relation === 'possible_duplicate')
const follow = async (matterId: string, phone?: string) => {
  const input = { commandId: newId(), matterId, words: '我家门口也是', ...(phone ? { phone } : {}) }
  const { body, status, text } = await world.call(null, matterRoutes.followReport, input)
  if (status !== 200) throw new Error(text)
  return { number: body.number, code: body.code }
}

describe('what may be the same is suggested', () => {
  const lamp = '巷口路灯坏了，夜里看不清'

  it('by place, category and words together, nearest and likeliest first, each with its reasons', async () => {
    const here = await steps.report({ point: north(0, -40), description: lamp })
    const same = await steps.report({ point: north(40, -40), description: '巷口的路灯坏了好几天' })
    const sameKind = await steps.report({ point: north(20, -40), description: '楼下灯杆不亮' })
    const sameWords = await steps.report({ point: north(10, -40), description: lamp, categoryCode: '0509' })
    const { related } = await steps.see('luobin', here.id)
    expect(duplicates(related).map(({ id, because }) => [id, because])).toEqual([
      [same.id, ['near', 'category', 'words']],
      [sameWords.id, ['near', 'words']],
      [sameKind.id, ['near', 'category']],
    ])
    expect(duplicates(related)[0]?.metres).toBe(40)
  })

  it('only as long as it can be merged: not any more once it is settled', async () => {
    const pit = { description: '路面有个大坑', categoryCode: '0503' } as const
    const here = await steps.report({ point: north(0, 200), ...pit })
    await steps.report({ point: north(10, 200), ...pit })
    expect(duplicates((await steps.see('luobin', here.id)).related)).toHaveLength(1)
    const photos = [{ id: (await uploadAll(world, await photograph(), 'luobin')).id }]
    await steps.done('luobin', matterRoutes.settleOnSpot, here.id, { words: '已填平', photos })
    const settled = await steps.see('luobin', here.id)
    expect([settled.status, duplicates(settled.related)]).toEqual(['settled', []])
  })

  it('not from afar, nor for nearness alone, nor what is merged, over or long ago', async () => {
    world.forward(-181 * 24 * 60)
    await steps.report({ point: north(5, 0), description: lamp })
    world.forward(181 * 24 * 60)
    const here = await steps.report({ point: north(0, 0), description: lamp })
    await steps.report({ point: north(650, 0), description: lamp })
    await steps.report({ point: north(10, 0), description: '路面有个坑', categoryCode: '0503' })
    const [merged, declined] = [
      await steps.report({ point: north(10, 0), description: lamp }),
      await steps.report({ point: north(10, 0), description: lamp }),
    ]
    await steps.done('luobin', matterRoutes.mergeMatter, merged.id, { intoId: here.id })
    await steps.done('luobin', matterRoutes.declineMatter, declined.id, { reasonCode: 'not_found', words: '没有' })
    expect(duplicates((await steps.see('luobin', here.id)).related)).toEqual([])
  })
})

describe('what neighbours are shown', () => {
  const at = north(0, 60)
  const nearby = async (input: Partial<Parameters<typeof ask>[0]> = {}) =>
    (await ask({ point: at, ...input })).body.items
  const ask = (input: { point: typeof at; categoryCode?: string; words?: string }) =>
    world.call(null, matterRoutes.findNearbyReports, input)

  it('holds no person, no phone, no description, and no position', async () => {
    const { id } = await steps.report({
      point: north(30, 60),
      description: '我叫张桂兰13800001234，身份证11010519491231002X，路灯坏了。家里只有老人',
    })
    const answer = await ask({ point: at, categoryCode: '0501' })
    expect(answer.body.items.map((one) => one.id)).toEqual([id])
    expect(Object.keys(answer.body.items[0] ?? {}).toSorted()).toEqual([
      'category',
      'followers',
      'id',
      'metres',
      'reportedAt',
      'status',
      'title',
    ])
    expect(answer.text).not.toMatch(/1380000|110105|老人|"lon"|421087/)
  })

  it('are open ones near by, of kinds that are about things, by class or by words', async () => {
    const place = { point: north(0, 90) }
    const lamp = await steps.report({ ...place, description: '花园门口路灯不亮' })
    await steps.report({ ...place, description: '楼上吵架', categoryCode: '0201' })
    const litter = await steps.report({ ...place, description: '花园门口垃圾成堆', categoryCode: '0401' })
    const far = { point: north(450, 90) }
    const ids = async (input: Parameters<typeof nearby>[0]) => (await nearby(input)).map((one) => one.id)
    expect(await ids({ ...place, categoryCode: '0501' })).toEqual([lamp.id])
    expect((await ids(place)).toSorted()).toEqual([lamp.id, litter.id].toSorted())
    expect(await ids({ ...place, words: '花园门口的垃圾没人收' })).toContain(litter.id)
    expect(await ids({ ...place, words: '水管爆了' })).toEqual([])
    expect((await ids({ ...place, words: '' })).toSorted()).toEqual([lamp.id, litter.id].toSorted())
    expect(await ids(far)).toEqual([])
    await steps.done('luobin', matterRoutes.mergeMatter, litter.id, { intoId: lamp.id })
    expect(await ids(place)).toEqual([lamp.id])
  })
})

describe('whoever joins a report of somebody else', () => {
  it('follows the steps, and learns nothing of who wrote it, nor may judge in their place', async () => {
    const { id, ...own } = await steps.report({
      categoryCode: '0905',
      point: north(0, -90),
      description: '广场灯坏了。我住3栋东门，老伴腿不好',
    })
    const reporter = { number: own.number, code: own.code }
    const joined = await follow(id, phoneOf.lixiuying)
    const words = '钥匙在东门门口'
    await world.call(null, matterRoutes.supplementReport, { commandId: newId(), ...reporter, words })
    await steps.done('luobin', matterRoutes.settleOnSpot, id, { words: '已修好' })
    const seen = await world.call(null, matterRoutes.trackReport, joined)
    expect(seen.body).toMatchObject({ status: 'settled', title: '广场灯坏了', pictures: [] })
    expect(seen.body.may).not.toEqual(expect.arrayContaining(['confirm']))
    expect(seen.body.steps[0]).toMatchObject({ kind: 'settle_on_spot', words: '已修好' })
    expect(seen.text).not.toContain('东门')
    // The same by the phone that joined, signed in.
    expect((await world.call('lixiuying', matterRoutes.listMyReports, {})).text).not.toContain('东门')
    for (const route of [matterRoutes.confirmReport, matterRoutes.rejectReport]) {
      const input = { commandId: newId(), ...joined, rating: 1, words: '不满意' }
      expect((await world.call(null, route, input)).code).toBe('matter.not_found')
    }
    expect((await world.call(null, matterRoutes.trackReport, reporter)).body).toMatchObject({
      may: ['confirm', 'reject', 'supplement'],
      description: expect.stringContaining('东门'),
    })
  })

  it('is counted once however often the same phone joins, and not at all for their own', async () => {
    const { id } = await steps.report({ point: north(0, -110) })
    for (const phone of [phoneOf.lixiuying, phoneOf.lixiuying, phoneOf.zhangguilan]) await follow(id, phone)
    expect((await steps.see('luobin', id)).followers).toBe(1)
  })

  it('cannot end a pause that waits for somebody else', async () => {
    const { id } = await steps.report({ point: north(0, -130) })
    await steps.done('luobin', matterRoutes.dispatchMatter, id, { unitId: unit.maintenance })
    await steps.done('huangjian', matterRoutes.receiveMatter, id, {})
    await steps.done('huangjian', matterRoutes.pauseMatter, id, {
      reasonCode: 'needs_access',
      words: '请约时间',
      limit: { amount: 1, unit: 'natural_day' },
    })
    const joined = await follow(id)
    await world.call(null, matterRoutes.supplementReport, { commandId: newId(), ...joined, words: '快点' })
    const paused = await steps.see('huangjian', id)
    expect(paused).toMatchObject({ status: 'paused' })
    expect(paused.timeline[0]).toMatchObject({ kind: 'supplement', words: '快点' })
  })
})

describe('merged reports', () => {
  const there = { categoryCode: '0905', point: north(0, 20) }

  it('let whoever wrote them follow on, with their own number, told like the rest', async () => {
    const one = await steps.report(there)
    const two = await steps.report({ ...there, contact: { phone: phoneOf.lixiuying } })
    await steps.done('luobin', matterRoutes.mergeMatter, two.id, { intoId: one.id })
    await steps.done('luobin', matterRoutes.settleOnSpot, one.id, { words: '已安装长椅' })
    await steps.done('wujing', matterRoutes.verifyMatter, one.id, { passed: true, words: '看过' })
    expect((await noticesOf(world, one.id, 'matter_settled')).phones).toEqual([phoneOf.zhangguilan, phoneOf.lixiuying])
    const params = await world.deps.db
      .selectFrom('notices')
      .select('params')
      .where('recipient', '=', phoneOf.lixiuying)
      .where('template', '=', 'matter_settled')
      .executeTakeFirst()
    expect(params?.params).toMatchObject({ number: two.number })
    const { body } = await world.call(null, matterRoutes.trackReport, { number: two.number, code: two.code })
    expect(body).toMatchObject({ id: two.id, number: two.number, status: 'verified', may: [] })
    expect(body.steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['merge', 'settle_on_spot', 'verify']))
  })

  it('carry danger along', async () => {
    const calm = await steps.report({ ...there, categoryCode: '0503' })
    const danger = await steps.report({ ...there, categoryCode: '0502' })
    await steps.done('wujing', matterRoutes.mergeMatter, danger.id, { intoId: calm.id })
    expect(await steps.see('wujing', calm.id)).toMatchObject({ danger: true })
    const item = await world.deps.db
      .selectFrom('workItems')
      .select('danger')
      .where('subjectId', '=', calm.id)
      .where('doneAt', 'is', null)
      .execute()
    expect(item).toEqual([{ danger: true }])
  })

  it('are counted along a chain, and off it again', async () => {
    const [a, b, c] = [await steps.report(there), await steps.report(there), await steps.report(there)]
    const followers = async ({ id }: { id: string }) => (await steps.see('luobin', id)).followers
    await steps.done('luobin', matterRoutes.mergeMatter, a.id, { intoId: b.id })
    await steps.done('luobin', matterRoutes.mergeMatter, b.id, { intoId: c.id })
    expect([await followers(b), await followers(c)]).toEqual([1, 2])
    await steps.done('luobin', matterRoutes.unmergeMatter, a.id, {})
    expect([await followers(b), await followers(c)]).toEqual([0, 1])
    await steps.done('luobin', matterRoutes.unmergeMatter, b.id, {})
    expect(await followers(c)).toBe(0)
    // What ended while it was merged does not drag what is taken back.
    expect((await steps.see('luobin', a.id)).clock).toMatchObject({ kind: 'accept', state: 'running' })
  })

  it('into each other at the same moment leave one of the two', async () => {
    const [a, b] = [await steps.report(there), await steps.report(there)]
    const answers = await Promise.all([
      steps.act('luobin', matterRoutes.mergeMatter, a.id, { intoId: b.id }),
      steps.act('wujing', matterRoutes.mergeMatter, b.id, { intoId: a.id }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })
})
