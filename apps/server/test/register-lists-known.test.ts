import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { peopleRoutes } from '@linli/contract/people'
import { registerImportRoutes } from '@linli/contract/people-lists'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { importList } from './register-lists.ts'
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
const csv = (...lines: string[]) => Buffer.from(lines.join('\n'))

describe('somebody in a list who is known elsewhere', () => {
  const pairs = async (name: string) =>
    (
      await owner.query<{ why: string; kept: boolean }>(
        `SELECT d.why, k.import_id IS NULL AS kept FROM duplicates d
         JOIN persons k ON k.county_id = d.county_id AND k.id = d.kept_id
         JOIN persons o ON o.county_id = d.county_id AND o.id = d.other_id
         WHERE d.state = 'open' AND o.name = $1`,
        [name],
      )
    ).rows
  const header = '网格编码,地址,姓名,出生日期,证件号码,电话'
  const numbers = [numberOf('1961-02-03', '113'), numberOf('1961-02-03', '115')] as const

  it('is proposed as a pair by document, by name and birthday, by name and phone, and by sound and birthday', async () => {
    await register.addHousehold('zhoumin', [
      member('章一山', { document: { kind: 'resident_id', number: numberOf('1955-01-02', '111') } }),
      member('章二水', { birthOn: '1960-01-01' }),
      member('章三木', { birthOn: '1960-01-01', phone: '13800005001' }),
      member('章思火', { birthOn: '1960-04-04' }),
    ])
    await importList(
      world,
      'hefang',
      csv(
        header,
        `${grid3},光明路 1 号,章壹山,,${numberOf('1955-01-02', '111')},`,
        `${grid3},光明路 2 号,章二水,1960-01-01,,`,
        `${grid3},光明路 3 号,章三木,1970-07-07,,13800005001`,
        `${grid3},光明路 4 号,张思火,1960-04-04,,`,
      ),
      'clerk',
    )
    expect(await pairs('章壹山')).toEqual([{ why: 'document', kept: true }])
    expect(await pairs('章二水')).toEqual([{ why: 'name_birth', kept: true }])
    expect(await pairs('章三木')).toEqual([{ why: 'name_phone', kept: true }])
    expect(await pairs('张思火')).toEqual([{ why: 'sound_birth', kept: true }])
  })

  it('is no pair where both have shown a document, and is proposed once, whoever comes first', async () => {
    const list = [
      header,
      `${grid3},光明路 5 号,章五土,,${numbers[0]},`,
      `${grid3},光明路 6 号,章五土,,${numbers[1]},`,
      `${grid3},光明路 7 号,章六金,1962-06-06,,`,
      `${grid3},光明路 8 号,章六金,1962-06-06,,`,
    ]
    await importList(world, 'hefang', csv(...list))
    await importList(world, 'hefang', csv(...list), 'update')
    expect(await pairs('章五土')).toEqual([])
    expect(await pairs('章六金')).toHaveLength(1)
  })

  it('is found by the number that a list brings of somebody whom the register had', async () => {
    const shared = numberOf('1963-03-03', '117')
    await register.addHousehold('zhoumin', [member('章七日', { document: { kind: 'resident_id', number: shared } })])
    await importList(world, 'hefang', csv(header, `${grid3},光明路 9 号,章柒日,1963-03-03,,13800005009`))
    await importList(world, 'hefang', csv(header, `${grid3},光明路 9 号,章柒日,1963-03-03,,13800005009`), 'update')
    expect(await pairs('章柒日')).toEqual([{ why: 'sound_birth', kept: true }])
    await owner.query(`DELETE FROM duplicates`)
    const two = await register.addHousehold('zhoumin', [member('章八月', { phone: '13800005010' })])
    await importList(world, 'hefang', csv(header, `${grid3},光明路 10 号,章八月,1964-04-04,,`))
    await importList(world, 'hefang', csv(header, `${grid3},光明路 10 号,章八月,1964-04-04,,13800005010`), 'update')
    const { rows } = await owner.query(`SELECT why FROM duplicates WHERE $1 IN (kept_id, other_id)`, [
      two.body.members[0]?.id,
    ])
    expect(rows).toEqual([{ why: 'name_phone' }])
  })
})

describe('a need that next year’s list renews', () => {
  const header = '网格编码,地址,姓名,出生日期,需要类别,需要依据,需要到期'
  const row = (until: string, basis: string) =>
    csv(header, `${grid3},长寿路 1 号,童一,1950-05-05,独居老人,${basis},${until}`)

  it('goes on from the day on which it would have ended, once', async () => {
    await importList(world, 'hefang', row('2026-12-31', '2026 年名册'))
    const renewed = row('2027-11-01', '2027 年名册')
    const list = await importList(world, 'hefang', renewed, 'update')
    expect(list.counts).toMatchObject({ updated: 1, unchanged: 0 })
    const { body } = await world.call('hefang', registerImportRoutes.listListMatches, { importId: list.id })
    expect(body.items.map(({ differs }) => differs)).toEqual([['needUntil']])
    const { rows } = await owner.query(
      `SELECT n.basis, n.valid_from::text AS from, n.valid_to::text AS to FROM person_needs n
       JOIN persons p ON p.county_id = n.county_id AND p.id = n.person_id WHERE p.name = '童一' ORDER BY 2`,
    )
    expect(rows).toEqual([
      { basis: '2026 年名册', from: '2026-11-23', to: '2026-12-31' },
      { basis: '2027 年名册', from: '2026-12-31', to: '2027-11-01' },
    ])
    // The same again, and last year's once more, bring nothing.
    expect((await importList(world, 'hefang', renewed, 'update')).counts).toMatchObject({ unchanged: 1, updated: 0 })
    expect((await importList(world, 'hefang', row('2026-12-31', '旧名册'), 'update')).counts).toMatchObject({
      unchanged: 1,
    })
  })

  it('begins anew where it had lapsed', async () => {
    await owner.query(
      `UPDATE person_needs SET valid_from = '2025-01-01', valid_to = '2026-01-01' WHERE person_id = (SELECT id FROM persons WHERE name = '童一')`,
    )
    const list = await importList(world, 'hefang', row('2027-10-01', '2027 年名册'), 'update')
    expect(list.counts).toMatchObject({ updated: 1 })
    const { rows } = await owner.query(`SELECT valid_from::text AS from FROM person_needs WHERE import_id = $1`, [
      list.id,
    ])
    expect(rows).toEqual([{ from: '2026-11-23' }])
  })
})

describe('a phone that was offline while a list came in', () => {
  it('overwrites nothing that the list changed: both wait for a clerk', async () => {
    const number = numberOf('1950-06-01', '119')
    const document = { kind: 'resident_id' as const, number }
    const { body: home } = await register.addHousehold(
      'zhoumin',
      [member('游一', { relation: 'head', document, phone: '13800006001' })],
      { knownHow: 'neighbour' },
    )
    const [you] = home.members
    if (!you) throw new Error('one member')
    const header = '网格编码,地址,姓名,证件号码,电话,人口类型,入住日期'
    const list = csv(header, `${grid3},新居路 1 号,游壹,${number},13800006002,户籍,2026-10-01`)
    expect((await importList(world, 'hefang', list, 'update')).counts).toMatchObject({ updated: 1 })
    const parts = [
      { knownHow: 'document' as const, said: { name: '游乙' } },
      { knownHow: 'document' as const, phone: '13800006003' },
    ].map((said) => ({ kind: 'person_said' as const, personId: you.id, seenVersion: you.version, ...said }))
    const move = { on: '2026-11-20', how: 'moved_out' as const, otherPlace: '荆州' }
    const { body } = await world.call('zhoumin', fieldworkRoutes.recordVisit, {
      commandId: newId(),
      visitId: newId(),
      subject: { kind: 'household', id: home.id },
      result: 'found',
      parts: [...parts, { kind: 'person_moved', personId: you.id, seenVersion: you.version, move }],
    })
    expect(body.parts.map(({ state }) => state)).toEqual(['contested', 'refused', 'refused'])
    const { body: person } = await world.call('hefang', peopleRoutes.getPerson, { personId: you.id })
    expect(person).toMatchObject({ name: '游壹', phoneMasked: '138****6002', state: 'present' })
  })
})
