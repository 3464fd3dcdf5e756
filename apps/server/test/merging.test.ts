import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { peopleRoutes } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, phoneOf } from './county.ts'
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

const page = async (personId: string) => (await world.call('hefang', peopleRoutes.getPerson, { personId })).body
const pairOf = async (one: string, other: string, state: 'open' | 'merged' = 'open') => {
  const { items } = (await world.call('hefang', peopleRoutes.listDuplicates, { state, limit: 100 })).body
  return items.find((pair) => [one, other].every((id) => [pair.kept.id, pair.other.id].includes(id)))
}
const decide = async (
  decision: 'merge' | 'different' | 'undo',
  [keptId, otherId]: readonly [string, string],
  duplicateId?: string,
) => {
  const pair = await pairOf(keptId, otherId, decision === 'undo' ? 'merged' : 'open')
  return world.call('hefang', peopleRoutes.decideDuplicate, {
    commandId: newId(),
    duplicateId: duplicateId ?? pair?.id ?? newId(),
    decision,
    ...(decision === 'merge' ? { keptId } : {}),
  })
}
const propose = (keptId: string, otherId: string) =>
  world.call('hefang', peopleRoutes.proposeDuplicate, { commandId: newId(), keptId, otherId })
const move = async (personId: string, changes: object) =>
  world.call('hefang', peopleRoutes.movePerson, {
    commandId: newId(),
    personId,
    seenVersion: (await page(personId)).version,
    on: '2026-10-01',
    how: 'moved_within' as const,
    ...changes,
  })

/** The same person in as many households as there are days, each with what was told there. */
async function filesOf(name: string, ...told: Parameters<typeof member>[1][]): Promise<string[]> {
  const ids: string[] = []
  for (const [index, changes] of told.entries()) {
    const since = `20${20 + index}-01-01`
    const { body } = await register.addHousehold('hefang', [member(name, { relation: 'head', ...changes })], { since })
    ids.push(body.members[0]?.id ?? '')
  }
  return ids
}

describe('three files of one person', () => {
  const birthOn = '1971-02-03'
  const three = async (name: string) =>
    (await filesOf(name, { birthOn }, { birthOn, phone: '13900003333' }, { birthOn })) as [string, string, string]
  const places = (ids: readonly string[]) =>
    Promise.all(
      ids.map(async (id) => (await page(id)).residences.map(({ validFrom, validTo }) => [validFrom, validTo])),
    )
  const asBefore = [[['2020-01-01', null]], [['2021-01-01', null]], [['2022-01-01', null]]]

  it('go into one, and a pair with what is merged is asked of the file that it went into', async () => {
    const [first, second, third] = await three('钟三立')
    const stale = await pairOf(second, third)
    expect((await decide('merge', [first, second])).status).toBe(200)
    expect(await pairOf(second, third)).toBeUndefined()
    for (const decision of ['merge', 'different'] as const)
      expect((await decide(decision, [second, third], stale?.id)).code).toBe('register.stale')
    expect(rulesOf(await propose(second, third))).toEqual(['keptId merged_file'])
    expect(rulesOf(await propose(third, second))).toEqual(['otherId merged_file'])
    expect((await decide('merge', [first, third])).status).toBe(200)
    expect((await page(first)).residences).toHaveLength(3)
    expect(await register.search('hefang', '钟三立')).toEqual(['钟**'])
    // The one merged first is taken out first.
    expect((await decide('undo', [first, second])).status).toBe(200)
    expect((await decide('undo', [first, third])).status).toBe(200)
    expect(await places([first, second, third])).toEqual(asBefore)
    expect(await pairOf(second, third)).toBeDefined()
  })

  it('come apart in any order when one went into another that went into the third', async () => {
    for (const order of ['inner', 'outer'] as const) {
      const [first, second, third] = await three(order === 'inner' ? '钟内立' : '钟外立')
      await decide('merge', [first, second])
      await decide('merge', [third, first])
      expect(await page(second)).toMatchObject({ state: 'merged', mergedIntoId: third })
      expect((await page(third)).phoneMasked).toBe('139****3333')
      const undone = [
        [first, second],
        [third, first],
      ] as [string, string][]
      for (const pair of order === 'inner' ? undone : undone.toReversed())
        expect((await decide('undo', pair)).status, order).toBe(200)
      expect(await places([first, second, third]), order).toEqual(asBefore)
      for (const [id, phoneMasked] of [
        [first, null],
        [second, '139****3333'],
        [third, null],
      ] as const)
        expect(await page(id), order).toMatchObject({ state: 'present', mergedIntoId: null, phoneMasked })
    }
    expect(await register.search('hefang', '13900003333')).toHaveLength(3)
  })
})

describe('a merge', () => {
  it('brings what a phone says of the double to the file that stands, where nothing is overwritten', async () => {
    const [kept, other] = (await filesOf('秦怀玉', { birthOn: '1950-01-01' }, { birthOn: '1950-01-01' })) as [
      string,
      string,
    ]
    const { householdId, version } = await page(other)
    await decide('merge', [kept, other])
    const said = { kind: 'person_said' as const, personId: other, seenVersion: version, knownHow: 'person' as const }
    const visit = await world.call('zhoumin', fieldworkRoutes.recordVisit, {
      commandId: newId(),
      visitId: newId(),
      subject: { kind: 'household', id: householdId ?? '' },
      result: 'found',
      parts: [{ ...said, said: { work: 'retired', birthOn: '1951-01-01' } }],
    })
    expect(visit.body.parts.map(({ state }) => state)).toEqual(['contested'])
    expect(await page(kept)).toMatchObject({ work: 'retired', birthOn: '1950-01-01' })
  })

  it('does not bring the dead to life, and gives the living back', async () => {
    const [living, dead] = (await filesOf('葛长青', {}, {})) as [string, string]
    await move(dead, { how: 'died', on: '2023-05-05' })
    await propose(living, dead)
    await decide('merge', [living, dead])
    expect(await page(living)).toMatchObject({ state: 'died', diedOn: '2023-05-05' })
    expect((await page(living)).residences.every(({ validTo }) => validTo !== null)).toBe(true)
    await decide('undo', [living, dead])
    expect(await page(living)).toMatchObject({ state: 'present', diedOn: null })
    expect(await page(dead)).toMatchObject({ state: 'died', diedOn: '2023-05-05' })
  })

  it('is undone although the person has moved and the household has another head', async () => {
    const [kept, other] = (await filesOf('邵远行', {}, {})) as [string, string]
    const home = (await page(kept)).householdId ?? ''
    await propose(kept, other)
    await decide('merge', [kept, other])
    const wife = await world.call('hefang', peopleRoutes.addPerson, {
      commandId: newId(),
      householdId: home,
      person: member('田静宜', { relation: 'head' }),
    })
    expect(wife.status).toBe(200)
    expect((await decide('undo', [kept, other])).status).toBe(200)
    expect(await page(kept)).toMatchObject({ state: 'present', householdId: home, relation: 'other' })
    expect((await world.call('hefang', peopleRoutes.getHousehold, { householdId: home })).body.headName).toBe('田静宜')

    await propose(kept, other)
    await decide('merge', [kept, other])
    const to = (await register.addHousehold('hefang', [], { gridId: area.linyuan1 })).body.id
    await move(kept, { toHouseholdId: to })
    expect((await decide('undo', [kept, other])).status).toBe(200)
    expect(await page(kept)).toMatchObject({ state: 'present', householdId: to })
    expect((await page(kept)).residences).toMatchObject([{ validTo: null }, { endedBy: 'correction' }])
  })

  it('shows, opens and finds by the numbers of both; whoever follows one file follows the person', async () => {
    const document = { kind: 'resident_id' as const, number: numberOf('1953-03-07', '133') }
    const [kept, other] = (await filesOf('张桂兰', {}, { document, phone: phoneOf.zhangguilan })) as [string, string]
    await page(other)
    const claim = { commandId: newId(), document, name: '张桂兰' }
    expect((await world.call('zhangguilan', rightsRoutes.claimFile, claim)).status).toBe(200)
    const files = async () =>
      (await world.call('zhangguilan', rightsRoutes.listOwnFiles, {})).body.items.map(({ personId }) => personId)
    await propose(kept, other)
    await decide('merge', [kept, other])
    expect(await page(kept)).toMatchObject({ documentKind: 'resident_id', phoneMasked: '138****1234' })
    expect(await files()).toEqual([kept])
    const own = await world.call('zhangguilan', rightsRoutes.revealOwnFile, { commandId: newId(), personId: kept })
    expect(own.body.values).toContainEqual({ field: 'phone', value: phoneOf.zhangguilan })
    const read = await world.call('zhangguilan', rightsRoutes.listOwnReadings, { personId: kept, limit: 50 })
    const ask = { commandId: newId(), personId: kept, kind: 'dispute' as const, words: '那天没有人来过' }
    const ofTheOther = read.body.items.at(-1)?.seq ?? 0
    expect(
      (await world.call('zhangguilan', rightsRoutes.requestRight, { ...ask, readingSeq: ofTheOther })).status,
    ).toBe(200)
    // The grid worker of the kept file reaches what was told under the other.
    const reveal = await world.call('zhoumin', peopleRoutes.revealPerson, {
      commandId: newId(),
      personId: kept,
      purpose: 'service',
      groups: ['identity', 'contact'],
      reason: '代办',
    })
    expect(reveal.body.values.map(({ field }) => field).toSorted()).toEqual(['document', 'phone'])
    await decide('undo', [kept, other])
    expect(await page(kept)).toMatchObject({ documentKind: 'unknown', phoneMasked: null })
    expect(await files()).toEqual([other])
  })
})
