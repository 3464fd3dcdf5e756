import { peopleRoutes } from '@linli/contract/people'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { rightsRoutes } from '@linli/contract/people-rights'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { Route } from '@linli/contract/route'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { routeTables } from '../src/app.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type Person, phoneOf, staffId } from './county.ts'
import { member, numberOf, registerIn } from './register.ts'
import { onCluster } from './testkit-database.ts'
import { countyId, createWorld, requestOf, type World } from './world.ts'

const routes = new Map<string, Route>(
  Object.entries(routeTables).flatMap(([module, table]) =>
    Object.entries(table).map(([name, route]) => [`${module}.${name}`, route as Route] as const),
  ),
)

/** Names of an answer's fields that tell of a person or a household of the register. */
const telling = new Set(
  'personId personIds householdId headName birthOn birthYear phoneMasked members titles subjectIds'.split(' '),
)

/** Routes whose answer tells of people and leaves no reading when called below, each with the reason. */
const others: Readonly<Record<string, string>> = {
  'identity.verifyPhoneCode': 'the resident’s own phone, masked',
  'identity.residentMe': 'the resident’s own phone, masked',
  'identity.listStaff': 'staff, masked; their pages are recorded',
  'rosters.getRosterWeek': 'staff on duty',
  'rosters.saveRosterWeek': 'staff on duty',
  'people.addBuilding': 'nobody lives in flats that were made this moment',
  'rights.requestRight': 'what the person themselves has just written',
  'rights.listOwnRequests': 'what the person themselves wrote',
  'changes.listRegisterChanges': 'called with a key: changes.test.ts looks for its record',
  'registerImport.listListMatches': 'needs a list under way: register-lists.test.ts looks for its record',
  'registerImport.listListLeft': 'needs a list undone: register-lists.test.ts looks for its record',
}

function tells(route: Route): boolean {
  const names = new Set<string>()
  JSON.stringify(z.toJSONSchema(route.output, { io: 'output', unrepresentable: 'any' }), (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'properties' in value)
      for (const name of Object.keys(value.properties as object)) names.add(name)
    return value
  })
  return !names.isDisjointFrom(telling)
}

let world: World
let owner: pg.Client
let asks: Readonly<Record<string, readonly [who: Person, input: () => unknown]>>
let names: RegExp
const document = { kind: 'resident_id' as const, number: numberOf('1951-04-09', '226') }

beforeAll(async () => {
  world = await createWorld()
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  const register = registerIn(world)
  const there = await world.call('hefang', peopleRoutes.addBuilding, {
    commandId: newId(),
    buildingId: newId(),
    gridId: area.linyuan3,
    name: '林园 9 栋',
    address: '林园路 9 栋',
    units: 1,
    floors: 1,
    roomsPerFloor: 1,
  })
  const dwellingId = there.body.dwellings[0]?.id ?? ''
  const address = '林园路 9 栋 101'
  const { body: home } = await register.addHousehold(
    'zhoumin',
    [
      member('欧阳晓霞', { relation: 'head', document, phone: phoneOf.zhangguilan, birthOn: '1951-04-09' }),
      member('单远山', { relation: 'spouse', birthOn: '1950-01-01', phone: '13900001111' }),
    ],
    { address, dwellingId },
  )
  names = /欧阳|单远|单\*|林园路 9 栋 101/
  const [head, spouse] = home.members
  if (!head || !spouse) throw new Error('two members')
  const { body: other } = await register.addHousehold('zhoumin', [
    member('单远山', { birthOn: '1950-01-01', phone: '13900001111' }),
  ])
  await owner.query(
    `INSERT INTO duplicates (county_id, id, kept_id, other_id, why) VALUES ($1, $2, $3, $4, 'name_birth') ON CONFLICT DO NOTHING`,
    [countyId, newId(), spouse.id, other.members[0]?.id],
  )
  const need = { kind: 'elder_alone', basis: '上门核实', validFrom: '2026-11-01', validTo: '2027-06-01' } as const
  const needId = newId()
  const version = async (personId: string) =>
    (await world.call('hefang', peopleRoutes.getPerson, { personId })).body.version
  await world.call('zhoumin', peopleRoutes.addNeed, {
    commandId: newId(),
    personId: head.id,
    seenVersion: head.version,
    needId,
    ...need,
  })
  await owner.query(
    `INSERT INTO reading_reviews (county_id, id, staff_id, on_day, kind, person_ids, first_at, last_at)
     VALUES ($1, $2, $3, '2026-11-23', 'many', ARRAY[$4::uuid], now(), now())`,
    [countyId, newId(), staffId.zhoumin, head.id],
  )
  await world.call('zhangguilan', rightsRoutes.claimFile, { commandId: newId(), document, name: '欧阳晓霞' })
  const words = '我的文化程度填错了'
  await world.call('zhangguilan', rightsRoutes.requestRight, {
    commandId: newId(),
    personId: head.id,
    kind: 'explanation',
    words,
  })
  const deviceId = newId()
  const phone = { deviceId, name: 'Redmi 9A', appVersion: '0.1.0', pin: '271828' }
  await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, phone)
  // Changed meanwhile: what the visit says against it waits for a clerk.
  const said = { work: 'retired' } as const
  const change = async (personId: string) => ({ commandId: newId(), personId, seenVersion: await version(personId) })
  await world.call('hefang', peopleRoutes.changePerson, {
    ...(await change(spouse.id)),
    knownHow: 'document',
    said,
    phone: '13922222222',
  })
  const contested = { kind: 'person_said', personId: spouse.id, seenVersion: spouse.version } as const
  const visit = () => ({
    commandId: newId(),
    visitId: newId(),
    subject: { kind: 'household' as const, id: home.id },
    result: 'found' as const,
  })
  await world.call('zhoumin', fieldworkRoutes.recordVisit, {
    ...visit(),
    parts: [
      { ...contested, knownHow: 'household', said: { work: 'farming' } },
      { ...contested, knownHow: 'document', said: {}, phone: '13933334444' },
    ],
  })
  // After the visit, which would have ended them.
  for (const target of ['need', 'household'])
    await owner.query(
      `INSERT INTO due_items (county_id, id, rule_code, rule_id, target, subject_id, household_id, town_id, village_id, grid_id,
         period_from, nth, due_from, planned_on, due_by, title, why)
       SELECT $1, $2, code, id, $3, $4, $5, $6, $7, $8, '2026-11-01', 1, '2026-11-16', '2026-11-23', '2026-11-30', $9,
         '{"lastOn":null,"per":"month","times":1,"nth":1,"mode":"each","isFirst":false,"needKinds":[]}' FROM duty_rules LIMIT 1`,
      [
        countyId,
        newId(),
        target,
        target === 'need' ? head.id : home.id,
        home.id,
        area.xinjiangkou,
        area.linyuan,
        area.linyuan3,
        address,
      ],
    )
  await world.call('zhoumin', rightsRoutes.openBreakGlass, { commandId: newId(), document, reason: '晕倒送医' })
  const at = (changes: object) => async () => ({
    commandId: newId(),
    personId: head.id,
    seenVersion: await version(head.id),
    ...changes,
  })
  const search = { q: '欧阳' }
  asks = {
    'people.searchRegister': ['hefang', () => search],
    'search.searchAll': ['hefang', () => ({ ...search, groups: ['register'] })],
    'people.listHouseholds': ['hefang', () => ({ need: 'elder_alone' })],
    'people.getHousehold': ['hefang', () => ({ householdId: home.id })],
    'people.getPerson': ['hefang', () => ({ personId: head.id })],
    'people.getBuilding': ['hefang', () => ({ buildingId: there.body.id })],
    'people.listContested': ['hefang', () => ({})],
    'people.listDuplicates': ['hefang', () => ({})],
    'dwellings.getDwelling': ['hefang', () => ({ dwellingId })],
    'rights.listLinks': ['hefang', () => ({ personId: head.id })],
    'rights.listOwnLinks': ['zhangguilan', () => ({ personId: head.id })],
    'relations.listRelations': ['hefang', () => ({ personId: head.id })],
    'fieldwork.listVisits': ['hefang', () => ({})],
    'fieldwork.listConflicts': ['hefang', () => ({})],
    'fieldwork.listMyDue': ['zhoumin', () => ({})],
    'duty.listDue': ['hefang', () => ({})],
    'fieldSync.syncField': [
      'zhoumin',
      () => ({
        deviceId,
        appVersion: '0.1.0',
        phoneAt: world.now().toISOString(),
        grids: [{ gridId: area.linyuan3, cursor: null }],
        basics: null,
      }),
    ],
    'rights.listOwnFiles': ['zhangguilan', () => ({})],
    'rights.listRightsRequests': ['daiping', () => ({})],
    'rights.openBreakGlass': ['zhoumin', () => ({ commandId: newId(), document, reason: '晕倒送医' })],
    'rights.listBreakGlass': ['daiping', () => ({})],
    'readingReviews.listReadingReviews': ['daiping', () => ({})],
    'records.listAccess': ['shenjie', () => ({ limit: 200 })],
    'people.addHousehold': [
      'zhoumin',
      () => ({
        commandId: newId(),
        householdId: newId(),
        gridId: area.linyuan3,
        address: '林园路 11 号',
        members: [member('欧阳初一')],
      }),
    ],
    'people.addPerson': [
      'zhoumin',
      () => ({ commandId: newId(), householdId: home.id, person: member('欧阳十五', { beganBy: 'born' }) }),
    ],
    'people.changeHousehold': [
      'zhoumin',
      async () => {
        const { version: seenVersion } = (
          await world.call('hefang', peopleRoutes.getHousehold, { householdId: home.id })
        ).body
        return { commandId: newId(), householdId: home.id, seenVersion, visitsDeclined: true }
      },
    ],
    'people.changePerson': ['zhoumin', at({ said: { education: 'primary' } })],
    'people.addNeed': ['zhoumin', at({ needId: newId(), ...need, kind: 'low_income' })],
    'people.endNeed': ['zhoumin', at({ needId })],
    'people.changeResidence': ['zhoumin', at({ on: '2026-11-22', livesHere: false })],
    'people.movePerson': ['hefang', at({ on: '2026-11-22', how: 'moved_out' })],
    'people.takeBackEnd': ['hefang', at({})],
    'dwellings.addDwelling': [
      'zhoumin',
      () => ({
        commandId: newId(),
        dwellingId: newId(),
        gridId: area.linyuan3,
        address: '林园路 11 号',
        tenure: 'owned',
      }),
    ],
    'dwellings.changeDwelling': [
      'hefang',
      async () => {
        const { body } = await world.call('hefang', dwellingRoutes.getDwelling, { dwellingId })
        return { commandId: newId(), dwellingId, seenVersion: body.version, tenure: 'rented' }
      },
    ],
    'dwellings.changeBuilding': [
      'hefang',
      async () => {
        const { body } = await world.call('hefang', peopleRoutes.getBuilding, { buildingId: there.body.id })
        return { commandId: newId(), buildingId: body.id, seenVersion: body.version, name: '林园 9 号楼' }
      },
    ],
    'fieldwork.recordVisit': ['zhoumin', visit],
  }
})
afterAll(async () => {
  await owner.end()
  await world.close()
})

async function call(name: string) {
  const [who, input] = asks[name] ?? (['hefang', () => ({})] as const)
  return world.send(who, requestOf(routes.get(name) as Route, await input()))
}
async function readingsOf(requestId: unknown): Promise<{ basis: string | null; unit: string | null }[]> {
  const { rows } = await owner.query('SELECT basis, unit FROM access_log WHERE request_id = $1', [requestId])
  return rows
}

it('every route that tells of people or households is called here, or says why not', () => {
  const expected = [...routes].filter(([, route]) => tells(route)).map(([name]) => name)
  expect(expected.length).toBeGreaterThan(30)
  expect(expected.toSorted()).toEqual([...Object.keys(asks), ...Object.keys(others)].toSorted())
})

// Those that change nothing first: each refuses as long as its record cannot be written, and then leaves one.
it('a reading that cannot be recorded tells nothing', async () => {
  const readings = Object.keys(asks).filter((name) => routes.get(name)?.method === 'GET' || /search|sync/.test(name))
  await onCluster(world.ownerUrl, 'REVOKE INSERT ON access_log FROM linli_application')
  const told: string[] = []
  for (const name of readings) {
    const { status, text } = await call(name)
    if (status !== 500 || names.test(text)) told.push(`${name} ${status}`)
  }
  await onCluster(world.ownerUrl, 'GRANT INSERT ON access_log TO linli_application')
  expect(told).toEqual([])
})

it('each leaves a record with the request, its basis and the reader’s unit', async () => {
  const wrong: string[] = []
  for (const [name, [who]] of Object.entries(asks)) {
    const { status, headers, text } = await call(name)
    const left = status === 200 ? await readingsOf(headers['linli-request-id']) : []
    if (left.length === 0) wrong.push(`${name} ${status} ${status === 200 ? 'leaves none' : text.slice(0, 300)}`)
    if (left.some(({ basis }) => basis === null)) wrong.push(`${name} has no basis`)
    if (who !== 'zhangguilan' && left.some(({ unit }) => !unit)) wrong.push(`${name} has no unit`)
  }
  expect(wrong).toEqual([])
})
