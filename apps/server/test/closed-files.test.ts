import { closingRoutes } from '@linli/contract/file-closings'
import { peopleRoutes, type RevealPurpose } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import { inboxRoutes } from '@linli/contract/work-items'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { applicationRole } from '../src/platform/database/application-role.ts'
import { type Person, staffId } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { countyId, createWorld, type World } from './world.ts'

const document = { kind: 'resident_id' as const, number: numberOf('2015-06-01', '121') }
let world: World
let register: Register
let personId: string
let householdId: string
let closingId: string
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  const { body } = await register.addHousehold('zhoumin', [
    member('何小满', { document, phone: '13900008888', birthOn: '2015-06-01' }),
    member('何平', { relation: 'head' }),
  ])
  householdId = body.id
  personId = body.members.find(({ name }) => name === '何小满')?.id ?? ''
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const reveal = (who: Person, purpose: RevealPurpose = 'service') =>
  world.call(who, peopleRoutes.revealPerson, {
    commandId: newId(),
    personId,
    purpose,
    groups: ['contact'],
    reason: '回访',
  })
const breakGlass = (who: Person, number = document.number) =>
  world.call(who, rightsRoutes.openBreakGlass, {
    commandId: newId(),
    document: { ...document, number },
    reason: '走失',
  })
const page = (who: Person) => world.call(who, peopleRoutes.getPerson, { personId })
const propose = (who: Person, changes: object = {}) =>
  world.call(who, closingRoutes.proposeClosing, {
    commandId: newId(),
    document,
    ground: 'protected_child',
    words: '（2026）鄂1087民保令3号',
    named: ['hefang'],
    until: '2099-01-01',
    ...changes,
  })
const decide = (who: Person, accept = true) =>
  world.call(who, closingRoutes.decideClosing, { commandId: newId(), closingId, accept, words: '见人身安全保护令' })
const closings = async (who: Person) => (await world.call(who, closingRoutes.listClosings, {})).body.items
const waiting = async (who: Person) => (await world.call(who, inboxRoutes.listInbox, { kind: 'closing' })).body.items

describe('a closed file', () => {
  it('is closed by two people, to a day, and names who goes on with the person', async () => {
    expect((await propose('wujing', { named: ['hefang', 'nobody'] })).problem.faults).toMatchObject([{ path: 'named' }])
    expect((await propose('wujing', { until: '2020-01-01' })).problem.faults).toMatchObject([{ path: 'until' }])
    expect((await propose('hefang')).status).toBe(403)
    closingId = (await propose('wujing')).body.id
    expect(await closings('wujing')).toMatchObject([{ title: '何**', state: 'waiting', named: ['何芳'], may: [] }])
    expect(await waiting('wujing')).toEqual([])
    expect(await waiting('daiping')).toMatchObject([{ subjectId: closingId, title: '' }])
    expect((await decide('wujing')).code).toBe('closing.not_found')
    // Nothing is closed yet; what was opened in an emergency ends with the decision.
    expect((await breakGlass('tangqi')).status).toBe(200)
    expect((await reveal('tangqi', 'emergency')).body.values).toHaveLength(1)
    expect((await decide('daiping')).status).toBe(200)
    expect(await waiting('daiping')).toEqual([])
    expect((await reveal('tangqi', 'emergency')).code).toBe('register.not_found')
  })

  it('opens to who was named alone, and shows others only that it is closed', async () => {
    expect((await reveal('hefang')).body.values).toMatchObject([{ value: '13900008888' }])
    expect((await page('hefang')).body.name).toBe('何小满')
    expect(await register.search('hefang', document.number)).toEqual(['何**'])
    const before = await register.readings(personId)
    for (const who of ['zhoumin', 'luobin', 'wujing'] as const) {
      for (const purpose of ['service', 'upkeep', 'visit', 'merge', 'rights', 'emergency'] as const)
        expect((await reveal(who, purpose)).code, `${who} ${purpose}`).toBe('register.not_found')
      expect(await page(who).then(({ status, text }) => status === 200 || text.includes('何小满'))).toBe(false)
    }
    expect((await page('zhoumin')).code).toBe('register.file_closed')
    expect((await page('tangqi')).code).toBe('register.not_found')
    expect(await register.search('zhoumin', document.number)).toEqual([])
    expect(await register.search('zhoumin', '何小')).toEqual([])
    const household = await world.call('zhoumin', peopleRoutes.getHousehold, { householdId })
    expect(household.body.members.map(({ name }) => name)).toEqual(['何平'])
    expect(await register.readings(personId)).toEqual(before)
  })

  it('is opened by no emergency, and answers as if there were no such number', async () => {
    const closed = await breakGlass('zhoumin')
    const absent = await breakGlass('zhoumin', numberOf('2015-06-01', '999'))
    expect([closed.status, closed.code]).toEqual([absent.status, absent.code])
    expect((await breakGlass('hefang')).code).toBe('register.not_found')
  })

  it('stays closed to a stolen connection with a session that is not named', async () => {
    const thief = new pg.Client({ connectionString: applicationRole(world.ownerUrl).url })
    await thief.connect()
    const token = Buffer.from(decodeURIComponent((await world.cookie('zhoumin')).split('=')[1] ?? ''))
    try {
      for (const theft of [
        "UPDATE file_closings SET state = 'ended'",
        `UPDATE file_closings SET named_ids = ARRAY['${staffId.zhoumin}'::uuid]`,
        'DELETE FROM file_closings',
        'ALTER TABLE resident_persons DISABLE TRIGGER ALL',
        `SELECT vault.closer_of(${countyId}, '')`,
      ])
        await expect(thief.query(theft), theft).rejects.toThrow(/permission denied|must be owner/)
      const ask = async (query: string, values: unknown[]) =>
        (await thief.query<{ it: unknown }>(`SELECT ${query} AS it`, values)).rows[0]?.it
      const open = `vault.open($1, $2, $3, '{contact}', ARRAY[$4::uuid], 'x', NULL, 'x')`
      for (const purpose of ['service', 'emergency', 'own'])
        expect(await ask(open, [countyId, token, purpose, personId])).toEqual([])
      expect(
        await ask(`vault.break_glass($1, $2, $3, 'a reason', gen_random_uuid())`, [countyId, token, personId]),
      ).toBe(null)
      // Somebody who may not close files opens none again either.
      expect(await ask(`vault.ask_reopening($1, $2, $3, 'x')`, [countyId, token, closingId])).toBe(false)
      expect(await ask(`vault.decide_closing($1, $2, $3, true, 'x')`, [countyId, token, closingId])).toBe(null)
      // Moving the file behind another one does not open it.
      await thief.query('BEGIN')
      await thief.query(
        `UPDATE persons SET state = 'merged', merged_into_id = (SELECT id FROM persons WHERE name = '何平') WHERE id = $1`,
        [personId],
      )
      expect(await ask(open, [countyId, token, 'service', personId])).toEqual([])
      await thief.query('ROLLBACK')
    } finally {
      await thief.end()
    }
  })

  it('opens again before its day by two people, or on its day', async () => {
    const end = (who: Person) =>
      world.call(who, closingRoutes.proposeClosingEnd, { commandId: newId(), closingId, words: '保护令已撤销' })
    expect((await end('daiping')).status).toBe(200)
    expect((await end('wujing')).code).toBe('closing.not_found')
    expect((await decide('daiping')).code).toBe('closing.not_found')
    expect((await reveal('zhoumin')).code).toBe('register.not_found')
    expect((await decide('wujing')).status).toBe(200)
    expect((await reveal('zhoumin')).status).toBe(200)
    expect((await page('zhoumin')).status).toBe(200)
    expect(await closings('wujing')).toEqual([])

    closingId = (await propose('wujing')).body.id
    expect((await decide('daiping')).status).toBe(200)
    expect((await reveal('zhoumin')).code).toBe('register.not_found')
    const owner = new pg.Client({ connectionString: world.ownerUrl })
    await owner.connect()
    await owner.query("UPDATE file_closings SET until = '2020-01-01' WHERE id = $1", [closingId])
    await owner.end()
    expect((await reveal('zhoumin')).status).toBe(200)
    const { items } = (await world.call('wujing', closingRoutes.listClosings, { state: 'over' })).body
    expect(items.map(({ state }) => state)).toEqual(['lapsed', 'ended'])
  })
})
