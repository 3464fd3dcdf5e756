import { peopleRoutes } from '@linli/contract/people'
import { fieldRoutes } from '@linli/contract/people-fields'
import { registerExportRoutes } from '@linli/contract/people-lists'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type StaffLogin } from './county.ts'
import { member, registerIn } from './register.ts'
import { documentOf, importList } from './register-lists.ts'
import { onCluster } from './testkit-database.ts'
import { createWorld, type World } from './world.ts'

let world: World
const header = '网格编码,地址,姓名,证件号码,电话,与户主关系'
const person = (grid: string, n: number, name = `钱${String.fromCodePoint(0x4e00 + n)}`) =>
  `${grid},和平路 ${n} 号,${name},${documentOf('1960-06-06', n)},1360000${String(n).padStart(4, '0')},户主`

beforeAll(async () => {
  world = await createWorld()
  const linyuan = Array.from({ length: 30 }, (_, index) => person('421087100010001', index + 1))
  const yuling = Array.from({ length: 90 }, (_, index) => person('421087100011001', index + 101))
  await importList(world, 'luobin', Buffer.from([header, ...linyuan, ...yuling].join('\n')))
})
afterAll(() => world.close())

function request(who: StaffLogin, areaId: string, groups: ('basic' | 'contact' | 'identity')[] = ['basic']) {
  const exportId = newId()
  const input = { commandId: newId(), exportId, filter: { areaId }, groups, words: '=养老补贴核对' }
  return world.call(who, registerExportRoutes.requestExport, input)
}
const download = (who: StaffLogin, exportId: string) =>
  world.call(who, registerExportRoutes.downloadExport, { commandId: newId(), exportId })

async function reads(exportNumber: string) {
  return world.deps.db
    .selectFrom('accessLog')
    .select(['purpose', 'fieldGroup', 'subjectIds'])
    .where('reason', 'like', `${exportNumber}%`)
    .orderBy('seq')
    .execute()
}

describe('a list out of the register', () => {
  it('of a hundred or fewer is made at once, marked, and each download is written down with its persons', async () => {
    const { body } = await request('luobin', area.linyuan)
    expect(body).toMatchObject({ state: 'ready', persons: 30, may: ['download'] })
    const list = await download('luobin', body.id)
    const lines: string[][] = parse(list.body.csv ?? '', { bom: true, relax_column_count: true })
    expect(lines[0]?.[0]).toContain(`${body.number}｜罗斌`)
    expect(lines[0]?.[0]).toContain('养老补贴核对')
    expect(lines).toHaveLength(32)
    expect(list.body.csv).not.toMatch(/1360000\d{4}|421087196006/)
    const [read, ...more] = await reads(body.number)
    expect(more).toEqual([])
    expect(read).toMatchObject({ purpose: 'register.export', fieldGroup: 'basic' })
    expect(read?.subjectIds).toHaveLength(30)
  })

  it('is not handed out while its reading cannot be written down', async () => {
    const { body } = await request('luobin', area.linyuan)
    await onCluster(world.ownerUrl, 'REVOKE INSERT ON access_log FROM linli_application')
    const refused = await download('luobin', body.id)
    await onCluster(world.ownerUrl, 'GRANT INSERT ON access_log TO linli_application')
    expect(refused.status).toBe(500)
    expect(refused.text).not.toMatch(/csv|林园/)
    expect((await download('luobin', body.id)).status).toBe(200)
  })

  it('has numbers only where they were asked for, through the vault', async () => {
    const { body } = await request('luobin', area.linyuan, ['identity', 'contact'])
    const list = await download('luobin', body.id)
    expect(list.body.csv).toContain(documentOf('1960-06-06', 1))
    expect(list.body.csv).toContain('13600000001')
    expect((await reads(body.number)).map(({ purpose }) => purpose)).toEqual(['register.export', 'export'])
    // What was fetched is kept nowhere.
    const { rows } = await world.deps.pool.query(
      `SELECT count(*)::int AS count FROM commands WHERE result::text LIKE '%13600000001%'`,
    )
    expect(rows).toEqual([{ count: 0 }])
  })

  it('in the layout of a profile has its headings and codes, and comes back in as the same people', async () => {
    const exportId = newId()
    const { body } = await world.call('luobin', registerExportRoutes.requestExport, {
      commandId: newId(),
      exportId,
      filter: { areaId: area.linyuan },
      groups: ['identity', 'contact'],
      words: '基础数据上报',
      layout: 'gbt33200',
    })
    expect(body).toMatchObject({ state: 'ready', layout: 'gbt33200' })
    const { csv } = (await download('luobin', exportId)).body
    const lines: string[][] = parse(csv ?? '', { bom: true, relax_column_count: true })
    expect(lines[1]).toEqual(
      '所属网格编码,户号,姓名,性别代码,出生日期代码,证件代码,公民身份号码或证件号码,与户主关系代码,人口类别代码,居住状态代码,现住门（楼）详址,本人联系方式'.split(
        ',',
      ),
    )
    expect(lines[2]?.slice(4)).toEqual([
      '19600606',
      '111',
      documentOf('1960-06-06', 1),
      '02',
      '1',
      '1',
      '和平路 1 号',
      '13600000001',
    ])
    const back = await importList(world, 'luobin', Buffer.from(csv ?? ''), 'update')
    expect(back.counts).toMatchObject({ rows: 30, unchanged: 30, faulty: 0 })
    // Numbers nobody asked for have no column.
    const plain = await world.call('luobin', registerExportRoutes.requestExport, {
      commandId: newId(),
      exportId: newId(),
      filter: { areaId: area.linyuan },
      groups: ['basic'],
      words: '基础数据上报',
      layout: 'gbt33200',
    })
    const bare = (await download('luobin', plain.body.id)).body.csv
    expect(bare).not.toMatch(/证件|联系方式|1360000/)
  })

  it('has the fields of the county’s own that its reader may read, as the person’s page has', async () => {
    const field = {
      subject: 'person' as const,
      code: 'home_service',
      names: { zh: '居家服务', en: 'Home service' },
      purposes: ['service' as const],
      basis: '本县居家养老办法第3条',
      owner: '民政局',
      retention: { years: 3, after: 'leaving' as const },
      sensitivity: 'personal' as const,
      group: 'basic' as const,
      storage: 'extra' as const,
      shape: { type: 'choice' as const, options: [{ code: 'meals', names: { zh: '助餐', en: 'meals' } }] },
      readers: ['register.export'],
      unknownAllowed: true as const,
      assessment: null,
    }
    expect((await world.call('suwen', fieldRoutes.setField, { commandId: newId(), field })).status).toBe(200)
    const [hit] = (await world.call('luobin', peopleRoutes.searchRegister, { q: '钱丁', kinds: ['person'] })).body.items
    const personId = hit?.id ?? ''
    const { version } = (await world.call('luobin', peopleRoutes.getPerson, { personId })).body
    const said = { extra: { home_service: 'meals' } }
    const change = { commandId: newId(), personId, seenVersion: version, said }
    expect((await world.call('luobin', peopleRoutes.changePerson, change)).body.countyFields).toMatchObject([
      { code: 'home_service', value: 'meals', words: { zh: '助餐' } },
    ])
    // A clerk carries no lists away, and is no reader of this field.
    expect((await world.call('hefang', peopleRoutes.getPerson, { personId })).body.countyFields).toEqual([])
    const { body } = await request('luobin', area.linyuan)
    const lines: string[][] = parse((await download('luobin', body.id)).body.csv ?? '', {
      bom: true,
      relax_column_count: true,
    })
    expect(lines[1]?.at(-1)).toBe('居家服务')
    expect(
      lines
        .slice(2)
        .map((line) => line.at(-1))
        .toSorted()
        .at(-1),
    ).toBe('助餐')
  })

  it('of more waits for another person, never for whoever asked', async () => {
    const { body } = await request('wujing', area.county)
    expect(body).toMatchObject({ state: 'waiting', persons: 120, may: [] })
    expect((await download('wujing', body.id)).code).toBe('export.wrong_state')
    const decide = (who: StaffLogin, accept: boolean) =>
      world.call(who, registerExportRoutes.decideExport, {
        commandId: newId(),
        exportId: body.id,
        accept,
        words: '同意',
      })
    expect((await decide('wujing', true)).code).toBe('export.not_found')
    expect((await decide('luobin', true)).code).toBe('permission.missing')
    expect((await world.call('wujing', registerExportRoutes.listExportsToDecide, {})).body.items).toEqual([])
    expect((await world.call('daiping', registerExportRoutes.listExportsToDecide, {})).body.items).toMatchObject([
      { id: body.id, may: ['decide'] },
    ])
    expect((await decide('daiping', true)).body).toMatchObject({ state: 'ready', decidedBy: { name: '戴萍' } })
    expect((await decide('daiping', false)).code).toBe('export.wrong_state')
    expect((await download('wujing', body.id)).body.persons).toBe(120)
  })

  it('of few waits too when the lists of a day come to more, and not for the same people again', async () => {
    expect((await request('luobin', area.linyuan)).body).toMatchObject({ state: 'ready', persons: 30 })
    const older = await request('luobin', area.yuling)
    expect(older.body).toMatchObject({ state: 'waiting', persons: 90 })
    world.forward(24 * 60 + 1)
    expect((await request('luobin', area.yuling)).body).toMatchObject({ state: 'ready', persons: 90 })
    expect((await request('luobin', area.linyuan)).body).toMatchObject({ state: 'waiting', persons: 30 })
    world.forward(24 * 60 + 1)
  })

  it('is no grid worker’s and no clerk’s, reaches no further than its owner, and is nobody else’s to fetch', async () => {
    expect((await request('zhoumin', area.linyuan)).code).toBe('permission.missing')
    expect((await request('tangqi', area.linyuan)).code).toBe('export.empty')
    expect((await request('luobin', newId())).code).toBe('register.not_found')
    const { body } = await request('luobin', area.linyuan)
    expect((await download('wujing', body.id)).code).toBe('export.not_found')
  })

  it('runs nothing in a spreadsheet', async () => {
    const address = '=HYPERLINK("http://example.org","林园路")'
    const fullWidth = '＝1＋1 号'
    for (const one of [address, fullWidth])
      expect((await registerIn(world).addHousehold('hefang', [member('算式')], { address: one })).status).toBe(200)
    const { body } = await request('luobin', area.linyuan)
    const lines: string[][] = parse((await download('luobin', body.id)).body.csv ?? '', {
      bom: true,
      relax_column_count: true,
    })
    expect(
      lines
        .flat()
        .filter((cell) => cell.endsWith(address) || cell.endsWith('=1+1 号'))
        .toSorted(),
    ).toEqual([
      // An address is kept with plain digits and signs.
      `'=1+1 号`,
      `'${address}`,
    ])
    expect(lines.flat().filter((cell) => /^[=+\-@＝＋－＠\s]/.test(cell))).toEqual([])
  })

  it('is gone after seven days', async () => {
    const { body } = await request('luobin', area.linyuan)
    world.forward(7 * 24 * 60 + 1)
    expect((await download('luobin', body.id)).code).toBe('export.wrong_state')
    const { body: mine } = await world.call('luobin', registerExportRoutes.listExports, {})
    expect(mine.items.find(({ id }) => id === body.id)).toMatchObject({ state: 'expired', may: [] })
  })
})
