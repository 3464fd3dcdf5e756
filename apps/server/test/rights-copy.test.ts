import { peopleRoutes } from '@linli/contract/people'
import { type RightsRequest, rightsRoutes } from '@linli/contract/people-rights'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { type Person, phoneOf } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { createWorld, type World } from './world.ts'

const number = numberOf('1953-03-07', '098')
const document = { kind: 'resident_id' as const, number }
const DAY = 24 * 60

let world: World
let register: Register
let personId: string
let requestId: string
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  const { body } = await register.addHousehold(
    'zhoumin',
    [
      member('张桂兰', { document, phone: phoneOf.zhangguilan, relation: 'head', otherPlace: '公安县' }),
      member('单小雨', { birthOn: '2016-05-01', relation: 'grandchild' }),
    ],
    { knownHow: 'document' },
  )
  const zhang = body.members.find(({ name }) => name === '张桂兰')
  personId = zhang?.id ?? ''
  const change = { commandId: newId(), personId, seenVersion: zhang?.version ?? 0, knownHow: 'neighbour' as const }
  const said = await world.call('hefang', peopleRoutes.changePerson, { ...change, said: { education: 'primary' } })
  const gone = { ...change, commandId: newId(), seenVersion: said.body.version, on: '2026-11-01' }
  await world.call('hefang', peopleRoutes.movePerson, { ...gone, how: 'moved_out', otherPlace: '荆州' })
  await world.call('zhangguilan', rightsRoutes.claimFile, { commandId: newId(), document, name: '张桂兰' })
  const asked = { commandId: newId(), personId, kind: 'copy' as const, words: '要一份我的资料' }
  requestId = (await world.call('zhangguilan', rightsRoutes.requestRight, asked)).body.id
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const fetchAs = (who: Person, form: 'pdf' | 'xlsx' | 'json') =>
  world.call(who, rightsRoutes.fetchOwnCopy, { commandId: newId(), requestId, form })
const printAs = (who: Person, form: 'pdf' | 'json') =>
  world.call(who, rightsRoutes.printCopy, { commandId: newId(), requestId, form })
const bytesOf = (file: string) => Buffer.from(file, 'base64')
const own = async (): Promise<RightsRequest | undefined> =>
  (await world.call('zhangguilan', rightsRoutes.listOwnRequests, {})).body.items[0]

interface Told {
  readonly title: string
  readonly subtitle: string
  readonly [table: string]: string | Readonly<Record<string, string>>[]
}
const told = (file: string): Told => JSON.parse(bytesOf(file).toString('utf8')) as Told

describe('a copy that was asked for', () => {
  it('is not there before somebody has granted it', async () => {
    expect(await own()).toMatchObject({ state: 'open', copyUntil: null })
    expect((await fetchAs('zhangguilan', 'json')).code).toBe('copy.not_ready')
    const decide = { commandId: newId(), requestId, decision: 'fulfil' as const, answer: '请下载。' }
    expect((await world.call('daiping', rightsRoutes.decideRightsRequest, decide)).status).toBe(200)
    expect(await own()).toMatchObject({
      state: 'fulfilled',
      copyUntil: new Date(world.now().getTime() + 30 * DAY * 60_000).toISOString(),
    })
  })

  it('says in plain words all that is held of the person, whence, why and who looked, and nothing of anybody else', async () => {
    const { body, text } = await fetchAs('zhangguilan', 'json')
    const copy = told(body.file)
    expect(copy.title).toBe('个人信息复制件')
    const held = copy['登记的资料'] as Readonly<Record<string, string>>[]
    const item = (name: string) => held.find((row) => row['项目'] === name)
    expect(item('姓名')).toMatchObject({ 内容: '张桂兰', 来源: '看过证件' })
    expect(item('证件号码')).toMatchObject({ 内容: number, 来源: '看过证件' })
    expect(item('联系电话')).toMatchObject({ 内容: phoneOf.zhangguilan })
    expect(item('文化程度')).toMatchObject({ 内容: '小学', 来源: '邻居说的' })
    expect(item('健康与照护')).toMatchObject({ 内容: '没有登记' })
    expect(copy['居住']).toMatchObject([{ 与户主关系: '户主', 人口类型: '户籍', '来自、去往': '公安县' }])
    expect(copy['每一次登记']).toContainEqual(
      expect.objectContaining({ 说了什么: '已迁出 2026-11-01 荆州', 来源: '邻居说的' }),
    )
    expect(copy['为什么登记、保存多久']).toHaveLength(held.length)
    expect(copy['谁看过']).toContainEqual(expect.objectContaining({ 岗位: '网格员', 目的: '查看档案' }))
    expect(copy['提出过的请求']).toMatchObject([{ 请求: '复制', 结果: '已办', 答复: '请下载。' }])
    expect(bytesOf(body.file).toString('utf8')).not.toMatch(/单小雨|周敏|何芳/)
    // No answer of a command is kept with it.
    const { rows } = await world.deps.pool.query(
      `SELECT count(*)::int AS count FROM commands WHERE result::text LIKE '%' || $1 || '%'`,
      [number],
    )
    expect(rows).toEqual([{ count: 0 }])
    expect(text).toContain('json')
  })

  it('comes as a paper and as a workbook too', async () => {
    const pdf = await fetchAs('zhangguilan', 'pdf')
    expect(bytesOf(pdf.body.file).subarray(0, 5).toString()).toBe('%PDF-')
    const xlsx = await fetchAs('zhangguilan', 'xlsx')
    expect(bytesOf(xlsx.body.file).subarray(0, 2).toString()).toBe('PK')
    // A paper with all its fonts takes a thread of its own some seconds on a machine with nothing else to do.
  }, 120_000)

  it('is printed at the counter by the officer for the purpose of rights, recorded with the request', async () => {
    const { body, status } = await printAs('daiping', 'json')
    expect(status).toBe(200)
    expect(told(body.file)['登记的资料']).toContainEqual(expect.objectContaining({ 内容: number }))
    const rows = await world.deps.db
      .selectFrom('accessLog')
      .select(['purpose', 'fieldGroup', 'caseId', 'actorKind'])
      .where('purpose', '=', 'rights')
      .where('fieldGroup', '!=', 'masked')
      .orderBy('seq')
      .execute()
    expect(rows).toEqual([
      { purpose: 'rights', fieldGroup: 'identity,contact,health,child', caseId: requestId, actorKind: 'staff' },
      { purpose: 'rights', fieldGroup: 'basic,readings', caseId: null, actorKind: 'staff' },
    ])
    const readings = await world.call('zhangguilan', rightsRoutes.listOwnReadings, { personId })
    expect(readings.body.items[0]).toMatchObject({ purpose: 'rights', duty: '个人信息保护负责人' })
  })

  it('is nobody else’s to fetch, and gone after thirty days', async () => {
    expect((await fetchAs('lixiuying', 'json')).code).toBe('register.not_found')
    expect((await printAs('hefang', 'json')).code).toBe('permission.missing')
    world.forward(30 * DAY + 1)
    expect((await printAs('daiping', 'json')).code).toBe('copy.not_ready')
    const { items } = (await world.call('daiping', rightsRoutes.listRightsRequests, { state: 'closed' })).body
    expect(items).toMatchObject([{ id: requestId, copyUntil: null }])
  })
})
