import { matterRoutes, placeRoutes } from '@linli/contract/matters'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { type Person, phoneOf, spot, staffId, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { onCluster } from './testkit-database.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(() => world.close())

const reveal = (who: Person, matterId: string, commandId = newId()) =>
  world.call(who, matterRoutes.revealReporter, { commandId, matterId, reason: '约时间上门' })

async function looksAt(matterId: string): Promise<{ actorId: string | null; purpose: string }[]> {
  return world.deps.db
    .selectFrom('accessLog')
    .select(['actorId', 'purpose'])
    .where(sql<boolean>`${matterId}::uuid = any(subject_ids)`)
    .orderBy('seq')
    .execute()
}

describe('who asked in confidence', () => {
  let id: string
  beforeAll(async () => {
    // Domestic violence: at the centre's desk, confidential.
    ;({ id } = await steps.report({ categoryCode: '0703', description: '楼上打人' }))
  })

  it('is named to whoever reaches the matter and may, and to no one else', async () => {
    expect((await reveal('tangqi', id)).code).toBe('matter.not_found')
    expect((await reveal('huangjian', id)).code).toBe('matter.not_found')
    for (const who of ['suwen', 'shenjie'] as const) expect((await reveal(who, id)).code).toBe('permission.missing')
    for (const who of ['zhangguilan', 'lixiuying'] as const)
      expect((await reveal(who, id)).code).toBe('session.required')
    expect(await looksAt(id)).toEqual([])
    expect((await reveal('wujing', id)).body).toMatchObject({ name: '张桂兰', phone: phoneOf.zhangguilan })
    expect(await looksAt(id)).toEqual([{ actorId: staffId.wujing, purpose: 'matter.contact' }])
    await steps.done('wujing', matterRoutes.dispatchMatter, id, { unitId: unit.maintenance })
    expect((await reveal('huangjian', id)).status).toBe(200)
  })

  it('is told only against a reason, each time it is told, and the timeline says so within the house', async () => {
    const before = await looksAt(id)
    const bare = await world.call('wujing', matterRoutes.revealReporter, {
      commandId: newId(),
      matterId: id,
      reason: ' ',
    })
    expect(bare.status).toBe(400)
    const commandId = newId()
    await reveal('wujing', id, commandId)
    expect((await reveal('wujing', id, commandId)).body.phone).toBe(phoneOf.zhangguilan)
    expect((await reveal('chenli', id, commandId)).code).toBe('command.reused')
    // The step is one, the readings are two.
    expect(await looksAt(id)).toHaveLength(before.length + 2)
    const { timeline } = await steps.see('wujing', id)
    const reveals = timeline.filter((entry) => entry.kind === 'reveal')
    expect(reveals.map(({ by, visibility }) => [by.name, visibility])).toEqual([
      ['吴静', 'internal'],
      ['黄建', 'internal'],
      ['吴静', 'internal'],
    ])
  })

  it('stays untold where the reading cannot be written down', async () => {
    await onCluster(
      world.ownerUrl,
      `CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk gone'; END $$;
       CREATE TRIGGER no_record BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION no_record()`,
    )
    const calls = world.call('chenli', matterRoutes.findEarlierCalls, { phone: phoneOf.zhangguilan })
    for (const answer of [await reveal('wujing', id), await calls]) {
      expect(answer.status).toBe(500)
      expect(answer.text).not.toMatch(/张|1380000|items/)
    }
    await onCluster(world.ownerUrl, 'DROP TRIGGER no_record ON access_log')
    expect((await reveal('wujing', id)).status).toBe(200)
    // Said so in the log, without the person either.
    expect(world.failures.join()).toContain('disk gone')
    expect(world.failures.join()).not.toMatch(/张桂兰|1380000/)
  })
})

describe('a report through the code of a place', () => {
  it('is located, carries the place’s address, and is told from one typed in', async () => {
    const created = await world.call('hefang', placeRoutes.createPlace, {
      commandId: newId(),
      name: '林园广场公告栏',
      point: spot.linyuan1,
    })
    const { id: placeId, token } = created.body
    const scanned = await world.call(null, placeRoutes.getPublicPlace, { token })
    expect(scanned.body).toEqual({ name: '林园广场公告栏', point: spot.linyuan1, address: null, token })
    const codes = async () => (await world.call('hefang', placeRoutes.getPlaceCodes, { ids: [placeId, newId()] })).body
    const { items } = await codes()
    expect(items.map(({ name, url, svg }) => [name, url.endsWith(`/q/${token}`), svg.startsWith('<svg')])).toEqual([
      ['林园广场公告栏', true, true],
    ])

    const there = await steps.report({ point: undefined, placeToken: token })
    expect(await steps.see('hefang', there.id)).toMatchObject({
      channel: 'qr',
      address: '林园广场公告栏',
      place: { gridName: '第1网格' },
      point: spot.linyuan1,
    })
    // A pin that the person moved is better than the post.
    const moved = await steps.report({ point: spot.linyuan3, placeToken: token })
    expect(await steps.see('hefang', moved.id)).toMatchObject({ channel: 'qr', place: { gridName: '第3网格' } })

    await world.call('hefang', placeRoutes.closePlace, { commandId: newId(), placeId })
    expect(await codes()).toEqual({ items: [] })
    await expect(steps.report({ point: undefined, placeToken: token })).rejects.toThrow('place.not_found')
    await expect(steps.report({ placeToken: 'no-such-token' })).rejects.toThrow('place.not_found')
    expect((await world.call(null, placeRoutes.getPublicPlace, { token })).code).toBe('place.not_found')
    const outside = { commandId: newId(), name: '省城', point: spot.outside }
    expect((await world.call('hefang', placeRoutes.createPlace, outside)).code).toBe('matter.outside_county')
  })
})

describe('the hotline', () => {
  it('reads back what it wrote down, and finds the caller’s earlier matters, masked and on record', async () => {
    const phone = '13800007777'
    const call = await world.call('chenli', matterRoutes.takeCall, {
      commandId: newId(),
      description: '河堤路积水',
      categoryCode: '0504',
      point: spot.linyuan1,
      address: '河堤路 8 号',
      callerName: '刘秀兰',
      callerPhone: phone,
    })
    const { id, number, code, readBack } = call.body
    for (const words of ['河堤路积水', '林园社区居委会', '河堤路 8 号', '积水内涝', number, code])
      expect(readBack.zh).toContain(words)
    expect(readBack.en).toContain(number)
    expect(await steps.see('chenli', id)).toMatchObject({ channel: 'hotline', firstReceiver: '陈立' })
    const earlier = await world.call('chenli', matterRoutes.findEarlierCalls, { phone })
    expect(earlier.body.items.map((one) => [one.id, one.reporter])).toEqual([
      [id, { name: '刘**', phone: '138****7777' }],
    ])
    expect(await looksAt(id)).toEqual([{ actorId: staffId.chenli, purpose: 'hotline.earlier_calls' }])
    for (const who of ['luobin', 'huangjian', 'suwen'] as const)
      expect((await world.call(who, matterRoutes.findEarlierCalls, { phone })).code).toBe('permission.missing')
  })

  it('finds nobody’s confidence by a telephone number', async () => {
    const phone = '13800008888'
    await steps.report({ categoryCode: '0703', contact: { name: '赵敏', phone } })
    const { body, text } = await world.call('chenli', matterRoutes.findEarlierCalls, { phone })
    expect(body.items).toMatchObject([{ confidential: true, reporter: { name: null, phone: null } }])
    // Four eights alone may stand in any id.
    expect(text).not.toMatch(/赵|\*8888|13800008888/)
  })
})

describe('words with rare letters', () => {
  it('come back as they were written, and the title is cut between letters', async () => {
    const family = '👨‍👩‍👧'
    const { id, number, code } = await steps.report({ description: `${'𠮷'.repeat(38)}${family}${family}灯坏了` })
    const { title, description } = await steps.see('hefang', id)
    expect(title).toBe(`${'𠮷'.repeat(38)}…`)
    expect(description).toContain(`${family}${family}`)
    expect((await world.call(null, matterRoutes.trackReport, { number, code })).body.title).toBe(title)
    const found = await world.call('hefang', matterRoutes.listMatters, { q: '𠮷𠮷' })
    expect(found.body.items.map((one) => one.id)).toEqual([id])
  })
})
