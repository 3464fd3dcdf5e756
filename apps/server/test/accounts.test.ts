import { peopleRoutes } from '@linli/contract/people'
import { fieldRoutes } from '@linli/contract/people-fields'
import type { RouteInput } from '@linli/contract/route'
import { rightsRoutes } from '@linli/contract/people-rights'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { atTheCounter } from './counter.ts'
import { type Person, phoneOf } from './county.ts'
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

type Change = Partial<RouteInput<typeof peopleRoutes.changePerson>>

const added = async (
  name: string,
  changes: Parameters<typeof member>[1] = {},
  knownHow: Change['knownHow'] = 'person',
) => (await register.addHousehold('zhoumin', [member(name, changes)], { knownHow })).body.members[0]?.id ?? ''
const page = async (personId: string, who: Person = 'hefang', on?: string) =>
  (await world.call(who, peopleRoutes.getPerson, { personId, ...(on === undefined ? {} : { on }) })).body
const change = async (who: Person, personId: string, changes: Change) =>
  world.call(who, peopleRoutes.changePerson, {
    commandId: newId(),
    personId,
    seenVersion: (await page(personId)).version,
    ...changes,
  })
const revealed = async (personId: string) => {
  const { body } = await world.call('hefang', peopleRoutes.revealPerson, {
    commandId: newId(),
    personId,
    purpose: 'service',
    groups: ['identity', 'contact'],
    reason: '代办',
  })
  return Object.fromEntries(body.values.map(({ field, value }) => [field, value]))
}
const waiting = async (personId: string) =>
  (await world.call('hefang', peopleRoutes.listContested, { limit: 100 })).body.items.filter(
    (item) => item.personId === personId,
  )
const decide = async (personId: string, accept: boolean) =>
  world.call('hefang', peopleRoutes.decideRecord, {
    commandId: newId(),
    recordId: (await waiting(personId))[0]?.record.id ?? '',
    accept,
  })

describe('a number', () => {
  it('that was withdrawn is told to nobody, and finds nobody', async () => {
    const document = { kind: 'resident_id' as const, number: numberOf('1953-03-07', '155') }
    const id = await added('张桂兰', { document, phone: phoneOf.zhangguilan })
    // Of a phone that is not the file's: that link would end with the number.
    await atTheCounter(world, { who: 'hefang', personId: id, phone: phoneOf.lixiuying })
    const own = async () =>
      (await world.call('lixiuying', rightsRoutes.revealOwnFile, { commandId: newId(), personId: id })).body.values.map(
        ({ field }) => field,
      )
    expect((await own()).toSorted()).toEqual(['document', 'phone'])
    expect((await change('zhoumin', id, { phone: null })).body.phoneMasked).toBeNull()
    expect(await own()).toEqual(['document'])
    expect(Object.keys(await revealed(id))).toEqual(['document'])
    expect(await register.search('hefang', phoneOf.zhangguilan)).toEqual([])
    await change('zhoumin', id, { phone: '13900004444' })
    expect(await revealed(id)).toMatchObject({ phone: '13900004444' })
  })

  it('of a document that a neighbour tells waits for a clerk, and holds and finds when accepted', async () => {
    const seen = numberOf('1975-05-05', '431')
    const told = numberOf('1975-05-05', '473')
    const id = await added('何平', { document: { kind: 'resident_id', number: seen } }, 'document')
    const say = (knownHow: Change['knownHow']) =>
      change('zhoumin', id, { document: { kind: 'resident_id', number: told }, knownHow })
    expect((await say('neighbour')).body.records[0]).toMatchObject({ standing: 'contested', sealed: ['document'] })
    expect(await revealed(id)).toEqual({ document: `resident_id:${seen}` })
    expect(await register.search('hefang', seen)).toEqual(['何*'])
    expect(await register.search('hefang', told)).toEqual([])
    const [item] = await waiting(id)
    expect(item?.numbers).toEqual([
      {
        field: 'document',
        said: { documentKind: 'resident_id', masked: `${'*'.repeat(14)}${told.slice(-4)}` },
        holds: { documentKind: 'resident_id', masked: null },
      },
    ])
    expect((await decide(id, false)).status).toBe(200)
    expect(await revealed(id)).toEqual({ document: `resident_id:${seen}` })
    await say('neighbour')
    expect((await decide(id, true)).status).toBe(200)
    expect(await revealed(id)).toEqual({ document: `resident_id:${told}` })
    expect(await register.search('hefang', told)).toEqual(['何*'])
    expect(await register.search('hefang', seen)).toEqual([])
    expect((await page(id)).records.find(({ standing }) => standing === 'holds')).toMatchObject({
      knownHow: 'neighbour',
      decidedBy: '何芳',
    })
  })

  it('of a telephone is replaced by whoever has it, and not by a neighbour', async () => {
    const id = await added('苏晓棠', { phone: '13800005678' })
    expect((await change('zhoumin', id, { phone: '13800008765', knownHow: 'neighbour' })).body.phoneMasked).toBe(
      '138****5678',
    )
    expect((await waiting(id))[0]?.numbers).toMatchObject([
      { said: { masked: '138****8765' }, holds: { masked: '138****5678' } },
    ])
    await decide(id, true)
    expect(await revealed(id)).toEqual({ phone: '13800008765' })
    expect((await change('zhoumin', id, { phone: '13800001111' })).body.phoneMasked).toBe('138****1111')
    expect(await waiting(id)).toEqual([])
  })
})

describe('two accounts', () => {
  it('that are as good as each other are both kept, unless the same person or a clerk corrects', async () => {
    const id = await added('柳春生', { birthOn: '1960-01-01' })
    expect((await change('zhoumin', id, { said: { birthOn: '1961-01-01' } })).body.birthOn).toBe('1961-01-01')
    expect((await change('hefang', id, { said: { birthOn: '1962-01-01' } })).body.birthOn).toBe('1962-01-01')
    expect((await change('zhoumin', id, { said: { birthOn: '1963-01-01', work: 'retired' } })).body).toMatchObject({
      birthOn: '1962-01-01',
      work: 'retired',
    })
    expect((await waiting(id))[0]).toMatchObject({
      holds: { birthOn: '1962-01-01' },
      record: { said: { birthOn: '1963-01-01' } },
    })
  })

  it('of which the later is about an earlier day: a correction holds, what changes by the day does not', async () => {
    const id = await added('顾南乔', { birthOn: '1980-01-01', since: '2020-06-01' })
    const earlier = { birthOn: '1981-01-01', education: 'junior' as const }
    await change('zhoumin', id, { said: { education: 'senior' }, validFrom: '2024-01-01' })
    await change('zhoumin', id, { said: earlier, validFrom: '2010-01-01' })
    expect(await page(id)).toMatchObject({ birthOn: '1981-01-01', education: 'senior' })
    expect(await page(id, 'hefang', '2021-01-01')).toMatchObject({ birthOn: '1981-01-01', education: 'junior' })
    // What a clerk accepts holds, from whatever day it was told.
    await change('zhoumin', id, { said: { birthOn: '1982-01-01' }, knownHow: 'neighbour', validFrom: '2009-01-01' })
    await decide(id, true)
    expect((await page(id)).birthOn).toBe('1982-01-01')
  })

  it('of a double are refused: they belong into the file that stands', async () => {
    const [keptId, otherId] = [await added('尤一'), await added('尤一一')]
    await world.call('hefang', peopleRoutes.proposeDuplicate, { commandId: newId(), keptId, otherId })
    const { items } = (await world.call('hefang', peopleRoutes.listDuplicates, { limit: 100 })).body
    const duplicateId = items.find(({ other }) => other.id === otherId)?.id ?? ''
    await world.call('hefang', peopleRoutes.decideDuplicate, { commandId: newId(), duplicateId, decision: 'merge' })
    expect(rulesOf(await change('zhoumin', otherId, { said: { work: 'retired' } }))).toEqual(['personId merged_file'])
    const need = await world.call('zhoumin', peopleRoutes.addNeed, {
      commandId: newId(),
      personId: otherId,
      seenVersion: (await page(otherId)).version,
      needId: newId(),
      kind: 'elder_alone',
      basis: '本人提出',
      validFrom: '2026-11-01',
      validTo: '2026-12-01',
    })
    expect(rulesOf(need)).toContain('personId merged_file')
  })
})

it('is said by a clerk’s decision, and not by whoever calls it one', async () => {
  const id = await added('何所依')
  expect(rulesOf(await change('zhoumin', id, { said: { name: '何所从' }, knownHow: 'clerk' }))).toEqual([
    'knownHow not_in_list',
  ])
})

describe('a field of the county', () => {
  it('takes what its entry allows, and is read by its readers alone, in records as on the page', async () => {
    const field = {
      subject: 'person' as const,
      code: 'broadband',
      names: { zh: '宽带', en: 'Broadband' },
      purposes: ['service' as const],
      basis: '《县网格化服务管理办法》',
      owner: '县中心',
      retention: { years: 3, after: 'recording' as const },
      sensitivity: 'personal' as const,
      group: 'basic' as const,
      storage: 'extra' as const,
      columns: [],
      shape: { type: 'choice' as const, options: [{ code: 'fibre', names: { zh: '光纤', en: 'Fibre' } }] },
      readers: ['register.merge'],
      unknownAllowed: true as const,
      assessment: null,
    }
    const set = (changes: object) =>
      world.call('suwen', fieldRoutes.setField, { commandId: newId(), field: { ...field, ...changes } })
    expect((await set({})).status).toBe(200)
    await set({ code: 'rooms', shape: { type: 'number' } })
    await set({ code: 'since_day', shape: { type: 'date' } })
    const id = await added('卫东来')
    const wrong = { broadband: 'wire', rooms: 'three', since_day: '2026-13-01' }
    expect(rulesOf(await change('zhoumin', id, { said: { extra: wrong } }))).toEqual([
      'extra.broadband not_in_list',
      'extra.rooms not_a_number',
      'extra.since_day format_date',
    ])
    const right = { broadband: 'fibre', rooms: 3, since_day: 'unknown' }
    const { text } = await change('zhoumin', id, { said: { extra: right } })
    expect(text).not.toMatch(/fibre|broadband/)
    const seen = await page(id)
    expect(seen.countyFields.map(({ code }) => code)).toContain('broadband')
    expect(seen.records[0]?.said.extra).toEqual(right)
  })
})

describe('two files', () => {
  it('are offered for what they have in common, once, however many save at once', async () => {
    const birthOn = '1966-06-06'
    const alike: [string, Parameters<typeof added>, Parameters<typeof added>][] = [
      ['name_birth', ['罗长河', { birthOn }], ['罗长河', { birthOn }]],
      ['name_phone', ['罗短江', { phone: '13900006666' }], ['罗短江', { phone: '13900006666' }]],
      ['sound_birth', ['罗清溪', { birthOn: '1967-07-07' }], ['罗青西', { birthOn: '1967-07-07' }]],
    ]
    for (const [why, one, other] of alike) {
      const [first, second] = [await added(...one), await added(...other)]
      const { items } = (await world.call('hefang', peopleRoutes.listDuplicates, { limit: 100 })).body
      expect(items.filter(({ kept }) => kept.id === first)).toMatchObject([{ why, other: { id: second } }])
      const pairId = items.find(({ kept }) => kept.id === first)?.id ?? ''
      for (const decision of ['merge', 'undo'] as const)
        await world.call('hefang', peopleRoutes.decideDuplicate, { commandId: newId(), duplicateId: pairId, decision })
      const saved = await Promise.all([first, second].map((id) => change('zhoumin', id, { said: { work: 'retired' } })))
      expect(saved.map(({ status }) => status)).toEqual([200, 200])
      const again = (await world.call('hefang', peopleRoutes.listDuplicates, { limit: 100 })).body.items
      expect(again.filter(({ kept, other }) => [kept.id, other.id].includes(first))).toHaveLength(1)
    }
  })
})
