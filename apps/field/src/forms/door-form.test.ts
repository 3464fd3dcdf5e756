import type { Answers, FormQuestion, VisitForm } from '@linli/contract/fieldwork'
import { offlineRoutes } from '@linli/contract/offline-commands'
import { describe, expect, it } from 'vitest'
import { due, flat, person, someId } from '../tasks/testing.ts'
import { type Door, doorEntries, doorFaults, type DoorForm, emptyDoor, type Ending, isFaultless } from './door-form.ts'
import { newcomer, newcomerFaults, withNumber } from './newcomer.ts'
import { type ChangeForm, changeFaults, emptyChange, withKind } from './person-change.ts'
import { allFine, asked, heldOf, withAnswer } from './questions.ts'

const today = '2026-11-23'
const now = new Date(`${today}T10:30:00+08:00`)

const question = (key: string, kind: FormQuestion['kind'], more: Partial<FormQuestion> = {}): FormQuestion => ({
  key,
  kind,
  names: { zh: key, en: key },
  choices: [],
  required: false,
  askedIf: null,
  photoIf: [],
  field: null,
  matterCategory: null,
  ...more,
})
const choices = ['owned', 'rented', 'empty'].map((code) => ({ code, names: { zh: code, en: code } }))

const form: VisitForm = {
  code: 'household_urban',
  version: 2,
  names: { zh: '走访表', en: 'Visit' },
  deeds: [],
  questions: [
    question('people_changed', 'yes_no', { required: true }),
    question('gas', 'state', { required: true, photoIf: ['trouble'], matterCategory: '1101' }),
    question('gas_what', 'choices', { choices, askedIf: { key: 'gas', anyOf: ['trouble'] } }),
    question('stairs', 'state'),
    question('tenure', 'choice', { choices, field: 'dwelling.tenure' }),
    question('tenants', 'yes_no', { askedIf: { key: 'tenure', anyOf: ['rented'] } }),
  ],
  schema: {},
  validFrom: today,
  validTo: null,
}

const zhang = person('张桂兰', 'zhangguilan zgl', { version: 7 })
const li = person('李建国', 'lijianguo ljg', { version: 4, relation: 'spouse' })
const home = flat('林园新村2栋', 1, 3, '302', {
  id: someId(),
  gridId: someId(),
  members: [zhang, li],
  tenure: 'rented',
  version: 3,
})
const item = due('2 栋 1 单元 302', { householdId: home.id })
const door: Door = {
  subject: { kind: 'household', id: home.id },
  orderBy: home.id,
  title: '2 栋 1 单元 302',
  gridId: home.gridId,
  address: home.address,
  point: { lon: 111.78, lat: 30.17 },
  household: home,
  persons: home.members,
  due: [item],
  form,
}
const same = { [zhang.id]: { state: 'same' }, [li.id]: { state: 'same' } } as const
const filled = (more: Partial<DoorForm>): DoorForm => ({
  ...emptyDoor(door.title),
  people: same,
  answers: { gas: 'fine' },
  ...more,
})
const changed = (more: Partial<ChangeForm>) => ({
  state: 'changed' as const,
  change: { ...emptyChange(today), ...more },
})

function entriesOf(draft: DoorForm, ending: Ending = { result: 'found' }, at: Door = door) {
  const made = { id: someId(), visitId: someId() }
  const entries = doorEntries(draft, at, ending, made, now)
  for (const { command, input, id } of entries) {
    const parsed = offlineRoutes[command].input.safeParse({ ...input, commandId: id })
    expect(parsed.error?.issues).toBeUndefined()
  }
  return entries
}
// The body of a visit, as made above.
const visitOf = (draft: DoorForm, ending?: Ending) =>
  entriesOf(draft, ending)[0]?.input as { parts: { kind: string }[]; words: string; form?: { answers: Answers } }

describe('an ordinary call', () => {
  it('is done with three answers: nobody changed, gas fine, found', () => {
    const draft = filled({})
    expect(isFaultless(doorFaults(draft, door, today))).toBe(true)
    expect(entriesOf(draft)[0]).toMatchObject({
      subject: home.id,
      input: {
        subject: { kind: 'household', id: home.id },
        dueItemIds: [item.id],
        result: 'found',
        form: { code: 'household_urban', version: 2, answers: { people_changed: 'no', gas: 'fine' } },
        parts: [],
        matterIds: [],
        capturedAt: now.toISOString(),
      },
    })
  })

  it('says of whom nothing was noted and which question is open', () => {
    const faults = doorFaults({ ...emptyDoor(''), people: { [li.id]: { state: 'unclear' } } }, door, today)
    expect(faults).toEqual({ people: [zhang.id], questions: ['gas'], reports: [], changes: [] })
  })
})

describe('questions', () => {
  const keys = (answers: Answers) => asked(form, answers, heldOf(form, home), true).map(({ key }) => key)

  it('lead where an answer leads, and what the register holds leads too', () => {
    expect(keys({})).toEqual(['gas', 'stairs', 'tenure', 'tenants'])
    expect(keys({ gas: 'trouble' })).toEqual(['gas', 'gas_what', 'stairs', 'tenure', 'tenants'])
    expect(keys({ tenure: 'owned' })).toEqual(['gas', 'stairs', 'tenure'])
  })

  it('forget the answers to what is no longer asked', () => {
    const draft = filled({ answers: { gas: 'fine', gas_what: ['rented'], stairs: 'unknown', tenants: 'declined' } })
    expect(visitOf(draft).form?.answers).toEqual({
      people_changed: 'no',
      gas: 'fine',
      stairs: 'unknown',
      tenants: 'declined',
    })
  })

  it('are all fine at one touch, but for what was said to be otherwise', () => {
    expect(allFine(asked(form, {}, {}, true), { gas: 'trouble' })).toEqual({ gas: 'trouble', stairs: 'fine' })
  })

  it('take an answer back at the second touch, and several where several are right', () => {
    const [, gas, what] = form.questions
    if (!gas || !what) throw new Error('not in the form')
    expect(withAnswer({ gas: 'fine' }, gas, 'fine')).toEqual({})
    expect(withAnswer(withAnswer({}, what, 'owned'), what, 'empty')).toEqual({ gas_what: ['owned', 'empty'] })
    expect(withAnswer({ gas_what: ['owned'] }, what, 'declined')).toEqual({ gas_what: 'declined' })
  })
})

describe('what has changed', () => {
  it.each<[string, Partial<ChangeForm>, object]>([
    [
      'out of the county',
      { kinds: ['moved'], place: '武汉' },
      { kind: 'person_moved', move: { how: 'moved_out', otherPlace: '武汉' } },
    ],
    [
      'elsewhere in the county',
      { kinds: ['moved'], where: 'county' },
      { kind: 'person_moved', move: { how: 'moved_within' } },
    ],
    ['died', { kinds: ['died'], on: '2026-11-01' }, { kind: 'person_moved', move: { how: 'died', on: '2026-11-01' } }],
    ['another phone', { kinds: ['phone'], phone: '138 0000-1234' }, { kind: 'person_said', phone: '13800001234' }],
    ['a phone abroad', { kinds: ['phone'], phone: '+852 6123-4567' }, { kind: 'person_said', phone: '+85261234567' }],
    ['will not tell the phone', { kinds: ['phone'], noPhone: true }, { kind: 'person_said', phone: null }],
    ['written wrongly', { kinds: ['wrong'], name: ' 张贵兰 ' }, { kind: 'person_said', said: { name: '张贵兰' } }],
    [
      'back again, and of another kind',
      { kinds: ['back', 'kind'], residenceKind: 'migrant', on: '2026-11-02' },
      {
        kind: 'residence_changed',
        knownHow: 'household',
        change: { on: '2026-11-02', livesHere: true, residenceKind: 'migrant' },
      },
    ],
    [
      'another relation to the head',
      { kinds: ['relation'], relation: 'spouse' },
      { kind: 'residence_changed', change: { relation: 'spouse' } },
    ],
    ['head now', { kinds: ['head'] }, { kind: 'household_changed', change: { headId: zhang.id } }],
  ])('%s', (_what, change, part) => {
    expect(changeFaults({ ...emptyChange(today), ...change }, today)).toEqual([])
    const visit = visitOf(filled({ people: { ...same, [zhang.id]: changed(change) } }))
    expect(visit.parts).toMatchObject([part])
    expect(visit.form?.answers['people_changed']).toBe('yes')
  })

  it('works away: said of the person, and lives elsewhere from that day', () => {
    const visit = visitOf(
      filled({
        people: {
          ...same,
          [li.id]: changed({ kinds: ['works_away', 'phone'], place: '杨林市镇', phone: '13900001234' }),
        },
      }),
    )
    expect(visit.parts).toMatchObject([
      { seenVersion: 4, said: { work: 'working_away' }, phone: '13900001234' },
      { kind: 'residence_changed', change: { on: today, livesHere: false, otherPlace: '杨林市镇' } },
    ])
  })

  it('is said to be incomplete before it is sent, not hours later', () => {
    const faults = (more: Partial<ChangeForm>) => changeFaults({ ...emptyChange(today), ...more }, today)
    expect(faults({})).toEqual(['kind_missing'])
    expect(faults({ kinds: ['phone'], phone: '138' })).toEqual(['phone_wrong'])
    expect(faults({ kinds: ['moved'], where: 'grid', on: '2026-12-01' })).toEqual(['day_future', 'household_missing'])
    expect(faults({ kinds: ['wrong'] })).toEqual(['wrong_what'])
    expect(faults({ kinds: ['kind', 'relation'], on: '' })).toEqual(['day_missing', 'kind_what', 'relation_what'])
    const draft = filled({ people: { ...same, [li.id]: changed({ kinds: ['phone'] }) } })
    expect(doorFaults(draft, door, today).changes).toEqual([li.id])
  })

  it('leaves no other change beside somebody’s leaving', () => {
    const phone = withKind(emptyChange(today), 'phone')
    expect(withKind(phone, 'died').kinds).toEqual(['died'])
    expect(withKind(withKind(phone, 'died'), 'wrong').kinds).toEqual(['wrong'])
  })

  it('fills the field of the register that a question names, and not with what nobody would say', () => {
    const answers = { gas: 'fine', tenure: 'owned' }
    expect(visitOf(filled({ answers })).parts).toMatchObject([
      { kind: 'household_changed', change: { tenure: 'owned' } },
    ])
    expect(visitOf(filled({ answers: { ...answers, tenure: 'declined' } })).parts).toEqual([])
  })

  it('adds who is new, with what their document says', () => {
    const baby = newcomer(someId(), today, { name: '张小雨', documentKind: 'resident_id' })
    const known = withNumber(baby, '42108720261101002X', today)
    expect(newcomerFaults({ ...baby, number: '421087' }, today)).toEqual(['document_length'])
    expect(newcomerFaults(newcomer(someId(), today), today)).toEqual(['name_missing'])
    const visit = visitOf(filled({ newcomers: [known] }))
    expect(visit.parts).toMatchObject([{ kind: 'person_added', person: { personId: baby.id, name: '张小雨' } }])
  })
})

describe('what should be seen to', () => {
  const report = { entryId: someId(), matterId: someId(), categoryCode: '1101', words: '软管老化', photos: ['a'] }
  const draft = filled({ answers: { gas: 'trouble' }, photos: { gas: ['b'] }, reports: { gas: report } })

  it('goes as a report of its own from this door, named by the visit, with the pictures of the question', () => {
    const [visit, matter] = entriesOf(draft)
    expect(visit).toMatchObject({ input: { matterIds: [report.matterId] }, photos: [] })
    expect(matter).toMatchObject({
      id: report.entryId,
      command: 'reportFromField',
      input: { matterId: report.matterId, categoryCode: '1101', point: door.point, address: home.address },
      photos: [{ key: 'a' }, { key: 'b' }],
    })
  })

  it('stays with the visit when nobody opens a matter, and goes when the answer was taken back', () => {
    expect(entriesOf({ ...draft, reports: {} })[0]?.photos).toMatchObject([{ key: 'b' }])
    expect(entriesOf({ ...draft, answers: { gas: 'fine' } })).toHaveLength(1)
  })

  it('must be said in words', () => {
    expect(doorFaults({ ...draft, reports: { gas: { ...report, words: ' ' } } }, door, today).reports).toEqual(['gas'])
  })
})

describe('other endings', () => {
  it('not at home: nothing but that, whatever was typed before', () => {
    const visit = visitOf(filled({ newcomers: [newcomer(someId(), today, { name: '王' })] }), { result: 'not_at_home' })
    expect(visit).toMatchObject({ result: 'not_at_home', parts: [], deeds: [] })
    expect(visit.form).toBeUndefined()
  })

  it('moved away: everybody of the household, by whom it was said', () => {
    const visit = visitOf(filled({}), { result: 'moved_away', on: today, place: '荆州', knownHow: 'neighbour' })
    expect(visit.parts).toHaveLength(2)
    expect(visit.parts[0]).toMatchObject({ knownHow: 'neighbour', move: { how: 'moved_out', otherPlace: '荆州' } })
  })

  it('declined: this once, or for good', () => {
    expect(visitOf(filled({}), { result: 'declined', forGood: false }).parts).toEqual([])
    expect(visitOf(filled({}), { result: 'declined', forGood: true }).parts).toMatchObject([
      { kind: 'household_changed', seenVersion: 3, change: { visitsDeclined: true } },
    ])
  })
})
