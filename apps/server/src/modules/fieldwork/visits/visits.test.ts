import { fieldworkRoutes, type VisitPart } from '@linli/contract/fieldwork'
import { peopleRoutes } from '@linli/contract/people'
import type { RouteInput } from '@linli/contract/route'
import { inboxRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, type Person } from '../../../../test/county.ts'
import { member, type Register, registerIn, rulesOf } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'

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

type NewVisit = RouteInput<typeof fieldworkRoutes.recordVisit>
const visit = (who: Person, householdId: string, changes: Partial<NewVisit> = {}) =>
  world.call(who, fieldworkRoutes.recordVisit, {
    commandId: newId(),
    visitId: newId(),
    subject: { kind: 'household', id: householdId },
    result: 'found',
    ...changes,
  })
const household = async (id: string) =>
  (await world.call('hefang', peopleRoutes.getHousehold, { householdId: id })).body
const conflicts = async (who: Person = 'hefang') =>
  (await world.call(who, fieldworkRoutes.listConflicts, { limit: 50 })).body.items

/** 张 and 李 as the phone saw them in the morning. */
async function morning() {
  const { body } = await register.addHousehold('zhoumin', [
    member('张桂兰', { relation: 'head', phone: '13800001234', birthOn: '1953-03-07' }),
    member('李大山', { relation: 'spouse', birthOn: '1950-06-01' }),
  ])
  const [zhang, li] = body.members
  if (!zhang || !li) throw new Error('two members')
  return { home: body, zhang, li }
}

describe('a visit', () => {
  it('updates the file, adds who is new, and is told once when the phone sends it twice', async () => {
    const { home, zhang, li } = await morning()
    const sent: NewVisit = {
      commandId: newId(),
      visitId: newId(),
      subject: { kind: 'household', id: home.id },
      result: 'found',
      deeds: ['greeting'],
      words: '一切都好',
      parts: [
        { kind: 'person_said', personId: zhang.id, seenVersion: zhang.version, phone: '13900007777' },
        {
          kind: 'person_moved',
          personId: li.id,
          seenVersion: li.version,
          move: { on: '2026-11-20', how: 'moved_out', otherPlace: '杨林市镇' },
        },
        { kind: 'person_added', person: member('张小雨', { relation: 'grandchild', beganBy: 'moved_in' }) },
        { kind: 'household_changed', seenVersion: home.version, change: { tenure: 'rented' } },
      ],
    }
    const first = await world.call('zhoumin', fieldworkRoutes.recordVisit, sent)
    const again = await world.call('zhoumin', fieldworkRoutes.recordVisit, sent)
    expect(first.status, first.text).toBe(200)
    expect(again.body).toEqual(first.body)
    expect(first.body.parts.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied', 'applied'])
    const now = await household(home.id)
    expect(now.members.map(({ name, phoneMasked }) => [name, phoneMasked])).toEqual([
      ['张桂兰', '139****7777'],
      ['张小雨', null],
    ])
    expect(now.dwelling?.tenure).toBe('rented')
    const { body } = await world.call('hefang', fieldworkRoutes.listVisits, { householdId: home.id })
    expect(body.items.map(({ words, by }) => [words, by?.name])).toEqual([['一切都好', '周敏']])
    // Their doors were read: that is on record.
    expect((await register.readings(home.id)).map(({ purpose }) => purpose)).toContain('visit.history')
  })

  it('keeps both where two phones and a clerk disagree, and lets a person decide', async () => {
    const { home, zhang, li } = await morning()
    // The clerk, from a document, and the first phone are there before the second comes back online.
    await world.call('hefang', peopleRoutes.changePerson, {
      commandId: newId(),
      personId: zhang.id,
      seenVersion: zhang.version,
      knownHow: 'document',
      said: { work: 'retired' },
      phone: '13911112222',
    })
    const move = (on: string, otherPlace: string): VisitPart => ({
      kind: 'person_moved',
      personId: li.id,
      seenVersion: li.version,
      knownHow: 'household',
      move: { on, how: 'moved_out', otherPlace, relation: 'unknown', livesHere: true },
    })
    expect((await visit('zhoumin', home.id, { parts: [move('2026-11-10', '荆州')] })).body.parts[0]?.state).toBe(
      'applied',
    )
    const late = await visit('zhoumin', home.id, {
      parts: [
        {
          kind: 'person_said',
          personId: zhang.id,
          seenVersion: zhang.version,
          knownHow: 'document',
          said: { work: 'farming', education: 'primary' },
          phone: '13933334444',
        },
        move('2026-11-12', '武汉'),
      ],
    })
    expect(late.status, late.text).toBe(200)
    expect(late.body.parts.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['refused', 'register.stale'],
      ['refused', 'register.stale'],
    ])
    // What nobody contradicted is in; what the clerk wrote stands; what the phone said stands beside it.
    const person = (await world.call('hefang', peopleRoutes.getPerson, { personId: zhang.id })).body
    expect(person).toMatchObject({ work: 'retired', education: 'primary', phoneMasked: '139****2222' })
    expect(person.records.filter(({ standing }) => standing === 'contested').map(({ said }) => said)).toEqual([
      { work: 'farming' },
    ])
    const waiting = await conflicts()
    expect(waiting.map(({ part, by }) => [part.kind, by])).toEqual([
      ['person_said', '周敏'],
      ['person_moved', '周敏'],
    ])
    expect(JSON.stringify(waiting)).not.toContain('13933334444')
    const { items: piles } = (await world.call('hefang', inboxRoutes.listPiles, {})).body
    expect(piles).toContainEqual({ kind: 'conflicts', count: waiting.length, more: false })
    const decide = (partId: string, accept: boolean) =>
      world.call('hefang', fieldworkRoutes.decideConflict, { commandId: newId(), partId, accept })
    expect((await decide(waiting[0]?.id ?? '', true)).status).toBe(200)
    expect((await decide(waiting[1]?.id ?? '', false)).status).toBe(200)
    expect((await decide(waiting[1]?.id ?? '', true)).code).toBe('register.not_found')
    expect(await conflicts()).toEqual([])
    expect((await world.call('hefang', peopleRoutes.getPerson, { personId: zhang.id })).body.phoneMasked).toBe(
      '139****4444',
    )
    // The history tells of both.
    const { body } = await world.call('hefang', fieldworkRoutes.listVisits, { householdId: home.id })
    expect(body.items[0]).toMatchObject({ where: home.address, gridName: '第3网格' })
    expect(body.items[0]?.parts.map(({ state, decided }) => [state, decided?.by])).toEqual([
      ['applied', '何芳'],
      ['dropped', '何芳'],
    ])
  })

  it('is not contradicted by what its own phone said before, only by others', async () => {
    const { home, zhang, li } = await morning()
    const says = (work: 'farming' | 'retired', phone: string): VisitPart[] => [
      {
        kind: 'person_said',
        personId: zhang.id,
        seenVersion: zhang.version,
        knownHow: 'person',
        said: { work },
        phone,
      },
      {
        kind: 'household_changed',
        seenVersion: home.version,
        knownHow: 'person',
        change: { tenure: work === 'farming' ? 'owned' : 'rented' },
      },
    ]
    const states = async (given: Partial<NewVisit>) => {
      const { body, text } = await visit('zhoumin', home.id, given)
      return { id: body.id, states: body.parts?.map(({ state }) => state) ?? text }
    }
    // Both were put in before the phone had heard of the first.
    const first = await states({ parts: says('farming', '13900000001') })
    const second = await states({ parts: says('retired', '13900000002'), after: [first.id] })
    expect([first.states, second.states]).toEqual([
      ['applied', 'applied'],
      ['applied', 'applied'],
    ])
    const person = (await world.call('hefang', peopleRoutes.getPerson, { personId: zhang.id })).body
    expect(person).toMatchObject({ work: 'retired', phoneMasked: '139****0002' })
    // The clerk knows better meanwhile: that is somebody else's, whatever the phone names.
    await world.call('hefang', peopleRoutes.changePerson, {
      commandId: newId(),
      personId: zhang.id,
      seenVersion: person.version,
      knownHow: 'document',
      said: { work: 'employed' },
      phone: '13900000003',
    })
    const third = await states({ parts: says('farming', '13900000004'), after: [first.id, second.id] })
    expect(third.states).toEqual(['refused', 'applied'])
    // One visit may speak of somebody twice.
    const move = { on: '2026-11-01', how: 'moved_out', relation: 'unknown', livesHere: true } as const
    const about = { personId: li.id, seenVersion: li.version, knownHow: 'household' } as const
    expect(
      await states({
        parts: [
          { kind: 'person_said', ...about, said: { work: 'farming' } },
          { kind: 'person_said', ...about, said: { work: 'retired' } },
          { kind: 'person_moved', ...about, move },
        ],
      }),
    ).toMatchObject({ states: ['applied', 'applied', 'applied'] })
    for (const { id } of await conflicts())
      await world.call('hefang', fieldworkRoutes.decideConflict, { commandId: newId(), partId: id, accept: false })
  })

  it('goes through although one part cannot be as the file stands', async () => {
    const { home, li } = await morning()
    const gone = {
      commandId: newId(),
      personId: li.id,
      seenVersion: li.version,
      on: '2026-11-01',
      how: 'died',
    } as const
    expect((await world.call('hefang', peopleRoutes.movePerson, gone)).status).toBe(200)
    const { body } = await visit('zhoumin', home.id, {
      parts: [
        { kind: 'household_changed', seenVersion: home.version, change: { visitsDeclined: true } },
        { kind: 'person_added', person: member('王小二', { relation: 'head' }) },
      ],
    })
    expect(body.parts.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['applied', undefined],
      ['refused', 'input.invalid'],
    ])
    expect((await household(home.id)).visitsDeclined).toBe(true)
  })

  it('says what was typed wrong, and keeps none of it', async () => {
    const { home, zhang } = await morning()
    const wrong = await visit('zhoumin', home.id, {
      parts: [
        { kind: 'person_said', personId: zhang.id, seenVersion: zhang.version, phone: '123' },
        { kind: 'person_added', person: member('张三', { birthOn: '2027-01-01' }) },
      ],
    })
    expect(wrong.status).toBe(400)
    expect(rulesOf(wrong)).toEqual(['parts.0.phone format_regex', 'parts.1.person.birthOn birth_future'])
    const unknownForm = await visit('zhoumin', home.id, { form: { code: 'nothing', version: 1, answers: {} } })
    expect([unknownForm.status, unknownForm.code]).toEqual([422, 'form.unknown'])
    const shop = await visit('zhoumin', area.linyuan3, {
      subject: { kind: 'grid', id: area.linyuan3 },
      parts: [{ kind: 'household_changed', seenVersion: 1, change: { tenure: 'owned' } }],
    })
    expect(rulesOf(shop)).toEqual(['subject household_needed'])
  })

  it('keeps both times of a phone whose clock is wrong, and says so', async () => {
    const { home } = await morning()
    const ahead = new Date(world.now().getTime() + 3 * 86_400_000).toISOString()
    const { body } = await visit('zhoumin', home.id, { capturedAt: ahead })
    expect(body).toMatchObject({ capturedAt: ahead, recordedAt: world.now().toISOString(), clockOff: true })
  })

  it('is nobody else’s: absent and not theirs are one answer', async () => {
    const far = await register.addHousehold('hefang', [member('赵六')], { gridId: area.linyuan1 })
    for (const id of [far.body.id, newId()])
      expect(await visit('zhoumin', id)).toMatchObject({ status: 404, code: 'register.not_found' })
    expect((await visit('hefang', far.body.id)).status).toBe(403)
    expect((await world.call('zhoumin', fieldworkRoutes.listVisits, {})).status).toBe(403)
  })
})

describe('a patrol', () => {
  const patrolId = newId()
  it('begins and ends with both times, without a track where the county keeps none', async () => {
    const start = { commandId: newId(), patrolId, gridId: area.linyuan3, capturedAt: '2026-11-23T01:00:00Z' }
    expect((await world.call('zhoumin', fieldworkRoutes.startPatrol, start)).body.endedAt).toBeNull()
    const at = '2026-11-23T01:10:00Z'
    const track = [{ at, point: { lon: 111.625, lat: 30.11 }, accuracy: 10 }]
    const end = { commandId: newId(), patrolId, capturedAt: '2026-11-23T01:42:00Z' }
    expect((await world.call('zhoumin', fieldworkRoutes.endPatrol, { ...end, track })).code).toBe('patrol.tracks_off')
    const ended = await world.call('zhoumin', fieldworkRoutes.endPatrol, end)
    expect(ended.body).toMatchObject({ endedAt: '2026-11-23T01:42:00.000Z', track: null })
    const { body } = await world.call('hefang', fieldworkRoutes.listPatrols, { areaId: area.linyuan })
    expect(body.items.map(({ by, gridName }) => [by, gridName])).toEqual([['周敏', '第3网格']])
  })
})
