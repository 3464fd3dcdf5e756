import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { peopleRoutes } from '@linli/contract/people'
import type { RouteInput } from '@linli/contract/route'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { type Person } from './county.ts'
import { member, type Register, registerIn, rulesOf } from './register.ts'
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

const page = async (personId: string, on?: string, who: Person = 'hefang') =>
  (await world.call(who, peopleRoutes.getPerson, { personId, ...(on ? { on } : {}) })).body
const about = async (personId: string) => ({
  commandId: newId(),
  personId,
  seenVersion: (await page(personId)).version,
})

type Move = RouteInput<typeof peopleRoutes.movePerson>
const move = async (who: Person, personId: string, what: Omit<Move, 'commandId' | 'personId' | 'seenVersion'>) =>
  world.call(who, peopleRoutes.movePerson, { ...(await about(personId)), ...what })
type Change = RouteInput<typeof peopleRoutes.changeResidence>
const change = async (who: Person, personId: string, what: Omit<Change, 'commandId' | 'personId' | 'seenVersion'>) =>
  world.call(who, peopleRoutes.changeResidence, { ...(await about(personId)), ...what })
const takeBack = async (who: Person, personId: string) =>
  world.call(who, peopleRoutes.takeBackEnd, await about(personId))

/** 刘德海 and 陈秀英, in a household of their own. */
async function couple() {
  const { body } = await register.addHousehold('zhoumin', [
    member('刘德海', { relation: 'head', birthOn: '1950-02-01', otherPlace: '公安县' }),
    member('陈秀英', { relation: 'spouse', birthOn: '1953-04-01' }),
  ])
  const [liu, chen] = body.members
  if (!liu || !chen) throw new Error('two members')
  return { home: body, liu: liu.id, chen: chen.id }
}

describe('the end of a residence', () => {
  it('tells who recorded it and how it is known, and where to beside where from', async () => {
    const { liu } = await couple()
    const { body } = await move('zhoumin', liu, {
      on: '2026-05-01',
      how: 'moved_out',
      otherPlace: '武汉市',
      knownHow: 'household',
    })
    expect(body.residences).toMatchObject([
      {
        otherPlace: '公安县',
        toPlace: '武汉市',
        knownHow: 'person',
        by: '周敏',
        endedBy: 'moved_out',
        ended: { how: 'household', by: '周敏' },
      },
    ])
  })

  it('waits for a clerk when only a neighbour tells of it', async () => {
    const { home, liu } = await couple()
    const told = { on: '2026-06-01', how: 'died', knownHow: 'neighbour' } as const
    const { body } = await move('zhoumin', liu, told)
    expect(body).toMatchObject({
      state: 'present',
      records: [{ standing: 'contested', said: { gone: { how: 'died' } } }, {}],
    })
    // Told again, it is kept once.
    expect((await move('zhoumin', liu, told)).body.records).toHaveLength(2)
    const waiting = (await world.call('hefang', peopleRoutes.listContested, {})).body.items
    const recordId = waiting.find(({ personId }) => personId === liu)?.record.id ?? ''
    expect(
      (await world.call('hefang', peopleRoutes.decideRecord, { commandId: newId(), recordId, accept: true })).status,
    ).toBe(200)
    expect(await page(liu)).toMatchObject({
      state: 'died',
      diedOn: '2026-06-01',
      residences: [{ ended: { how: 'clerk' } }],
    })
    const now = await world.call('hefang', peopleRoutes.getHousehold, { householdId: home.id })
    expect(now.body).toMatchObject({ headName: '陈秀英', former: [{ name: '刘德海', endedBy: 'died' }] })
  })

  it('is not overwritten by another account of it, until a clerk takes that', async () => {
    const { chen } = await couple()
    await move('zhoumin', chen, { on: '2026-05-05', how: 'died', knownHow: 'document' })
    const other = { on: '2026-04-01', how: 'moved_out', otherPlace: '荆州', knownHow: 'household' } as const
    expect((await move('zhoumin', chen, other)).body).toMatchObject({ state: 'died', diedOn: '2026-05-05' })
    expect(rulesOf(await move('zhoumin', chen, { on: '2026-05-05', how: 'died' }))).toEqual(['how gone_already'])
    const waiting = (await world.call('hefang', peopleRoutes.listContested, {})).body.items
    const item = waiting.find(({ personId }) => personId === chen)
    expect(item?.holds).toEqual({ gone: { how: 'died', on: '2026-05-05', toPlace: null } })
    const recordId = item?.record.id ?? ''
    await world.call('hefang', peopleRoutes.decideRecord, { commandId: newId(), recordId, accept: true })
    const { state, diedOn, records, residences } = await page(chen)
    expect({ state, diedOn }).toEqual({ state: 'left', diedOn: null })
    expect(residences).toMatchObject([{ validTo: '2026-04-01', toPlace: '荆州', endedBy: 'moved_out' }])
    expect(records.map(({ standing, said, by }) => [standing, said.gone?.how, by])).toEqual([
      ['refused', 'died', '周敏'],
      ['holds', 'moved_out', '周敏'],
      ['holds', undefined, '周敏'],
    ])
  })

  it('is taken back by a clerk when it was a mistake, and stays to be seen', async () => {
    const { home, liu } = await couple()
    await move('zhoumin', liu, { on: '2026-05-05', how: 'died', knownHow: 'household' })
    expect((await takeBack('zhoumin', liu)).status).toBe(403)
    const { body, status, text } = await takeBack('hefang', liu)
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ state: 'present', diedOn: null, relation: 'head', householdId: home.id })
    expect(body.residences).toMatchObject([{ validTo: null, endedBy: null, ended: null }])
    expect(body.records[0]).toMatchObject({
      standing: 'refused',
      said: { gone: { how: 'died', on: '2026-05-05' } },
      knownHow: 'household',
      by: '周敏',
    })
    expect(rulesOf(await takeBack('hefang', liu))).toEqual(['personId not_gone'])
  })

  it('leaves whoever became head meanwhile the head, from then on', async () => {
    const { home, liu, chen } = await couple()
    await move('zhoumin', liu, { on: '2026-05-05', how: 'moved_out' })
    await change('zhoumin', chen, { on: '2026-05-06', relation: 'head' })
    expect((await takeBack('hefang', liu)).body).toMatchObject({ state: 'present', relation: 'other' })
    expect(await page(liu, '2026-05-01')).toMatchObject({ relation: 'head', state: 'present' })
    const now = await world.call('hefang', peopleRoutes.getHousehold, { householdId: home.id })
    expect(now.body.members.map(({ name, relation, since }) => [name, relation, since])).toEqual([
      ['陈秀英', 'head', '2020-01-01'],
      ['刘德海', 'other', '2020-01-01'],
    ])
  })

  it('is followed by a return, not before it and with where from', async () => {
    const { home, chen } = await couple()
    await move('zhoumin', chen, { on: '2026-05-05', how: 'moved_out', otherPlace: '荆州' })
    const back = { how: 'moved_within', toHouseholdId: home.id, otherPlace: '沙市', relation: 'spouse' } as const
    expect(rulesOf(await move('zhoumin', chen, { ...back, on: '2026-05-04' }))).toEqual(['on before_leaving'])
    expect((await move('zhoumin', chen, { ...back, on: '2026-08-01' })).body).toMatchObject({
      state: 'present',
      residences: [
        { beganBy: 'moved_in', otherPlace: '沙市', validFrom: '2026-08-01' },
        { endedBy: 'moved_out', toPlace: '荆州' },
      ],
    })
    expect(await page(chen, '2026-06-01')).toMatchObject({ state: 'left', residenceKind: null })
  })
})

describe('two accounts from the door', () => {
  it('are decided by a clerk, whose word is the last one', async () => {
    const { home, chen } = await couple()
    const { version: seenVersion } = await page(chen)
    const told = (otherPlace: string) =>
      world.call('zhoumin', fieldworkRoutes.recordVisit, {
        commandId: newId(),
        visitId: newId(),
        subject: { kind: 'household', id: home.id },
        result: 'found',
        parts: [
          {
            kind: 'person_moved',
            personId: chen,
            seenVersion,
            move: { on: '2026-10-10', how: 'moved_out', otherPlace },
          },
        ],
      })
    await told('荆州')
    expect((await told('武汉')).body.parts).toMatchObject([{ state: 'refused', problem: { code: 'register.stale' } }])
    const waiting = (await world.call('hefang', fieldworkRoutes.listConflicts, {})).body.items
    const partId = waiting.find(({ part }) => 'personId' in part && part.personId === chen)?.id ?? ''
    const decide = { commandId: newId(), partId, accept: true }
    expect((await world.call('hefang', fieldworkRoutes.decideConflict, decide)).code).toBeUndefined()
    expect((await page(chen)).residences).toMatchObject([{ toPlace: '武汉', ended: { how: 'clerk', by: '何芳' } }])
  })
})

describe('what changes of somebody who stays', () => {
  it('holds from its day on, and what was before stays as it was', async () => {
    const { home, chen } = await couple()
    const away = await change('zhoumin', chen, {
      on: '2026-03-01',
      livesHere: false,
      otherPlace: '东莞市',
      knownHow: 'household',
    })
    expect(away.body, away.text).toMatchObject({
      state: 'away',
      residences: [
        { livesHere: false, otherPlace: '东莞市', beganBy: 'changed', validFrom: '2026-03-01' },
        { livesHere: true, endedBy: 'changed', ended: { how: 'household', by: '周敏' } },
      ],
    })
    const turned = await change('hefang', chen, { on: '2026-07-01', residenceKind: 'migrant', livesHere: true })
    expect(turned.body).toMatchObject({ state: 'present', residenceKind: 'migrant', relation: 'spouse' })
    expect(await page(chen, '2026-04-01')).toMatchObject({ state: 'away', residenceKind: 'registered' })
    // Who stays has not left, and belongs to the household since they came.
    const { body } = await world.call('hefang', peopleRoutes.getHousehold, { householdId: home.id })
    expect(body.former).toEqual([])
    expect(body.members.map(({ name, since }) => [name, since])).toContainEqual(['陈秀英', '2020-01-01'])
  })

  it('does not stand in the way of a death that is told later and was before it', async () => {
    const { chen } = await couple()
    await change('zhoumin', chen, { on: '2026-06-01', livesHere: false })
    await change('zhoumin', chen, { on: '2026-11-01', relation: 'other' })
    expect(rulesOf(await move('zhoumin', chen, { on: '2019-12-31', how: 'died' }))).toEqual(['on before_beginning'])
    const { body } = await move('zhoumin', chen, { on: '2026-10-20', how: 'died' })
    expect(body).toMatchObject({ state: 'died', diedOn: '2026-10-20' })
    expect(body.residences.map(({ validFrom, validTo, endedBy }) => [validFrom, validTo, endedBy])).toEqual([
      ['2026-10-20', '2026-10-20', 'died'],
      ['2026-06-01', '2026-10-20', 'changed'],
      ['2020-01-01', '2026-06-01', 'changed'],
    ])
    expect(await page(chen, '2026-10-19')).toMatchObject({ state: 'away', relation: 'spouse' })
  })

  it('is refused where it says nothing new, cannot be, or makes a second head', async () => {
    const { chen } = await couple()
    const rules = async (what: Parameters<typeof change>[2]) => rulesOf(await change('zhoumin', chen, what))
    expect(await rules({ on: '2026-03-01', relation: 'spouse' })).toEqual(['relation nothing_new'])
    expect(await rules({ on: '2019-01-01', livesHere: false })).toEqual(['on before_beginning'])
    expect(await rules({ on: '2027-01-01', livesHere: false })).toEqual(['on day_future'])
    expect(await rules({ on: '2026-03-01', relation: 'head' })).toEqual(['relation two_heads'])
    await move('zhoumin', chen, { on: '2026-05-05', how: 'died' })
    expect(await rules({ on: '2026-06-01', livesHere: false })).toEqual(['personId gone_already'])
  })

  it('comes from the door like any other part of a visit', async () => {
    const { home, liu, chen } = await couple()
    const seenVersion = (await page(chen)).version
    const part = (personId: string, what: object) => ({
      kind: 'residence_changed' as const,
      personId,
      seenVersion,
      change: { on: '2026-11-01', ...what },
    })
    const visit = () =>
      world.call('zhoumin', fieldworkRoutes.recordVisit, {
        commandId: newId(),
        visitId: newId(),
        subject: { kind: 'household', id: home.id },
        result: 'found',
        parts: [part(chen, { livesHere: false, otherPlace: '深圳市' }), part(liu, { residenceKind: 'migrant' })],
      })
    expect((await visit()).body.parts.map(({ state }) => state)).toEqual(['applied', 'applied'])
    expect(await page(chen)).toMatchObject({ state: 'away', residences: [{ otherPlace: '深圳市' }, {}] })
    // From a copy of before, it waits for a clerk.
    expect((await visit()).body.parts.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['refused', 'register.stale'],
      ['refused', 'register.stale'],
    ])
  })

  it('a new head is head from a day on', async () => {
    const { home, liu, chen } = await couple()
    const turn = async (headSince: string) =>
      world.call('hefang', peopleRoutes.changeHousehold, {
        commandId: newId(),
        householdId: home.id,
        seenVersion: (await world.call('hefang', peopleRoutes.getHousehold, { householdId: home.id })).body.version,
        headId: chen,
        headSince,
      })
    expect(rulesOf(await turn('2019-06-01'))).toEqual(['headSince before_beginning'])
    expect((await turn('2026-06-01')).body.headName).toBe('陈秀英')
    const relations = async (on?: string) => [(await page(liu, on)).relation, (await page(chen, on)).relation]
    expect([await relations('2026-05-31'), await relations()]).toEqual([
      ['head', 'spouse'],
      ['other', 'head'],
    ])
  })
})

describe('a person on an earlier day', () => {
  it('is as they were: alive, with the needs of that day, and named before the first record', async () => {
    const { chen } = await couple()
    await world.call('hefang', peopleRoutes.addNeed, {
      ...(await about(chen)),
      needId: newId(),
      kind: 'disability',
      basis: '残疾人证',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    })
    const { needs } = await page(chen)
    await world.call('hefang', peopleRoutes.changePerson, { ...(await about(chen)), phone: '13800004321' })
    await world.call('hefang', peopleRoutes.endNeed, { ...(await about(chen)), needId: needs[0]?.id ?? '' })
    await move('hefang', chen, { on: '2026-11-20', how: 'died' })
    const today = await page(chen)
    expect(today).toMatchObject({ state: 'died', needs: [], phoneMasked: '138****4321' })
    expect(await page(chen, '2026-10-01')).toMatchObject({
      state: 'present',
      diedOn: null,
      needs: [{ kind: 'disability' }],
      phoneMasked: null,
    })
    expect(await page(chen, '2015-01-01')).toMatchObject({ name: '陈秀英', state: null, relation: null, needs: [] })
  })
})

describe('days that cannot be', () => {
  it('are refused when a household is taken in; whoever was born into it belongs to it from then on', async () => {
    expect(rulesOf(await register.addHousehold('zhoumin', [member('甲')], { since: '1801-01-01' }))).toEqual([
      'since date_too_early',
    ])
    const { body } = await register.addHousehold('zhoumin', [member('刘小满', { birthOn: '2022-05-21' })])
    expect(body.members.map(({ since }) => since)).toEqual(['2022-05-21'])
    const born = { birthOn: '2026-10-01', beganBy: 'born', since: '2026-11-01' } as const
    expect(rulesOf(await register.addHousehold('zhoumin', [member('刘小雪', born)]))).toEqual([
      'members.0.since born_that_day',
    ])
  })

  it('are refused as a birthday after the death, said or decided', async () => {
    const { chen } = await couple()
    const say = async (birthOn: string, knownHow: 'neighbour' | 'document') =>
      world.call('zhoumin', peopleRoutes.changePerson, { ...(await about(chen)), said: { birthOn }, knownHow })
    await say('1953-04-01', 'document')
    await say('2026-06-01', 'neighbour')
    await move('hefang', chen, { on: '2026-05-05', how: 'died' })
    expect(rulesOf(await say('2026-07-01', 'document'))).toEqual(['birthOn after_death'])
    const waiting = (await world.call('hefang', peopleRoutes.listContested, {})).body.items
    const recordId = waiting.find(({ personId }) => personId === chen)?.record.id ?? ''
    const decided = await world.call('hefang', peopleRoutes.decideRecord, {
      commandId: newId(),
      recordId,
      accept: true,
    })
    expect([decided.status, rulesOf(decided)]).toEqual([400, ['accept after_death']])
  })
})
