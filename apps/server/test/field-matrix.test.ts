import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { type FieldGroup, peopleRoutes, type RevealPurpose } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import { fieldRoutes, RegisterField } from '@linli/contract/people-fields'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { needNames } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { mask } from '../src/platform/mask.ts'
import { area, type Person, phoneOf } from './county.ts'
import { member, numberOf, registerIn } from './register.ts'
import { type Answer, createWorld, type World } from './world.ts'

const columns: readonly (readonly [role: string, who: Person])[] = [
  ['worker', 'zhoumin'],
  ['clerk', 'hefang'],
  ['dispatcher', 'luobin'],
  ['elsewhere', 'tangqi'],
  ['officer', 'huangjian'],
  ['supervisor', 'wujing'],
  ['administrator', 'suwen'],
  ['auditor', 'shenjie'],
  ['protection', 'daiping'],
  ['resident', 'zhangguilan'],
  ['neighbour', 'lixiuying'],
]

const document = { kind: 'resident_id' as const, number: numberOf('1951-04-09', '224') }
const sealed = {
  health_note: '每周透析三次',
  disability_certificate: '听力二级',
  guardian_note: '托付给姨妈照看',
  school: '育苗小学',
  therapy: '每周三康复训练',
}
const relative = '单远山'
const name = '欧阳晓霞'

/** Each field of the catalogue of persons, by what an answer holds when it shows it; in part, or whole. */
const seen: Readonly<Record<string, readonly [whole: string, part?: string]>> = {
  name: [name, mask.name(name)],
  sex: ['"female"'],
  birth_on: ['1951-04-09', '1951'],
  document_kind: ['"resident_id"'],
  document: [document.number],
  phone: [phoneOf.zhangguilan, mask.phone(phoneOf.zhangguilan)],
  education: ['"vocational"'],
  work: ['"self_employed"'],
  state: ['"present"'],
  residence: ['藕池路 77 号'],
  ...Object.fromEntries(Object.entries(sealed).map(([field, value]) => [field, [value] as const])),
  needs: ['elder_alone'],
  relatives: [relative, mask.name(relative)],
}
const groups: readonly FieldGroup[] = ['identity', 'contact', 'health', 'child']
const purposes: readonly RevealPurpose[] = ['upkeep', 'service', 'visit', 'merge', 'rights', 'emergency']

// Written by hand and checked when a county begins.
const standard = RegisterField.array()
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../data/register/fields.json'), 'utf8')))
  // Who said something when, and by which key a number is found, is no value of the person.
  .filter(({ subject, code }) => subject === 'person' && code !== 'records' && code !== 'number_keys')
const ofHealth = standard.filter(({ code }) => code === 'health_note')
// The county's own, in a group that many open, for one permission alone.
const therapy = ofHealth.map((field) => ({ ...field, code: 'therapy', readers: ['register.approve'] }))
const catalogue = [...standard, ...therapy]

let world: World
let owner: pg.Client
let personId: string
let relativeId: string
let householdId: string
beforeAll(async () => {
  world = await createWorld()
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  const { body } = await registerIn(world).addHousehold(
    'zhoumin',
    [
      member(name, { document, phone: phoneOf.zhangguilan, relation: 'head', birthOn: '1951-04-09', sex: 'female' }),
      member(relative, { relation: 'spouse', sex: 'male' }),
    ],
    { address: '藕池路 77 号' },
  )
  householdId = body.id
  const idOf = (whose: string) => body.members.find((one) => one.name === whose)?.id ?? ''
  ;[personId, relativeId] = [idOf(name), idOf(relative)]
  for (const field of therapy)
    expect((await world.call('suwen', fieldRoutes.setField, { commandId: newId(), field })).status).toBe(200)
  const at = { personId, seenVersion: 1 }
  const said = { education: 'vocational', work: 'self_employed' } as const
  const fields = Object.entries(sealed).map(([field, value]) => ({ field, value }))
  const changed = await world.call('zhoumin', peopleRoutes.changePerson, {
    commandId: newId(),
    ...at,
    said,
    sealed: fields,
  })
  const need = await world.call('zhoumin', peopleRoutes.addNeed, {
    commandId: newId(),
    personId,
    seenVersion: changed.body.version,
    needId: newId(),
    kind: 'elder_alone',
    basis: '上门核实',
    validFrom: '2026-11-01',
    validTo: '2027-06-01',
  })
  expect([changed.status, need.status]).toEqual([200, 200])
  await world.call('zhangguilan', rightsRoutes.claimFile, { commandId: newId(), document, name })
  // The worker has just been there; the others have no work with her.
  await world.call('zhoumin', fieldworkRoutes.recordVisit, {
    commandId: newId(),
    visitId: newId(),
    subject: { kind: 'household', id: householdId },
    result: 'found',
  })
})
afterAll(async () => {
  await owner.end()
  await world.close()
})

type Ask = (who: Person) => Promise<Answer<unknown>>
const reveal =
  (purpose: RevealPurpose, group: FieldGroup): Ask =>
  (who) =>
    world.call(who, peopleRoutes.revealPerson, {
      commandId: newId(),
      personId,
      purpose,
      groups: [group],
      reason: '核对',
    })

const inEmergency =
  (group: FieldGroup): Ask =>
  async (who) => {
    await world.call(who, rightsRoutes.openBreakGlass, { commandId: newId(), document, reason: '晕倒送医' })
    return reveal('emergency', group)(who)
  }

/** What is asked, in the order of the file; the page and the vault before what names a household's members by design. */
const surfaces = (): readonly (readonly [surface: string, ask: Ask])[] => [
  ['person page', (who) => world.call(who, peopleRoutes.getPerson, { personId })],
  ...purposes.flatMap((purpose) =>
    groups.map((group) => [`vault: ${purpose}, ${group}`, reveal(purpose, group)] as const),
  ),
  ...groups.map((group) => [`vault: emergency, ${group}, glass broken`, inEmergency(group)] as const),
  ['own file', (who) => world.call(who, rightsRoutes.listOwnFiles, {})],
  ['own file, opened', (who) => world.call(who, rightsRoutes.revealOwnFile, { commandId: newId(), personId })],
  ['search', (who) => world.call(who, peopleRoutes.searchRegister, { q: '欧阳' })],
  ['list of households', (who) => world.call(who, peopleRoutes.listHouseholds, { areaId: area.linyuan3 })],
  ['household page', (who) => world.call(who, peopleRoutes.getHousehold, { householdId })],
]

async function readingsOf(id: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM access_log WHERE subject_ids @> ARRAY[$1::uuid]',
    [id],
  )
  return rows[0]?.count ?? 0
}

const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

function shown({ status, text: answered }: Answer<unknown>): Record<string, string> {
  if (status >= 400) return {}
  // An id may hold any four digits.
  const text = answered.replaceAll(ids, '').replaceAll(needNames()['elder_alone']?.zh ?? '', 'elder_alone')
  const cells: Record<string, string> = {}
  for (const [field, [whole, part]] of Object.entries(seen)) {
    if (text.includes(whole)) cells[field] = 'whole'
    else if (part !== undefined && text.includes(part)) cells[field] = 'part'
  }
  return cells
}

const LEGEND = `# Who sees which field of a person, where, and for which purpose: what the server really answers of one file that holds all of them.
# whole: as it is; part: masked, or the year of a birthday; · not at all. Columns are roles; elsewhere is a dispatcher of another
# town, resident the person, neighbour another resident. What nobody sees anywhere is left out.
`

it('is what was agreed, opens no relative along with a person, and follows the catalogue', async () => {
  const rows: string[][] = [['where', 'field', ...columns.map(([role]) => role)]]
  const before = await readingsOf(relativeId)
  const fieldOf = new Map(catalogue.map((field) => [field.code, field]))
  for (const [surface, ask] of surfaces()) {
    const answers: Record<string, string>[] = []
    for (const [, who] of columns) answers.push(shown(await ask(who)))
    for (const field of Object.keys(seen)) {
      const cells = answers.map((answer) => answer[field] ?? '·')
      if (cells.some((cell) => cell !== '·')) rows.push([surface, field, ...cells])
      if (!cells.includes('whole')) continue
      // What the vault holds leaves by its doors alone, and for the purposes that the catalogue names.
      const entry = fieldOf.get(field)
      const [, purpose] = /^vault: (\w+),/.exec(surface) ?? []
      if (entry?.storage === 'sealed') expect(surface, field).toMatch(/^vault: |^own file, opened$/)
      if (purpose === 'upkeep' || purpose === 'service' || purpose === 'visit' || purpose === 'emergency')
        expect(entry?.purposes, `${field} for ${purpose}`).toContain(purpose)
    }
    // So far nobody has asked for the household: the spouse was neither shown nor read.
    if (surface === 'own file, opened') {
      expect(await readingsOf(relativeId)).toBe(before)
      expect(rows.filter(([, field]) => field === 'relatives')).toEqual([])
    }
  }
  expect(new Set(Object.keys(seen)), 'a field of the catalogue that nobody looks for').toEqual(new Set(fieldOf.keys()))
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? []
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const path = join(import.meta.dirname, 'field-matrix.txt')
  const text = `${LEGEND}${lines.join('\n')}\n`
  if (process.env['UPDATE_MATRIX'] === '1') writeFileSync(path, text)
  expect(text, 'differs; if the change is meant, run UPDATE_MATRIX=1 npm test -- field-matrix').toBe(
    readFileSync(path, 'utf8'),
  )
})

it('leaves no reading out of what the person is shown, nor one of their household while they belong to it', async () => {
  const moved = await world.call('hefang', peopleRoutes.movePerson, {
    commandId: newId(),
    personId: relativeId,
    seenVersion: (await world.call('hefang', peopleRoutes.getPerson, { personId: relativeId })).body.version,
    on: '2026-11-20',
    how: 'moved_out',
  })
  expect(moved.status).toBe(200)
  await world.call('hefang', peopleRoutes.listHouseholds, { areaId: area.linyuan3 })
  // Asked of the tables row by row, not as the server asks.
  const { rows: log } = await owner.query<{ seq: string; day: string; kind: string; ids: string[]; actor: string }>(
    `SELECT seq, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, subject_kind AS kind, subject_ids AS ids,
       actor_kind AS actor FROM access_log ORDER BY seq DESC`,
  )
  const { rows: stays } = await owner.query<{ person: string; home: string; from: string; to: string | null }>(
    `SELECT person_id AS person, household_id AS home, valid_from::text AS from, valid_to::text AS to FROM residences`,
  )
  const readingsFor = (id: string) =>
    log
      .filter(({ actor }) => actor !== 'resident')
      .filter(({ day, kind, ids }) =>
        kind === 'household'
          ? stays.some(
              ({ person, home, from, to }) =>
                person === id && ids.includes(home) && from <= day && (to === null || day <= to),
            )
          : kind === 'person' && ids.includes(id),
      )
      .map(({ seq }) => Number(seq))
  const listed: number[] = []
  let cursor: string | undefined
  do {
    const page = { personId, limit: 100, ...(cursor === undefined ? {} : { cursor }) }
    const { body } = await world.call('zhangguilan', rightsRoutes.listOwnReadings, page)
    listed.push(...body.items.map(({ seq }) => seq))
    cursor = body.next ?? undefined
  } while (cursor !== undefined)
  expect(listed.length).toBeGreaterThan(20)
  expect(listed).toEqual(readingsFor(personId))
  const ofHousehold = log.filter(({ kind }) => kind === 'household').map(({ seq }) => Number(seq))
  expect(listed.filter((seq) => ofHousehold.includes(seq)).length).toBeGreaterThan(1)
  // The latest list of households is no reading of whoever had moved out by then.
  expect(readingsFor(relativeId)).not.toContain(ofHousehold[0])
})
