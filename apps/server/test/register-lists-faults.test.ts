import { registerImportRoutes } from '@linli/contract/people-lists'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentOf, importList } from './register-lists.ts'
import { createWorld, type World } from './world.ts'

const HOUSEHOLDS = 300
/** One household in a hundred has a fault of each kind. */
const EVERY = 100

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

interface Row {
  grid: string
  address: string
  number: string
  householdKind: string
  name: string
  sex: string
  birth: string
  document: string
  phone: string
  relation: string
  since: string
  died: string
}
const header = '网格编码,地址,户号,户类型,姓名,性别,出生日期,证件号码,电话,与户主关系,入住日期,死亡日期'
const grids = ['421087100010001', '421087100010002', '421087100010003'] as const

function household(n: number): Row[] {
  return ['户主', '配偶', '儿子'].map((relation, index) => {
    const birth = `${(index === 2 ? 1985 : 1950) + (n % 20)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`
    const isMan = index !== 1
    return {
      grid: grids[n % 3] ?? grids[0],
      address: `团结路 ${n} 号`,
      number: `T${n}`,
      householdKind: '家庭户',
      name: `郑${String.fromCodePoint(0x4e00 + n)}${'甲乙丙'[index] ?? ''}`,
      sex: isMan ? '男' : '女',
      birth,
      // The last digit of the count says man or woman.
      document: documentOf(birth, 112 + ((n * 2) % 800) + (isMan ? 1 : 0)),
      phone: `137${String(n * 3 + index).padStart(8, '0')}`,
      relation,
      since: '2020-01-01',
      died: '',
    }
  })
}

type Spoil = (row: Row, family: readonly Row[]) => void
/** What goes wrong with the second of the household, and what the report has to say of it. */
const faults: readonly (readonly [reason: string, spoil: Spoil])[] = [
  [
    '证件号码 document_checksum',
    (row) => (row.document = row.document.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
  ],
  ['证件号码 document_birth', (row) => (row.document = `${row.document.slice(0, 10)}1340${row.document.slice(14)}`)],
  ['证件号码 document_length', (row) => (row.document = row.document.slice(0, 16))],
  ['证件号码 document_rounded', (row) => (row.document = '4.21087196003071E+17')],
  ['出生日期 birth_disagrees', (row) => (row.birth = '1949-09-09')],
  ['性别 sex_disagrees', (row) => (row.sex = row.sex === '男' ? '女' : '男')],
  ['出生日期 birth_future', (row) => Object.assign(row, { document: '', birth: '2026-11-24', since: '' })],
  ['出生日期 birth_early', (row) => Object.assign(row, { document: '', birth: '1853-04-01', since: '' })],
  ['死亡日期 before_birth', (row) => Object.assign(row, { since: '', died: '1901-01-01' })],
  ['入住日期 after_death', (row) => (row.died = '2019-12-31')],
  ['出生日期 date_form', (row) => (row.birth = '1953年2月30日')],
  ['入住日期 before_birth', (row) => (row.since = '1901-01-01')],
  ['入住日期 day_future', (row) => (row.since = '2027-01-01')],
  ['姓名 missing', (row) => (row.name = '')],
  ['姓名 name_length', (row) => (row.name = '郑'.repeat(51))],
  ['电话 phone_form', (row) => (row.phone = '12345')],
  ['电话 formula_failed', (row) => (row.phone = '#REF!')],
  ['与户主关系 not_in_list', (row) => (row.relation = '上司')],
  ['与户主关系 two_heads', (row) => (row.relation = '户主')],
  [
    '证件号码 twice_in_list',
    (row, [head]) => Object.assign(row, { document: head?.document, birth: head?.birth, sex: head?.sex }),
  ],
  ['户号 two_grids', (row) => (row.grid = grids.find((grid) => grid !== row.grid) ?? '')],
  ['网格编码 grid_unknown', (row) => (row.grid = '421087999999999')],
  ['地址 missing', (row) => (row.address = '')],
]
/** Ways of writing that are right. */
const oddities: readonly Spoil[] = [
  (row) => (row.document = row.document.toLowerCase()),
  (row) => (row.document = row.document.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))),
  (row) => (row.document = ` ${row.document.slice(0, 6)} ${row.document.slice(6)}`),
  (row) => (row.name = '阿依古丽·买买提'),
  (row) => (row.name = '𠮷䶮'),
  (row) => (row.name = '郑'.repeat(50)),
  (row) => (row.birth = row.birth.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1年$2月$3日')),
  (row) => (row.birth = row.birth.replaceAll('-', '')),
  (row) => (row.phone = `+86${row.phone}`),
]

describe('a list in which everything that people get wrong is wrong somewhere', () => {
  it('is taken in but for the rows at fault, each of which is named, and changes nothing the second time', async () => {
    const families = Array.from({ length: HOUSEHOLDS }, (_, n) => household(n))
    const expected: string[] = []
    const rows = [header]
    for (const [n, family] of families.entries()) {
      const fault = faults[n % EVERY]
      const oddity = oddities[(n % EVERY) - faults.length]
      const second = family[1]
      if (second && fault) fault[1](second, family)
      if (second && oddity) oddity(second, family)
      // The second row of the household, below the headings.
      if (fault) expected.push(`${n * 3 + 3} ${fault[0]}`)
      rows.push(...family.map((row) => Object.values(row).join(',')))
    }
    const file = Buffer.from(`${rows.join('\n')}\n`)

    const list = await importList(world, 'hefang', file)
    const named: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = { importId: list.id, limit: 200, ...(cursor === undefined ? {} : { cursor }) }
      const { body }: Awaited<ReturnType<typeof ask>> = await ask(page)
      named.push(...body.items.map(({ row, column, reason }) => `${row} ${column} ${reason}`))
      cursor = body.next
    }
    expect(named.toSorted()).toEqual(expected.toSorted())
    const good = HOUSEHOLDS * 3 - expected.length
    expect(list.counts).toMatchObject({
      rows: HOUSEHOLDS * 3,
      faulty: expected.length,
      persons: good,
      households: HOUSEHOLDS,
      dwellings: HOUSEHOLDS,
    })
    const count = async () => {
      const { rows: counted } = await world.deps.pool.query<{ persons: number; members: number; residences: number }>(
        `SELECT (SELECT count(*)::int FROM persons) AS persons, (SELECT sum(members)::int FROM households) AS members,
          (SELECT count(*)::int FROM residences) AS residences`,
      )
      return counted[0]
    }
    expect(await count()).toEqual({ persons: good, members: good, residences: good })

    const again = await importList(world, 'hefang', file, 'update')
    expect(again.counts).toMatchObject({ persons: 0, unchanged: good, updated: 0, faulty: expected.length })
    expect(await count()).toEqual({ persons: good, members: good, residences: good })
  })
})

const ask = (page: { importId: string; limit: number; cursor?: string }) =>
  world.call('hefang', registerImportRoutes.listListFaults, page)
