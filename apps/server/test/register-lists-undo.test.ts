import { peopleRoutes } from '@linli/contract/people'
import { registerImportRoutes } from '@linli/contract/people-lists'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { importList, settle } from './register-lists.ts'
import { createWorld, type World } from './world.ts'

let world: World
let register: Register
let owner: pg.Client

beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  expect(world.failures).toEqual([])
  await world.close()
})

const grid3 = '421087100010003'
const header = '网格编码,地址,姓名,证件号码,电话,与户主关系,死亡日期,需要类别,需要依据,需要到期'
const csv = (...lines: string[]) => Buffer.from([header, ...lines].join('\n'))

async function undo(importId: string) {
  await world.call('hefang', registerImportRoutes.undoList, { commandId: newId(), importId })
  await settle(world.deps)
  const { body } = await world.call('hefang', registerImportRoutes.getListImport, { importId })
  const left = await world.call('hefang', registerImportRoutes.listListLeft, { importId })
  expect(body.state).toBe('undone')
  return { counts: body.counts, left: left.body.items.map(({ personId, reason }) => [personId, reason]) }
}

/** All that the register holds of somebody, but for versions and instants. */
async function fileOf(personId: string) {
  const columns = `name, sex, birth_on, document_kind, phone_masked, state, died_on, left_on, household_id, relation, residence_kind, grid_id`
  const of = async (query: string) => (await owner.query<Record<string, unknown>>(query, [personId])).rows
  return {
    person: await of(`SELECT ${columns} FROM persons WHERE id = $1`),
    records: await of(`SELECT id, said, standing FROM person_records WHERE person_id = $1 ORDER BY id`),
    residences: await of(
      `SELECT id, valid_from, valid_to, ended_by, relation FROM residences WHERE person_id = $1 ORDER BY id`,
    ),
    needs: await of(`SELECT id, kind, valid_to FROM person_needs WHERE person_id = $1 ORDER BY id`),
    keys: await of(`SELECT kind, encode(digest, 'hex') AS digest FROM person_keys WHERE person_id = $1 ORDER BY 1`),
    sealed: await of(`SELECT id FROM vault.facts WHERE person_id = $1 ORDER BY id`),
  }
}

const filesOf = async (ids: readonly string[]) => {
  const files = []
  for (const id of ids) files.push(await fileOf(id))
  return files
}

async function known(surname: string, serial: number) {
  const number = (at: number) => numberOf('1950-03-07', String(serial + at * 2))
  const document = (at: number) => ({ kind: 'resident_id' as const, number: number(at) })
  const members = [
    member(`${surname}一`, { relation: 'head', document: document(0), phone: '13800007001' }),
    member(`${surname}二`, { relation: 'spouse', document: document(1), phone: '13800007002' }),
    member(`${surname}三`, { relation: 'son', document: document(2) }),
  ]
  const { body } = await register.addHousehold('zhoumin', members, { knownHow: 'neighbour' })
  const ids = body.members.map(({ id }) => id)
  const list = csv(
    `${grid3},${surname}家湾 1 号,${surname}壹,${number(0)},13900007001,户主,,独居老人,走访,2027-06-30`,
    `${grid3},${surname}家湾 1 号,${surname}二,${number(1)},13900007002,配偶,,,,`,
    `${grid3},${surname}家湾 2 号,${surname}三,${number(2)},,,2026-11-22,,,`,
    `${grid3},${surname}家湾 1 号,${surname}四,${number(3)},13900007004,儿子,,,,`,
  )
  return { ids: ids as [string, string, string], list }
}

describe('the undo of a list that changed people whom the register had', () => {
  it('puts every file back as it was, with numbers, moves, deaths and needs', async () => {
    const { ids, list } = await known('祝', 301)
    const before = await filesOf(ids)
    const done = await importList(world, 'hefang', list, 'update')
    expect(done.counts).toMatchObject({ updated: 3, persons: 1, faulty: 0 })
    const changed = await filesOf(ids)
    expect(changed[0]?.person[0]).toMatchObject({ name: '祝壹', phone_masked: '139****7001' })
    expect(changed[1]?.person[0]?.['household_id']).not.toBe(before[1]?.person[0]?.['household_id'])
    expect(changed[2]?.person[0]).toMatchObject({ state: 'died' })
    expect(await undo(done.id)).toEqual({
      counts: expect.objectContaining({ removed: 1, restored: 3, left: 0 }),
      left: [],
    })
    expect(await filesOf(ids)).toEqual(before)
    const { rows } = await owner.query(`SELECT FROM households WHERE address LIKE '祝家湾%'`)
    expect(rows).toEqual([])
    expect(await register.search('hefang', '13800007001')).toHaveLength(1)
    expect(await register.search('hefang', '13900007001')).toEqual([])
  })

  it('leaves moves and numbers of whom somebody has worked on since, and says of whom', async () => {
    const { ids, list } = await known('柏', 401)
    const [head, spouse] = ids
    const done = await importList(world, 'hefang', list, 'update')
    const { body: person } = await world.call('hefang', peopleRoutes.getPerson, { personId: spouse })
    await world.call('hefang', peopleRoutes.changePerson, {
      commandId: newId(),
      personId: spouse,
      seenVersion: person.version,
      knownHow: 'person',
      said: { work: 'retired' },
    })
    const { counts, left } = await undo(done.id)
    expect(counts).toMatchObject({ removed: 1, restored: 2, left: 1 })
    expect(left).toEqual([[spouse, 'known']])
    expect((await fileOf(spouse)).person[0]).toMatchObject({ phone_masked: '139****7002' })
    expect((await fileOf(head)).person[0]).toMatchObject({ name: '柏一', phone_masked: '138****7001' })
  })
})

describe('the undo of a list that brought people', () => {
  it('leaves whom a legal hold keeps, certifies the rest and remembers whom it erased', async () => {
    const done = await importList(
      world,
      'hefang',
      csv(
        `${grid3},保全路 1 号,晏一,,13900008001,户主,,,,`,
        `${grid3},保全路 2 号,晏二,,13900008002,户主,,,,`,
        `${grid3},保全路 3 号,晏三,,13900008003,户主,,,,`,
      ),
    )
    const { rows } = await owner.query<{ id: string; household: string }>(
      `SELECT id, household_id AS household FROM persons WHERE import_id = $1 ORDER BY name`,
      [done.id],
    )
    for (const [kind, id] of [
      ['person', rows[0]?.id],
      ['household', rows[1]?.household],
    ])
      await owner.query(
        `INSERT INTO legal_holds (county_id, id, number, subject_kind, subject_id, ground, words, state, asked_at, began_at)
         VALUES (421087, gen_random_uuid(), 'BQ-' || $1::text, $1, $2, 'litigation', '案件', 'active', now(), now())`,
        [kind, id],
      )
    const { counts, left } = await undo(done.id)
    expect(counts).toMatchObject({ removed: 1, left: 2 })
    expect(left.toSorted()).toEqual([rows[0]?.id, rows[1]?.id].map((id) => [id, 'held']).toSorted())
    const erased = await owner.query(
      `SELECT e.subject_id AS id, e.part, c.cause, c.subjects, c.finished_at IS NULL AS open
       FROM erasures e JOIN deletion_certificates c ON c.number = e.certificate WHERE c.rule = $1`,
      [`list.undo.${done.id}`],
    )
    expect(erased.rows).toEqual([{ id: rows[2]?.id, part: 'file', cause: 'undo', subjects: 1, open: false }])
    expect((await fileOf(rows[0]?.id ?? '')).sealed).toHaveLength(1)
  })
})
