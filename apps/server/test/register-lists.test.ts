import { listPartBytes, registerImportRoutes } from '@linli/contract/people-lists'
import iconv from 'iconv-lite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { workOnLists } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { documentOf, importList, runList, sendList, settle, tryList } from './register-lists.ts'
import { createWorld, type World } from './world.ts'

let world: World
let owner: pg.Client

beforeAll(async () => {
  world = await createWorld()
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await world.close()
})

const header =
  '网格编码,地址,户号,姓名,性别,出生日期,证件类型,证件号码,电话,与户主关系,人口类型,是否在住,需要类别,需要依据,需要到期'
const grid1 = '421087100010001'
const grid2 = '421087100010002'
const surnames = ['张', '李', '王', '赵', '刘']
let counted = 0

/** Households of three, of whom one in ten has a need. */
function people(households: number, grid = grid1): string[] {
  return Array.from({ length: households }, () => {
    const n = ++counted
    const family = (['户主', '配偶', '儿子'] as const).map((relation, index) => {
      const birth = `${index === 2 ? 1990 : 1960}-0${1 + (n % 9)}-1${index}`
      const count = n * 2 + (relation === '配偶' ? 0 : 1)
      const need = index === 0 && n % 10 === 0 ? '独居老人,走访,2027-06-30' : ',,'
      const name = `${surnames[n % 5] ?? ''}${String.fromCodePoint(0x4e00 + n)}${'一二三'[index] ?? ''}`
      const sex = relation === '配偶' ? '女' : '男'
      return `${grid},林园路 ${n} 号,H${n},${name},${sex},${birth},身份证,${documentOf(birth, count)},1380000${String(n * 3 + index).padStart(4, '0')},${relation},户籍,是,${need}`
    })
    return family.join('\n')
  })
}

const csv = (rows: readonly string[]) => Buffer.from(`${header}\n${rows.join('\n')}\n`)

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} WHERE ${where}`)
  return rows[0]?.count ?? 0
}

const tables = [
  'dwellings',
  'households',
  'persons',
  'person_records',
  'residences',
  'person_keys',
  'person_needs',
  'vault.keys',
  'vault.facts',
  'duplicates',
]
async function everything(): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const table of tables) counts[table] = await count(table)
  return counts
}

describe('a list of people', () => {
  it('is tried without a trace, taken in whole, and changes nothing the second time', async () => {
    const before = await everything()
    const file = csv(people(40))
    const tried = await tryList(world, 'hefang', await sendList(world, 'hefang', '名单.csv', file))
    expect(tried.state).toBe('checked')
    expect(tried.counts).toMatchObject({ rows: 120, faulty: 0, persons: 120, households: 40, dwellings: 40, needs: 4 })
    expect(await everything()).toEqual(before)

    const done = await runList(world, 'hefang', tried.id)
    expect(done).toMatchObject({ state: 'done', total: 120, done: 120 })
    expect(done.counts).toEqual(tried.counts)
    const after = await everything()
    expect(after['persons']).toBe((before['persons'] ?? 0) + 120)
    expect(after['vault.facts']).toBe((before['vault.facts'] ?? 0) + 240)
    expect(await count('households', 'members = 3')).toBe(40)
    // The file tells that numbers were said, and never which.
    expect(await count('person_records', `sealed = '{document,phone}' AND import_id = '${done.id}'`)).toBe(120)

    const again = await importList(world, 'hefang', file, 'update')
    expect(again.counts).toMatchObject({ rows: 120, persons: 0, unchanged: 120, updated: 0, faulty: 0 })
    expect(await everything()).toEqual(after)
  })

  it('in GB18030 or a workbook with merged cells and dates as Excel has them is the same list', async () => {
    const rows = people(5)
    const gb = await importList(world, 'hefang', iconv.encode(`${header}\n${rows.join('\n')}`, 'gb18030'))
    expect(gb).toMatchObject({ encoding: 'gb18030', counts: { persons: 15, faulty: 0 } })

    const cells = rows.map((household) => household.split('\n').map((row) => row.split(',')))
    const sheet = [
      header.split(',').map((value) => ({ value })),
      ...cells.flatMap((household) =>
        household.map((row, index) =>
          row.map((value, column) => {
            // Grid, address and number of the household stand once, beside its three members.
            if (column < 3) return index === 0 ? { value, rowSpan: household.length } : null
            return column === 5
              ? { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
              : { value }
          }),
        ),
      ),
    ]
    const file = await writeWorkbook(sheet).toBuffer()
    const same = await importList(world, 'hefang', file)
    expect(same).toMatchObject({ encoding: 'xlsx', counts: { persons: 0, unchanged: 15, faulty: 0 } })
  })

  it('with one bad row is taken in without it, which is named and can be corrected', async () => {
    const rows = people(20)
    const bad = `${grid1},林园路 900 号,,王错,男,1980-02-30,身份证,421087198002301234,1380000,户主,户籍,是,,,`
    const list = await importList(world, 'hefang', csv([...rows.slice(0, 10), bad, ...rows.slice(10)]))
    expect(list.counts).toMatchObject({ rows: 61, faulty: 1, persons: 60 })
    const { body } = await world.call('hefang', registerImportRoutes.listListFaults, { importId: list.id })
    expect(body.items.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [32, '出生日期', 'date_form'],
      [32, '证件号码', 'document_birth'],
      [32, '电话', 'phone_form'],
    ])
    expect(JSON.stringify(body)).not.toContain('421087198002301234')
    const rejected = await world.call('hefang', registerImportRoutes.getListRejected, { importId: list.id })
    const lines = rejected.body.csv.trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('出生日期: ')
  })

  it('with a quote that nobody closed is taken in but for that row', async () => {
    const rows = people(20)
    const bad = `${grid1},"林园路 901 号,,王错,男,1980-02-03,,,,户主,户籍,是,,,`
    const list = await importList(world, 'hefang', csv([...rows.slice(0, 10), bad, ...rows.slice(10)]))
    expect(list.counts).toMatchObject({ rows: 61, faulty: 1, persons: 60 })
    const { body } = await world.call('hefang', registerImportRoutes.listListFaults, { importId: list.id })
    expect(body.items).toEqual([{ row: 32, column: null, reason: 'quote_open', value: '' }])
    const rejected = await world.call('hefang', registerImportRoutes.getListRejected, { importId: list.id })
    expect(rejected.body.csv).toContain('王错')
  })

  it('may have a title above its headings, merged or not', async () => {
    const [family = ''] = people(1)
    const text = `林园社区人口名单,,,\n填表：何芳,日期：2026-11-23\n${header}\n${family}\n`
    const list = await sendList(world, 'hefang', '名单.csv', Buffer.from(text))
    expect(list.header).toEqual(header.split(','))
    const tried = await tryList(world, 'hefang', list)
    expect(tried).toMatchObject({ total: 3, counts: { rows: 3, faulty: 0, persons: 3 } })
    const rows = [header, ...family.split('\n')].map((row) => row.split(',').map((value) => ({ value })))
    const title = [{ value: '林园社区人口名单', columnSpan: header.split(',').length }]
    const file = await writeWorkbook([title, [], ...rows]).toBuffer()
    expect((await importList(world, 'hefang', file)).counts).toMatchObject({ rows: 3, faulty: 0, persons: 3 })
  })

  it('has the dead as dead: they count in no household, make nobody a second head, and are known the second time', async () => {
    const home = `${grid1},故园路`
    const file = Buffer.from(
      `网格编码,地址,姓名,出生日期,与户主关系,死亡日期
${home} 1 号,郑甲,1940-01-01,户主,2021-05-06
${home} 1 号,郑乙,1944-02-02,户主,
${home} 2 号,郑丙,1930-01-01,户主,2020年1月2日`,
    )
    const done = await importList(world, 'hefang', file)
    expect(done.counts).toMatchObject({ persons: 3, households: 2, faulty: 0 })
    expect(await count('persons', `name = '郑甲' AND state = 'died' AND died_on = '2021-05-06'`)).toBe(1)
    expect(await count('households', `address = '故园路 1 号' AND members = 1 AND head_name = '郑乙'`)).toBe(1)
    expect(await count('households', `address = '故园路 2 号' AND members = 0 AND valid_to = '2020-01-02'`)).toBe(1)
    const again = await importList(world, 'hefang', file, 'update')
    expect(again.counts).toMatchObject({ persons: 0, unchanged: 3, updated: 0 })
    const alive = Buffer.from(String(file).replace('户主,\n', '户主,2026-01-01\n'))
    // Known since the first list alone: a death before that day would contradict the file.
    expect((await importList(world, 'hefang', alive, 'update')).counts).toMatchObject({ faulty: 1, unchanged: 2 })
    await world.call('hefang', registerImportRoutes.undoList, { commandId: newId(), importId: done.id })
    await settle(world.deps)
    expect(await count('persons', `name LIKE '郑_' AND state <> 'merged'`)).toBe(0)
    expect(await count('households', `address LIKE '故园路%'`)).toBe(0)
  })

  it('of another village than one’s own is refused row by row, like a grid that does not exist', async () => {
    const list = await importList(world, 'hefang', csv(people(2, '421087100011001')))
    expect(list.counts).toMatchObject({ faulty: 6, persons: 0 })
    const { body } = await world.call('hefang', registerImportRoutes.listListFaults, { importId: list.id })
    expect(new Set(body.items.map(({ reason }) => reason))).toEqual(new Set(['grid_unknown']))
  })

  it('is nobody else’s: a grid worker imports nothing, a colleague of another town sees nothing', async () => {
    const list = await sendList(world, 'hefang', '名单.csv', csv(people(1)))
    expect((await world.call('zhoumin', registerImportRoutes.listListImports, {})).code).toBe('permission.missing')
    expect((await world.call('tangqi', registerImportRoutes.getListImport, { importId: list.id })).code).toBe(
      'import.not_found',
    )
  })
})

describe('people whom the register knows', () => {
  const row = (grid: string, n: number, phone: string, road = '同心路', birth = '1955-05-05') =>
    `${grid},${road} ${n} 号,,孙${String.fromCodePoint(0x5000 + n)},男,${birth},身份证,${documentOf(birth, 900 + 2 * n + 1)},${phone},户主,户籍,是,,,`

  it('are shown beside their file and left as they are, if one wants', async () => {
    await importList(world, 'hefang', csv([row(grid1, 1, '13900000001')]))
    const before = await everything()
    const list = await importList(world, 'hefang', csv([row(grid1, 1, '13900000002')]))
    expect(list.counts).toMatchObject({ skipped: 1, persons: 0 })
    expect(await everything()).toEqual(before)
    const { body } = await world.call('hefang', registerImportRoutes.listListMatches, { importId: list.id })
    expect(body.items).toMatchObject([
      {
        row: 2,
        why: 'document',
        title: '孙*',
        birthYear: 1955,
        differs: ['phone'],
        told: { name: '孙倁', phone: '139****0002' },
        held: { phone: '139****0001' },
      },
    ])
    expect(await count('access_log', `purpose = 'register.import'`)).toBeGreaterThan(0)
  })

  it('turn to another kind from that day on, without having left', async () => {
    const of = (kind: string) => csv([row(grid1, 7, '13900000007', '向阳路').replace('户籍', kind)])
    await importList(world, 'hefang', of('户籍'))
    await importList(world, 'hefang', of('流动'), 'update')
    const { rows } = await owner.query(
      `SELECT r.kind, r.began_by, r.ended_by, r.ended_how FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
       WHERE p.name = $1 ORDER BY r.valid_from, r.valid_to NULLS LAST`,
      [`孙${String.fromCodePoint(0x5007)}`],
    )
    expect(rows).toEqual([
      { kind: 'registered', began_by: 'known', ended_by: 'changed', ended_how: 'list' },
      { kind: 'migrant', began_by: 'changed', ended_by: null, ended_how: null },
    ])
  })

  it('get what changed as records and a move, once', async () => {
    const moved = csv([row(grid2, 1, '13900000003', '民主路')])
    const list = await importList(world, 'hefang', moved, 'update')
    expect(list.counts).toMatchObject({ updated: 1, persons: 0 })
    const { rows } = await owner.query(
      `SELECT r.ended_by, r.valid_to IS NULL AS now FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
       WHERE p.name = '孙${String.fromCodePoint(0x5001)}' ORDER BY r.valid_from, r.recorded_at`,
    )
    expect(rows).toEqual([
      { ended_by: 'moved_within', now: false },
      { ended_by: null, now: true },
    ])
    const before = await everything()
    expect((await importList(world, 'hefang', moved, 'update')).counts).toMatchObject({ unchanged: 1, updated: 0 })
    expect(await everything()).toEqual(before)
    await world.call('hefang', registerImportRoutes.undoList, { commandId: newId(), importId: list.id })
    await settle(world.deps)
    const undone = await world.call('hefang', registerImportRoutes.getListImport, { importId: list.id })
    expect(undone.body.counts).toMatchObject({ removed: 0, restored: 1, left: 0 })
  })

  it('are left to a clerk as two files that may be one', async () => {
    const list = await importList(world, 'hefang', csv([row(grid1, 1, '13900000009')]), 'clerk')
    expect(list.counts).toMatchObject({ toClerk: 1, persons: 1 })
    expect(await count('duplicates', `why = 'document' AND state = 'open'`)).toBe(1)
  })

  it('beyond one’s reach stay unknown to the list, and are found by whoever reaches both', async () => {
    const far = row('421087100011001', 2, '13900000020')
    await importList(world, 'luobin', csv([far]))
    const list = await importList(world, 'hefang', csv([far.replace('421087100011001', grid1)]), 'update')
    expect(list.counts).toMatchObject({ persons: 1, updated: 0, skipped: 0, toClerk: 0, faulty: 0 })
    const { body } = await world.call('hefang', registerImportRoutes.listListMatches, { importId: list.id })
    expect(body.items).toEqual([])
    expect(await count('duplicates', `why = 'document' AND state = 'open'`)).toBe(2)
  })
})

describe('work that is cut off', () => {
  it('goes on in another process behind the last row that is in', async () => {
    const before = await count('persons')
    const list = await tryList(world, 'hefang', await sendList(world, 'hefang', '名单.csv', csv(people(60))))
    await world.call('hefang', registerImportRoutes.runList, { commandId: newId(), importId: list.id })
    // One batch of fifty, then nothing more is heard of this process.
    await workOnLists(world.deps, 0, 50)
    expect(await count('persons')).toBe(before + 50)
    const other = { ...world.deps }
    expect(await workOnLists(other, 0, 50)).toBe(false)
    await owner.query(`UPDATE register_imports SET claimed_until = now() - interval '1 second'`)
    await settle(other, 50)
    // The first one comes back and finds that it was replaced.
    await settle(world.deps, 50)
    expect(await count('persons')).toBe(before + 180)
    const done = await world.call('hefang', registerImportRoutes.getListImport, { importId: list.id })
    expect(done.body).toMatchObject({ state: 'done', counts: { rows: 180, persons: 180, faulty: 0 } })
    expect(await count('households', 'members <> 3 AND import_id IS NOT NULL AND number IS NOT NULL')).toBe(0)
  })

  it('goes on with the parts that are missing when the same file is chosen again, and only by whoever began', async () => {
    const [fileName, bytes] = ['大名单.csv', listPartBytes + 10]
    const begin = (who: 'hefang' | 'luobin', digest?: string, name = fileName) =>
      world.call(who, registerImportRoutes.beginListImport, {
        commandId: newId(),
        importId: newId(),
        fileName: name,
        bytes,
        ...(digest === undefined ? {} : { digest }),
      })
    const digest = 'ab'.repeat(32)
    const { body: first } = await begin('hefang', digest)
    const data = Buffer.alloc(listPartBytes, 'a').toString('base64')
    await world.call('hefang', registerImportRoutes.sendListPart, {
      commandId: newId(),
      importId: first.id,
      part: 0,
      data,
    })
    expect((await begin('hefang', digest)).body).toMatchObject({ id: first.id, parts: 2, received: [0] })
    for (const other of [
      begin('hefang'),
      begin('hefang', 'cd'.repeat(32)),
      begin('hefang', digest, '另一份.csv'),
      begin('luobin', digest),
    ])
      expect((await other).body).toMatchObject({ received: [] })
    await world.call('hefang', registerImportRoutes.cancelList, { commandId: newId(), importId: first.id })
    expect((await begin('hefang', digest)).body).toMatchObject({ received: [] })
  })

  it('can be cancelled, and what is in can be taken out again', async () => {
    const before = await everything()
    const list = await tryList(world, 'hefang', await sendList(world, 'hefang', '名单.csv', csv(people(60))))
    await world.call('hefang', registerImportRoutes.runList, { commandId: newId(), importId: list.id })
    await workOnLists(world.deps, 0, 50)
    await world.call('hefang', registerImportRoutes.cancelList, { commandId: newId(), importId: list.id })
    await settle(world.deps)
    expect(await count('persons')).toBe((before['persons'] ?? 0) + 50)
    await world.call('hefang', registerImportRoutes.undoList, { commandId: newId(), importId: list.id })
    await settle(world.deps)
    const undone = await world.call('hefang', registerImportRoutes.getListImport, { importId: list.id })
    expect(undone.body).toMatchObject({ state: 'undone', counts: { removed: 50, left: 0 } })
    expect(await everything()).toEqual(before)
  })

  it('is undone but for whom somebody has worked on since, and erases what it sealed', async () => {
    const list = await importList(world, 'hefang', csv(people(10)))
    const { rows } = await owner.query<{ id: string }>(
      `SELECT id FROM persons WHERE import_id = '${list.id}' ORDER BY id LIMIT 1`,
    )
    await owner.query(
      `INSERT INTO person_records (county_id, id, person_id, said, valid_from, known_how, by_kind)
       VALUES (421087, gen_random_uuid(), $1, '{}', '2026-11-23', 'person', 'staff')`,
      [rows[0]?.id],
    )
    await world.call('hefang', registerImportRoutes.undoList, { commandId: newId(), importId: list.id })
    await settle(world.deps)
    const undone = await world.call('hefang', registerImportRoutes.getListImport, { importId: list.id })
    expect(undone.body.counts).toMatchObject({ removed: 29, left: 1 })
    expect(await count('vault.facts', `import_id = '${list.id}'`)).toBe(2)
    const left = await world.call('hefang', registerImportRoutes.listListLeft, { importId: list.id })
    expect(left.body.items).toMatchObject([{ personId: rows[0]?.id, reason: 'changed' }])
  })

  it('is not undone after seven days', async () => {
    const list = await importList(world, 'hefang', csv(people(1)))
    world.forward(7 * 24 * 60 + 1)
    const { code } = await world.call('hefang', registerImportRoutes.undoList, {
      commandId: newId(),
      importId: list.id,
    })
    expect(code).toBe('list.wrong_state')
  })
})
