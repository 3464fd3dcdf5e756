import { categoryRoutes, type CategoryRules } from '@linli/contract/categories'
import { matterRoutes } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
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

/** The rules of the street lamp under another code. */
async function rulesFor(code: string, changes: Partial<CategoryRules> = {}): Promise<CategoryRules> {
  const { body } = await world.call('suwen', categoryRoutes.listCategories, {})
  const lamp = body.items.find((one) => one.code === '0501')
  if (!lamp) throw new Error('no street lamps')
  const { id: _id, version: _version, validFrom: _from, validTo: _to, ...rules } = lamp
  return { ...rules, departmentCode: 'housing', code, ...changes }
}
/** As JSON, so that what the contract would not let pass can be sent. */
const create = (rules: object) =>
  world.send('suwen', { method: 'POST', url: '/api/categories', payload: { commandId: newId(), rules } })
const faults = (answer: Awaited<ReturnType<typeof create>>) => answer.problem.faults?.map(({ path }) => path)

describe('the catalogue', () => {
  it('refuses what could not work, each at its place', async () => {
    const rules = await rulesFor('0590')
    const limits = (step: string, limit: object) => ({ ...rules, limits: { ...rules.limits, [step]: limit } })
    for (const [path, wrong] of [
      ['rules.limits.handle.amount', limits('handle', { amount: 0, unit: 'work_day' })],
      ['rules.limits.accept.amount', limits('accept', { amount: 1.5, unit: 'work_hour' })],
      ['rules.limits.whole.amount', limits('whole', { amount: 1001, unit: 'work_day' })],
      ['rules.limits.verify.unit', limits('verify', { amount: 1, unit: 'fortnight' })],
      ['rules.code', { ...rules, code: '59' }],
      ['rules.names.en', { ...rules, names: { zh: '路灯', en: ' ' } }],
      ['rules.departmentCode', { ...rules, departmentCode: 'ministry_of_magic' }],
    ] as const) {
      const refused = await create(wrong)
      expect(refused, path).toMatchObject({ status: 400, code: 'input.invalid' })
      expect(faults(refused), path).toEqual([path])
    }
    const report = world.call(null, matterRoutes.reportMatter, {
      commandId: newId(),
      description: '灯',
      categoryCode: '0590',
      address: '某处',
    })
    expect((await report).code).toBe('matter.category_unknown')
  })

  it('keeps a lead department that was there before, and refuses another unknown one', async () => {
    // No unit of the county of these tests carries that code.
    const [old] = (await world.call('suwen', categoryRoutes.listCategoryVersions, { code: '0601' })).body.items
    if (!old) throw new Error('no fires')
    const { id: _id, version, validFrom: _from, validTo: _to, ...rules } = old
    const change = (changed: CategoryRules, seenVersion: number) =>
      world.call('suwen', categoryRoutes.changeCategory, {
        commandId: newId(),
        code: '0601',
        seenVersion,
        rules: changed,
      })
    expect((await change({ ...rules, departmentCode: 'nobody' }, version)).code).toBe('input.invalid')
    expect((await change({ ...rules, keywords: ['火'] }, version)).status).toBe(200)
  })

  it('takes a code once, and again after it was retired, as its next version', async () => {
    const rules = await rulesFor('0591', { keywords: ['灯笼'] })
    expect((await create(rules)).status).toBe(200)
    expect(await create(rules)).toMatchObject({ status: 409, code: 'category.code_taken' })
    const { id } = await steps.report({ categoryCode: '0591' })
    const retire = () => world.call('suwen', categoryRoutes.retireCategory, { commandId: newId(), code: '0591' })
    expect((await retire()).status).toBe(200)
    expect((await retire()).code).toBe('category.not_found')
    await expect(steps.report({ categoryCode: '0591' })).rejects.toThrow('matter.category_unknown')
    const offered = await world.call(null, categoryRoutes.listPublicCategories, {})
    expect(offered.body.items.map(({ code }) => code)).not.toContain('0591')
    // What runs under it goes on.
    expect((await steps.done('hefang', matterRoutes.acceptMatter, id, {})).category.code).toBe('0591')
    const again = await create(rules)
    expect(again).toMatchObject({ status: 200, body: { code: '0591', version: 2 } })
  })

  it('is an administrator’s to change, and nobody else’s', async () => {
    const rules = await rulesFor('0592')
    for (const who of ['wujing', 'luobin', 'shenjie'] as const)
      expect((await world.call(who, categoryRoutes.createCategory, { commandId: newId(), rules })).code).toBe(
        'permission.missing',
      )
  })
})

describe('what the words suggest', () => {
  const suggest = async (words: string) =>
    (await world.call(null, categoryRoutes.suggestCategories, { words })).body.items

  it('is a category with the very words that led to it, longest first', async () => {
    const [best, ...rest] = await suggest('小区门口路灯不亮，还有狗乱跑')
    expect(best).toMatchObject({ code: '0501', because: expect.arrayContaining(['路灯不亮']) })
    for (const { because } of [best, ...rest].filter((one) => one !== undefined))
      for (const word of because) expect('小区门口路灯不亮，还有狗乱跑').toContain(word)
    // 路灯 inside 路灯不亮 is the same evidence.
    expect(best?.because).not.toContain('路灯')
    const [english] = await suggest('The STREET LAMP is out')
    expect(english?.code).toBe('0501')
    expect(await suggest('甲乙丙丁')).toEqual([])
  })

  it('gives nothing to anybody: whom to send it to is offered with a reason, and a person decides', async () => {
    const { id } = await steps.report({ description: '路灯不亮', categoryCode: '0501' })
    const { body } = await world.call('luobin', matterRoutes.suggestUnits, { matterId: id })
    expect(body.items.map(({ reason, unit, staff }) => [reason, unit.name, staff?.name ?? null])).toEqual([
      ['grid_worker', '林园社区网格站', '周敏'],
      ['village_station', '林园社区网格站', null],
      ['town_office', '新江口镇网格所', null],
      ['centre', '松滋市社会治理中心', null],
    ])
    expect(await steps.see('luobin', id)).toMatchObject({ status: 'reported', leadUnit: null })
    const housing = await steps.report({ categoryCode: '0110' })
    const [first] = (await world.call('luobin', matterRoutes.suggestUnits, { matterId: housing.id })).body.items
    expect(first).toMatchObject({ reason: 'category_department', unit: { name: '市住建局' } })
  })

  it('names one kind for what nobody can name, in the data and not in a face', async () => {
    const { body } = await world.call(null, categoryRoutes.listPublicCategories, {})
    expect(body.items.filter(({ unsorted }) => unsorted).map(({ code }) => code)).toEqual(['1010'])
    // Under it, neighbours' reports of any kind are offered by their words.
    const lamp = await steps.report({ description: '巷子里路灯坏了' })
    const point = { lon: 111.625, lat: 30.11 }
    const near = await world.call(null, matterRoutes.findNearbyReports, {
      point,
      categoryCode: '1010',
      words: '巷子里的路灯坏了',
    })
    expect(near.body.items.map(({ id }) => id)).toContain(lamp.id)
  })
})
