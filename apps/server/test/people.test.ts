import { peopleRoutes } from '@linli/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type Person } from './county.ts'
import { member, numberOf, type Register, registerIn, rulesOf } from './register.ts'
import { createWorld, type World } from './world.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const zhang = { name: '张桂兰', birthOn: '1953-03-07', number: numberOf('1953-03-07', '002') }

describe('a household at the door', () => {
  it('is taken in with its members, and found by name, pinyin, initials, number, phone and address', async () => {
    const { status, body, text } = await register.addHousehold('zhoumin', [
      member(zhang.name, {
        birthOn: zhang.birthOn,
        relation: 'head',
        document: { kind: 'resident_id', number: ` ${zhang.number.toLowerCase().replace(/^4/, '４')} ` },
        phone: '138 0000 1234',
      }),
      member('单小雨', { sex: 'female', birthOn: '2016-05-01', relation: 'grandchild' }),
    ])
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ headName: '张桂兰', changeable: true, place: { gridId: area.linyuan3 } })
    expect(body.members.map(({ name, sex, relation, phoneMasked }) => ({ name, sex, relation, phoneMasked }))).toEqual([
      { name: '张桂兰', sex: 'female', relation: 'head', phoneMasked: '138****1234' },
      { name: '单小雨', sex: 'female', relation: 'grandchild', phoneMasked: null },
    ])
    expect(text).not.toContain(zhang.number)
    for (const q of ['张桂', 'zhanggui', 'zgl', zhang.number, '13800001234'])
      expect(await register.search('zhoumin', q), q).toEqual(['张**'])
    expect(await register.search('zhoumin', 'shanxiaoyu')).toEqual(['单**'])
    expect(await register.search('zhoumin', body.address.slice(4))).toEqual(['张**户'])
    // Another grid's worker, and whoever runs the house, find nobody.
    expect(await register.search('hefang', 'zgl')).toEqual(['张**'])
    expect((await world.call('suwen', peopleRoutes.searchRegister, { q: 'zgl' })).status).toBe(403)
    // So few of a kind are told of the grid, whose worker knows them, and not above it.
    const kinds = async (who: Person, areaId: string) =>
      (await world.call(who, peopleRoutes.getRegisterSummary, { areaId })).body.byKind
    expect(await kinds('zhoumin', area.linyuan3)).toEqual([{ kind: 'registered', persons: 2 }])
    expect(await kinds('hefang', area.linyuan)).toEqual([{ kind: 'registered', persons: null }])
    expect((await register.readings(body.members[0]?.id ?? '')).map(({ purpose }) => purpose)).toEqual([
      'register.page',
      ...Array.from({ length: 6 }, () => 'register.search'),
    ])
  })

  it('says of every field what is wrong with it', async () => {
    const number = (value: string) => ({ document: { kind: 'resident_id' as const, number: value } })
    const answer = await register.addHousehold('zhoumin', [
      member('甲一', number(`${zhang.number.slice(0, -1)}${zhang.number.endsWith('X') ? '1' : 'X'}`)),
      member('甲二', number(numberOf('1990-02-30', '111'))),
      member('甲三', number(numberOf('2026-12-01', '111'))),
      member('甲四', number('420821530307002')),
      member('甲五', number('4210871953030')),
      member('甲六', number('42108719530307A02X')),
      member('甲七', { ...number(zhang.number), birthOn: '1953-03-08', sex: 'male' }),
      member('甲八', { birthOn: '2026-11-24' }),
      member('甲\u202e九'),
      member('<b>'),
      member('赵'.repeat(51)),
      member('甲十', { phone: '12345' }),
      member('甲十一', { since: '1980-01-01', birthOn: '1990-01-01' }),
    ])
    expect(answer.status).toBe(400)
    expect(rulesOf(answer)).toEqual([
      'members.0.document.number document_checksum',
      'members.1.document.number document_birth',
      'members.2.document.number document_birth_future',
      'members.3.document.number document_old',
      'members.4.document.number document_length',
      'members.5.document.number document_characters',
      'members.6.birthOn birth_disagrees',
      'members.6.sex sex_disagrees',
      'members.7.birthOn birth_future',
      'members.9.name name_characters',
      'members.10.name name_length',
      'members.11.phone format_regex',
      'members.12.since before_birth',
    ])
  })

  it('takes names with dots, rare letters and fifty letters, and refuses two heads and a crowd', async () => {
    const names = ['古丽娜尔•买买提', '𠮷田', '李', '龙'.repeat(50)]
    const { body } = await register.addHousehold(
      'zhoumin',
      names.map((name) => member(name)),
    )
    expect(body.members.map(({ name }) => name).toSorted()).toEqual(
      ['古丽娜尔·买买提', '𠮷田', '李', '龙'.repeat(50)].toSorted(),
    )
    const heads = await register.addHousehold(
      'zhoumin',
      ['甲', '乙'].map((name) => member(name, { relation: 'head' })),
    )
    expect(rulesOf(heads)).toEqual(['members two_heads'])
    const crowd = Array.from({ length: 200 }, (_, index) => member(`员${String.fromCodePoint(0x4e00 + index)}`))
    expect(rulesOf(await register.addHousehold('zhoumin', crowd))).toEqual(['members too_many_members'])
    expect((await register.addHousehold('zhoumin', crowd, { kind: 'collective' })).body.members).toHaveLength(200)
  })

  it('is absent beyond one’s reach, to look at as to change', async () => {
    const { body } = await register.addHousehold('hefang', [member('王五')], { gridId: area.linyuan1 })
    const id = body.id
    expect((await world.call('zhoumin', peopleRoutes.getHousehold, { householdId: id })).code).toBe(
      'register.not_found',
    )
    const personId = body.members[0]?.id ?? ''
    expect((await world.call('zhoumin', peopleRoutes.getPerson, { personId })).code).toBe('register.not_found')
    expect((await register.addHousehold('zhoumin', [], { gridId: area.linyuan1 })).code).toBe('register.not_found')
    const reveal = {
      commandId: newId(),
      personId,
      purpose: 'service' as const,
      groups: ['identity' as const],
      reason: '核对',
    }
    expect((await world.call('zhoumin', peopleRoutes.revealPerson, reveal)).code).toBe('register.not_found')
    expect((await register.readings(personId)).map(({ purpose }) => purpose)).toEqual(['register.page'])
  })
})

describe('what is known of a person', () => {
  it('is kept with its day; what is weaker and disagrees waits for a clerk', async () => {
    const { body } = await register.addHousehold('zhoumin', [member('刘洋', { birthOn: '1990-01-01' })], {
      knownHow: 'document',
    })
    const personId = body.members[0]?.id ?? ''
    const page = () => world.call('zhoumin', peopleRoutes.getPerson, { personId })
    const change = async (said: object, knownHow: 'neighbour' | 'document', changes = {}) =>
      world.call('zhoumin', peopleRoutes.changePerson, {
        commandId: newId(),
        personId,
        seenVersion: (await page()).body.version,
        said,
        knownHow,
        ...changes,
      })
    const doubted = await change({ name: '刘阳', work: 'farming' }, 'neighbour')
    expect(doubted.body).toMatchObject({ name: '刘洋', work: 'farming' })
    expect(doubted.body.records.map(({ standing }) => standing).toSorted()).toEqual(['contested', 'holds', 'holds'])
    const waiting = await world.call('hefang', peopleRoutes.listContested, {})
    expect(waiting.body.items).toMatchObject([
      { personId, title: '刘*', holds: { name: '刘洋' }, record: { said: { name: '刘阳' } } },
    ])
    const recordId = waiting.body.items[0]?.record.id ?? ''
    expect(
      (await world.call('zhoumin', peopleRoutes.decideRecord, { commandId: newId(), recordId, accept: true })).status,
    ).toBe(403)
    await world.call('hefang', peopleRoutes.decideRecord, { commandId: newId(), recordId, accept: true })
    expect((await page()).body.name).toBe('刘阳')
    await change({ name: '刘阳光' }, 'document', { validFrom: '2026-11-01' })
    // A clerk decided: what was seen in a document afterwards is asked about again.
    expect((await page()).body.name).toBe('刘阳')
    expect((await world.call('zhoumin', peopleRoutes.getPerson, { personId, on: '2026-10-01' })).body.name).toBe('刘洋')
  })

  it('tells of a number who said one, when and known how, and never which', async () => {
    const { body } = await register.addHousehold('zhoumin', [member('苏晓', { phone: '13800005678' })])
    const personId = body.members[0]?.id ?? ''
    const { body: changed, text } = await world.call('zhoumin', peopleRoutes.changePerson, {
      commandId: newId(),
      personId,
      seenVersion: 1,
      phone: '13800008765',
      knownHow: 'person',
    })
    expect(changed.records).toMatchObject([
      { said: {}, sealed: ['phone'], knownHow: 'person', standing: 'holds', by: '周敏' },
      { said: { name: '苏晓' }, sealed: ['phone'] },
    ])
    expect(changed.phoneMasked).toBe('138****8765')
    expect(text).not.toMatch(/1380000/)
  })

  it('is refused from a page that somebody else has changed meanwhile', async () => {
    const { body } = await register.addHousehold('zhoumin', [member('陈一')])
    const personId = body.members[0]?.id ?? ''
    const change = (who: Person) =>
      world.call(who, peopleRoutes.changePerson, {
        commandId: newId(),
        personId,
        seenVersion: 1,
        said: { work: 'retired' },
      })
    const answers = await Promise.all([change('zhoumin'), change('hefang')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('moves with its day, and leaves what was as it was', async () => {
    const from = (await register.addHousehold('hefang', [member('周一', { relation: 'head' }), member('周二')])).body
    const to = (await register.addHousehold('hefang', [], { gridId: area.linyuan1 })).body
    const [one, two] = from.members.map(({ id }) => id)
    const move = async (personId: string | undefined, changes: object) => {
      const { body } = await world.call('hefang', peopleRoutes.getPerson, { personId: personId ?? '' })
      const input = {
        commandId: newId(),
        personId: personId ?? '',
        seenVersion: body.version,
        on: '2026-03-01',
        how: 'moved_within' as const,
      }
      return world.call('hefang', peopleRoutes.movePerson, { ...input, ...changes })
    }
    expect(rulesOf(await move(one, { on: '2019-01-01', toHouseholdId: to.id }))).toEqual(['on before_beginning'])
    expect(rulesOf(await move(one, { toHouseholdId: from.id }))).toEqual(['toHouseholdId itself'])
    const moved = await move(one, { toHouseholdId: to.id, relation: 'head' })
    expect(moved.body).toMatchObject({ householdId: to.id, state: 'present', place: { gridId: area.linyuan1 } })
    expect(moved.body.residences.map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
      ['2026-03-01', null],
      ['2020-01-01', '2026-03-01'],
    ])
    const before = await world.call('hefang', peopleRoutes.getHousehold, { householdId: from.id, on: '2026-02-28' })
    expect(before.body.members).toHaveLength(2)
    const now = await world.call('hefang', peopleRoutes.getHousehold, { householdId: from.id })
    expect(now.body).toMatchObject({
      headName: '周二',
      members: [{ name: '周二' }],
      former: [{ name: '周一', endedBy: 'moved_within' }],
    })
    expect((await move(two, { how: 'died', on: '2026-05-05' })).body).toMatchObject({
      state: 'died',
      diedOn: '2026-05-05',
    })
    expect(rulesOf(await move(two, { how: 'moved_within', toHouseholdId: to.id, on: '2026-06-05' }))).toEqual([
      'how gone_already',
    ])
    // The old grid's worker no longer reaches who has moved away: that somebody was here is all the household tells of them.
    expect((await world.call('zhoumin', peopleRoutes.getPerson, { personId: one ?? '' })).status).toBe(404)
    const seen = (on?: string) =>
      world.call('zhoumin', peopleRoutes.getHousehold, { householdId: from.id, ...(on ? { on } : {}) })
    expect((await seen()).body.former.map(({ name, opens }) => [name, opens]).toSorted()).toEqual([
      ['周*', false],
      ['周二', true],
    ])
    const then = await seen('2026-02-28')
    expect(then.body.members.find(({ id }) => id === one)).toMatchObject({
      name: '周*',
      opens: false,
      birthOn: null,
      phoneMasked: null,
      documentKind: 'unknown',
    })
    expect(then.text).not.toContain('周一')
    const last = async (id = '') => (await register.readings(id)).at(-1)
    expect(await last(one)).toMatchObject({ purpose: 'register.former', field_group: 'masked' })
    expect(await last(two)).toMatchObject({ purpose: 'register.page', field_group: 'basic' })
    await seen()
    expect(await last(two)).toMatchObject({ purpose: 'register.former', field_group: 'basic' })
  })
})

describe('one person in two files', () => {
  it('is offered to a clerk who reaches both, merged, and taken apart again', async () => {
    const number = numberOf('1988-08-08', '311')
    const document = { kind: 'resident_id' as const, number }
    const first = (await register.addHousehold('zhoumin', [member('孙悦', { document })])).body.members[0]?.id ?? ''
    const second = await register.addHousehold('hefang', [member('孙悦', { document })], {
      gridId: area.linyuan1,
      since: '2026-10-01',
    })
    expect(second.status).toBe(200)
    const open = await world.call('hefang', peopleRoutes.listDuplicates, {})
    const pair = open.body.items.find(({ kept }) => kept.id === first)
    expect(pair).toMatchObject({ why: 'document', kept: { title: '孙*' }, other: { title: '孙*' } })
    const decide = (decision: 'merge' | 'undo') =>
      world.call('hefang', peopleRoutes.decideDuplicate, { commandId: newId(), duplicateId: pair?.id ?? '', decision })
    expect((await decide('merge')).status).toBe(200)
    const merged = await world.call('hefang', peopleRoutes.getPerson, { personId: first })
    expect(merged.body.residences.map(({ validTo, endedBy }) => [validTo, endedBy])).toEqual([
      [null, null],
      ['2026-10-01', 'correction'],
    ])
    const other = second.body.members[0]?.id ?? ''
    expect((await world.call('hefang', peopleRoutes.getPerson, { personId: other })).body).toMatchObject({
      state: 'merged',
      mergedIntoId: first,
    })
    expect(await register.search('hefang', number)).toEqual(['孙*'])
    expect((await decide('merge')).code).toBe('register.stale')
    expect((await decide('undo')).status).toBe(200)
    expect(await register.search('hefang', number)).toEqual(['孙*', '孙*'])
    const apart = await world.call('hefang', peopleRoutes.getPerson, { personId: other })
    expect(apart.body).toMatchObject({ state: 'present', residences: [{ validTo: null }] })
  })

  it('does not tell whoever reaches the merged file alone that there is another', async () => {
    const near = (await register.addHousehold('zhoumin', [member('孙禾')])).body.members[0]?.id ?? ''
    const far = await register.addHousehold('hefang', [member('孙禾')], { gridId: area.linyuan1 })
    const keptId = far.body.members[0]?.id ?? ''
    // As it stands where the kept file has moved on to another grid.
    await world.deps.db
      .updateTable('persons')
      .set({ state: 'merged', mergedIntoId: keptId })
      .where('id', '=', near)
      .execute()
    const page = async (who: 'hefang' | 'zhoumin') =>
      (await world.call(who, peopleRoutes.getPerson, { personId: near })).body
    expect(await page('hefang')).toMatchObject({ state: 'merged', mergedIntoId: keptId })
    expect(await page('zhoumin')).toMatchObject({ state: 'merged', mergedIntoId: null })
  })
})
