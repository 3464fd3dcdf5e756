import { type FieldGroup, peopleRoutes, type RevealPurpose } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { applicationRole } from '../src/platform/database/application-role.ts'
import { area, type Person, phoneOf } from './county.ts'
import { member, numberOf, registerIn } from './register.ts'
import { stepsIn } from './steps.ts'
import { countyId, createWorld, type World } from './world.ts'

let world: World
let owner: pg.Client
let householdId: string
let zhang: string
let li: string
let elsewhere: string
const document = { kind: 'resident_id' as const, number: numberOf('1951-04-09', '228') }

beforeAll(async () => {
  world = await createWorld()
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  const register = registerIn(world)
  const { body } = await register.addHousehold('zhoumin', [
    member('张桂兰', { relation: 'head', document, phone: phoneOf.zhangguilan }),
    member('李大山', { relation: 'spouse' }),
  ])
  householdId = body.id
  ;[zhang = '', li = ''] = body.members.map(({ id }) => id)
  elsewhere = (await register.addHousehold('hefang', [member('钱七')], { gridId: area.linyuan1 })).body.id
  for (const [personId, value] of [
    [zhang, '每周透析三次'],
    [li, '听力二级'],
  ] as const)
    await world.call('zhoumin', peopleRoutes.changePerson, {
      commandId: newId(),
      personId,
      seenVersion: 1,
      sealed: [{ field: 'health_note', value }],
    })
  await world.call('zhangguilan', rightsRoutes.claimFile, { commandId: newId(), document, name: '张桂兰' })
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await owner.end()
  await world.close()
})

interface Asked {
  readonly personId?: string
  readonly caseId?: string
  readonly purpose?: RevealPurpose
  readonly groups?: FieldGroup[]
}
const reveal = (who: Person, changes: Asked = {}) =>
  world.call(who, peopleRoutes.revealPerson, {
    commandId: newId(),
    personId: zhang,
    purpose: 'service',
    groups: ['health'],
    reason: '送医陪同',
    ...changes,
  })
const latest = async (personId: string) =>
  (
    await owner.query<{ purpose: string; case_kind: string | null; case_id: string | null; unit: string }>(
      `SELECT purpose, case_kind, case_id, unit FROM access_log WHERE subject_kind = 'person' AND subject_ids @> ARRAY[$1::uuid]
       ORDER BY seq DESC LIMIT 1`,
      [personId],
    )
  ).rows[0]

/** A visit that the plan asks for, to a household of the grid of 周敏. */
async function due(target: 'need' | 'household', subjectId: string, home = householdId): Promise<string> {
  const id = newId()
  await owner.query(
    `INSERT INTO due_items (county_id, id, rule_code, rule_id, target, subject_id, household_id, grid_id, period_from, nth,
       due_from, planned_on, due_by, title, why)
     SELECT $1, $2, code, id, $3, $4, $5, $6, '2026-11-01', 1, '2026-11-16', '2026-11-23', '2026-11-30', '', '{}'
     FROM duty_rules LIMIT 1`,
    [countyId, id, target, subjectId, home, area.linyuan3],
  )
  return id
}

describe('health and children’s details', () => {
  it('open for no area, but for work with that person', async () => {
    const before = await latest(zhang)
    for (const who of ['zhoumin', 'hefang', 'luobin', 'wujing'] as const)
      for (const group of ['health', 'child'] as const) {
        const { status, code, text } = await reveal(who, { groups: [group] })
        expect([status, code]).toEqual([403, 'vault.no_work'])
        expect(text).not.toContain('透析')
      }
    expect(await latest(zhang)).toEqual(before)
    // Of whoever is beyond reach nothing is said, also not that work is missing.
    expect((await reveal('tangqi')).code).toBe('register.not_found')
    // A phone is asked for at the counter without any of it.
    expect((await reveal('hefang', { groups: ['contact'] })).status).toBe(200)
  })

  it('open to a stolen connection with a session as little', async () => {
    const client = new pg.Client({ connectionString: applicationRole(world.ownerUrl).url })
    await client.connect()
    const token = decodeURIComponent((await world.cookie('hefang')).split('=')[1] ?? '')
    await expect(
      client.query(`SELECT vault.open($1, $2, 'service', '{health}', ARRAY[$3::uuid], 'x', NULL, 'x')`, [
        countyId,
        Buffer.from(token),
        zhang,
      ]),
    ).rejects.toThrow('a reading without work that concerns it')
    await client.end()
  })

  it('open to the worker whose support visit to that person is due, and of nobody else in the household', async () => {
    const caseId = await due('need', zhang)
    expect((await reveal('zhoumin')).body.values).toMatchObject([{ field: 'health_note', value: '每周透析三次' }])
    expect(await latest(zhang)).toEqual({
      purpose: 'service',
      case_kind: 'duty',
      case_id: caseId,
      unit: '林园社区网格站',
    })
    expect((await reveal('zhoumin', { personId: li })).code).toBe('vault.no_work')
    // It is the worker's, and not the clerk's.
    expect((await reveal('hefang', { caseId })).code).toBe('vault.no_work')
    const { items } = (await world.call('zhangguilan', rightsRoutes.listOwnReadings, { personId: zhang })).body
    expect(items[0]).toMatchObject({ unit: '林园社区网格站', duty: '网格员', caseKind: 'duty', groups: ['health'] })
    expect(items[0]?.basis).toContain('个人信息保护法')
    await owner.query("UPDATE due_items SET state = 'done', ended_at = now() WHERE id = $1", [caseId])
    expect((await reveal('zhoumin')).code).toBe('vault.no_work')
  })

  it('open to the desk that has what the person reported, while it has it', async () => {
    const { id } = await stepsIn(world).report()
    expect((await reveal('hefang')).status).toBe(200)
    expect(await latest(zhang)).toMatchObject({ case_kind: 'matter', case_id: id })
    expect((await reveal('hefang', { caseId: id })).status).toBe(200)
    expect((await reveal('hefang', { caseId: newId() })).code).toBe('vault.no_work')
    await owner.query('UPDATE matters SET closed_at = now() WHERE id = $1', [id])
    expect((await reveal('hefang')).code).toBe('vault.no_work')
  })

  it('open to whoever makes a correction that was asked for, and in an emergency, which is reviewed', async () => {
    const ask = (kind: 'explanation' | 'correction') =>
      world.call('zhangguilan', rightsRoutes.requestRight, {
        commandId: newId(),
        personId: zhang,
        kind,
        words: '透析次数',
      })
    // An explanation is the officer's to give, a correction the clerk's to make.
    expect((await ask('explanation')).status).toBe(200)
    expect((await reveal('hefang')).code).toBe('vault.no_work')
    expect((await ask('correction')).status).toBe(200)
    expect((await reveal('hefang')).status).toBe(200)
    expect(await latest(zhang)).toMatchObject({ purpose: 'service', case_kind: 'request' })
    expect((await reveal('hefang', { personId: li })).code).toBe('vault.no_work')
    await world.call('hefang', rightsRoutes.openBreakGlass, { commandId: newId(), document, reason: '晕倒送医' })
    expect((await reveal('hefang', { purpose: 'emergency' })).status).toBe(200)
  })
})

describe('a page that is opened for a piece of work', () => {
  it('is recorded with it, and refused where it concerns somebody else', async () => {
    const caseId = await due('household', householdId)
    const page = (changes: object) => world.call('zhoumin', peopleRoutes.getHousehold, { householdId, ...changes })
    expect((await page({ caseId })).status).toBe(200)
    expect(await latest(li)).toMatchObject({ purpose: 'register.page', case_kind: 'duty', case_id: caseId })
    expect((await page({})).status).toBe(200)
    expect(await latest(li)).toMatchObject({ purpose: 'register.page', case_kind: null, case_id: null })
    const person = await world.call('zhoumin', peopleRoutes.getPerson, { personId: zhang, caseId })
    expect(person.status).toBe(200)
    expect(await latest(zhang)).toMatchObject({ case_kind: 'duty', case_id: caseId })
    for (const unfit of [newId(), await due('household', elsewhere, elsewhere)]) {
      const { code, text } = await page({ caseId: unfit })
      expect(code).toBe('register.case_unfit')
      expect(text).not.toContain('张桂兰')
    }
    expect((await reveal('zhoumin', { groups: ['contact'], caseId: newId() })).code).toBe('register.case_unfit')
    expect((await world.call('tangqi', peopleRoutes.getPerson, { personId: zhang, caseId })).code).toBe(
      'register.not_found',
    )
  })
})
