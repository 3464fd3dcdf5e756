import { peopleRoutes } from '@linli/contract/people'
import { type DocumentSeen, rightsRoutes } from '@linli/contract/people-rights'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { applicationRole } from '../src/platform/database/application-role.ts'
import { area, type Person, phoneOf, type StaffLogin, staffId } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { atTheCounter } from './counter.ts'
import { onCluster } from './testkit-database.ts'
import { countyId, createWorld, type World } from './world.ts'

const number = numberOf('1953-03-07', '098')
const document = { kind: 'resident_id' as const, number }

let world: World
let register: Register
let personId: string
let grandchildId: string
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  const { body } = await register.addHousehold('zhoumin', [
    member('张桂兰', { document, phone: phoneOf.zhangguilan, relation: 'head' }),
    member('单小雨', { birthOn: '2016-05-01', relation: 'grandchild' }),
  ])
  personId = body.members.find(({ name }) => name === '张桂兰')?.id ?? ''
  grandchildId = body.members.find(({ name }) => name === '单小雨')?.id ?? ''
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const claim = (who: Person, changes: object = {}) =>
  world.call(who, rightsRoutes.claimFile, { commandId: newId(), document, name: '张桂兰', ...changes })
const ask = (kind: 'correction' | 'dispute', words: string, readingSeq?: number) =>
  world.call('zhangguilan', rightsRoutes.requestRight, {
    commandId: newId(),
    personId,
    kind,
    words,
    ...(readingSeq === undefined ? {} : { readingSeq }),
  })
const readings = async () => (await world.call('zhangguilan', rightsRoutes.listOwnReadings, { personId })).body.items

describe('one’s own file', () => {
  it('is found by number, name and the phone one has proved, and by nothing less', async () => {
    expect((await world.call('zhangguilan', rightsRoutes.listOwnFiles, {})).body.items).toEqual([])
    // Somebody else's phone, another name, another number: one and the same answer.
    const answers = [
      await claim('lixiuying'),
      await claim('zhangguilan', { name: '张桂芳' }),
      await claim('zhangguilan', { document: { kind: 'resident_id', number: numberOf('1953-03-07', '102') } }),
    ]
    expect(answers.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => 'claim.no_match'))
    expect((await claim('zhangguilan')).status).toBe(200)
    const { items } = (await world.call('zhangguilan', rightsRoutes.listOwnFiles, {})).body
    expect(items).toMatchObject([{ personId, name: '张桂兰', asGuardian: false }])
    const phone = items[0]?.fields.find(({ code }) => code === 'phone')
    expect(phone).toMatchObject({
      value: '138****1234',
      sealed: 'contact',
      purposes: ['service', 'visit', 'upkeep', 'emergency'],
    })
    expect(phone?.basis).toContain('个人信息保护法')
  })

  it('opens to its person alone, and never with relatives', async () => {
    const reveal = (id: string) =>
      world.call('zhangguilan', rightsRoutes.revealOwnFile, { commandId: newId(), personId: id })
    expect((await reveal(personId)).body.values).toContainEqual({ field: 'document', value: `resident_id:${number}` })
    expect((await reveal(grandchildId)).code).toBe('register.not_found')
    expect((await world.call('zhangguilan', rightsRoutes.listOwnReadings, { personId: grandchildId })).status).toBe(404)
  })

  it('cannot be guessed at: five tries a day are all', async () => {
    for (let tries = 0; tries < 5; tries++) await claim('lixiuying')
    expect((await claim('lixiuying')).code).toBe('claim.throttled')
  })

  it('of a child is a guardian’s after the counter has seen the document and the phone, until the child is fourteen', async () => {
    const link = async (id: string, seen: DocumentSeen = 'birth_certificate') =>
      atTheCounter(world, { who: 'hefang', personId: id, phone: phoneOf.lixiuying, asGuardian: true, seen })
    expect((await link(personId)).problem.faults).toMatchObject([{ path: 'asGuardian', rule: 'not_a_child' }])
    expect((await link(grandchildId, 'identity_card')).problem.faults).toMatchObject([
      { path: 'seen', rule: 'not_in_list' },
    ])
    expect((await link(grandchildId)).status).toBe(200)
    expect((await world.call('lixiuying', rightsRoutes.listOwnFiles, {})).body.items).toMatchObject([
      { personId: grandchildId, asGuardian: true },
    ])
  })
})

describe('who looked', () => {
  it('stands there with duty, purpose and group; can be disputed, and is judged by somebody else', async () => {
    await world.call('hefang', peopleRoutes.getPerson, { personId })
    await world.call('zhoumin', peopleRoutes.revealPerson, {
      commandId: newId(),
      personId,
      purpose: 'service',
      groups: ['contact'],
      reason: '通知领取补贴',
    })
    const [latest, before] = await readings()
    expect(latest).toMatchObject({ duty: '网格员', purpose: 'service', groups: ['contact'], disputed: false })
    expect(before).toMatchObject({ duty: '网格站站务', purpose: 'register.page', groups: ['basic'] })
    expect(JSON.stringify(await readings())).not.toMatch(/周敏|何芳|通知领取/)
    expect((await ask('dispute', '我没有申请过补贴', latest?.seq)).body).toMatchObject({
      state: 'open',
      dueOn: '2026-12-08',
    })
    expect((await readings())[0]?.disputed).toBe(true)
    const { items } = (await world.call('daiping', rightsRoutes.listRightsRequests, {})).body
    expect(items).toMatchObject([
      { kind: 'dispute', title: '张**', reading: { by: '周敏', purpose: 'service', reason: '通知领取补贴' } },
    ])
    // A clerk sees corrections, not disputes about colleagues.
    expect((await world.call('hefang', rightsRoutes.listRightsRequests, {})).body.items).toEqual([])
    const decide = (who: Person, changes: object) =>
      world.call(who, rightsRoutes.decideRightsRequest, {
        commandId: newId(),
        requestId: items[0]?.id ?? '',
        decision: 'refuse',
        answer: '经核实，是社区通知领取高龄津贴。',
        ...changes,
      })
    expect((await decide('hefang', { ground: 'no_fault' })).status).toBe(404)
    expect((await decide('daiping', {})).problem.faults).toMatchObject([{ path: 'ground' }])
    expect((await decide('daiping', { ground: 'no_fault' })).status).toBe(200)
    expect((await decide('daiping', { ground: 'no_fault' })).code).toBe('register.stale')
    const own = await world.call('zhangguilan', rightsRoutes.listOwnRequests, {})
    expect(own.body.items).toMatchObject([
      { state: 'refused', ground: 'no_fault', answer: expect.stringContaining('高龄津贴') },
    ])
  })

  it('and a correction asked for is made by the clerk and answered', async () => {
    expect((await ask('correction', '我的文化程度是小学')).status).toBe(200)
    const { items } = (await world.call('hefang', rightsRoutes.listRightsRequests, {})).body
    expect(items).toMatchObject([{ kind: 'correction', personId }])
    const { version } = (await world.call('hefang', peopleRoutes.getPerson, { personId })).body
    const change = { commandId: newId(), personId, seenVersion: version, said: { education: 'primary' as const } }
    await world.call('hefang', peopleRoutes.changePerson, change)
    const decided = await world.call('hefang', rightsRoutes.decideRightsRequest, {
      commandId: newId(),
      requestId: items[0]?.id ?? '',
      decision: 'fulfil',
      answer: '已改为小学。',
    })
    expect(decided.status).toBe(200)
    const { fields } = (await world.call('zhangguilan', rightsRoutes.listOwnFiles, {})).body.items[0] ?? { fields: [] }
    expect(fields.find(({ code }) => code === 'education')?.value).toBe('primary')
  })
})

describe('an emergency', () => {
  const other = { kind: 'resident_id' as const, number: numberOf('1960-06-06', '311') }
  const reveal = (id: string) =>
    world.call('zhoumin', peopleRoutes.revealPerson, {
      commandId: newId(),
      personId: id,
      purpose: 'emergency',
      groups: ['contact'],
      reason: '晕倒送医',
    })

  it('opens a file beyond reach for two hours, tells the centre, and is reviewed by somebody else', async () => {
    const { body } = await register.addHousehold(
      'hefang',
      [member('钱七', { document: other, phone: '13900007777' })],
      {
        gridId: area.linyuan1,
      },
    )
    const id = body.members[0]?.id ?? ''
    expect((await reveal(id)).status).toBe(404)
    const open = { commandId: newId(), document: other, reason: '老人晕倒，需联系家属' }
    const opened = await world.call('zhoumin', rightsRoutes.openBreakGlass, open)
    expect(opened.body).toMatchObject({ personId: id, title: '钱*' })
    expect((await reveal(id)).body.values).toMatchObject([{ field: 'phone', value: '13900007777' }])
    const { items } = (await world.call('daiping', rightsRoutes.listBreakGlass, {})).body
    expect(items).toMatchObject([{ by: '周敏', reason: '老人晕倒，需联系家属', reviewedAt: null }])
    const review = {
      commandId: newId(),
      breakGlassId: items[0]?.id ?? '',
      finding: 'justified' as const,
      words: '已核实',
    }
    expect((await world.call('daiping', rightsRoutes.reviewBreakGlass, review)).status).toBe(200)
    const told = await world.deps.db
      .selectFrom('notices')
      .select('recipient')
      .where('template', '=', 'break_glass')
      .execute()
    // The station's clerk, who is next above, and the officer; not the whole way up.
    expect(new Set(told.map(({ recipient }) => recipient))).toEqual(new Set([staffId.hefang, staffId.daiping]))
  })

  it('ends after two hours', async () => {
    const later = (minutes: number) =>
      onCluster(
        world.ownerUrl,
        `CREATE OR REPLACE FUNCTION vault.clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT timestamptz '${world.now().toISOString()}' + interval '${minutes} minutes' $$`,
      )
    const open = { commandId: newId(), document: other, reason: '老人再次晕倒' }
    const { personId: id } = (await world.call('zhoumin', rightsRoutes.openBreakGlass, open)).body
    await later(119)
    expect((await reveal(id)).status).toBe(200)
    await later(121)
    expect((await reveal(id)).status).toBe(404)
    await later(0)
  })

  it('tells the supervisor next above whoever supervises, and is refused where nobody can be told', async () => {
    const told = async (who: StaffLogin) => {
      const open = { commandId: newId(), document: other, reason: '危急' }
      const { code } = await world.call(who, rightsRoutes.openBreakGlass, open)
      return code
    }
    const latest = async () => {
      const { rows } = await sql<{ recipient: string }>`
        SELECT recipient FROM notices WHERE template = 'break_glass' AND subject_id =
          (SELECT subject_id FROM notices WHERE template = 'break_glass' ORDER BY created_at DESC, id DESC LIMIT 1)`.execute(
        world.deps.db,
      )
      return new Set(rows.map(({ recipient }) => recipient))
    }
    expect(await told('hefang')).toBeUndefined()
    expect(await latest()).toEqual(new Set([staffId.luobin, staffId.daiping]))
    expect(await told('luobin')).toBeUndefined()
    expect(await latest()).toEqual(new Set([staffId.wujing, staffId.daiping]))
    const others = Object.values(staffId).filter((id) => id !== staffId.luobin)
    await world.deps.db.updateTable('posts').set({ validTo: '2026-01-01' }).where('staffId', 'in', others).execute()
    // Who holds a post is remembered for a minute.
    world.forward(2)
    expect(await told('luobin')).toBe('break_glass.nobody_told')
  })

  it('cannot be declared with a stolen connection', async () => {
    const thief = new pg.Client({ connectionString: applicationRole(world.ownerUrl).url })
    await thief.connect()
    try {
      for (const theft of [
        `INSERT INTO break_glass (county_id, id, staff_id, person_id, reason, expires_at) SELECT county_id, gen_random_uuid(), staff_id, '${personId}', 'x', now() + interval '1 hour' FROM break_glass`,
        `INSERT INTO resident_persons (county_id, id, resident_id, person_id, checked_how) SELECT county_id, gen_random_uuid(), resident_id, '${grandchildId}', 'counter' FROM resident_persons`,
        "UPDATE break_glass SET expires_at = now() + interval '1 day'",
      ])
        await expect(thief.query(theft)).rejects.toThrow(/permission denied/)
      const { rows } = await thief.query<{ at: Date | null }>(
        `SELECT vault.break_glass($1, 'no token', $2, 'a reason', gen_random_uuid()) AS at`,
        [countyId, personId],
      )
      expect(rows).toEqual([{ at: null }])
    } finally {
      await thief.end()
    }
  })
})
