import { matterImportRoutes } from '@linli/contract/matter-import'
import { matterRoutes } from '@linli/contract/matters'
import type { RouteInput } from '@linli/contract/route'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { newId } from '../src/platform/crypto/id.ts'
import { spot } from './county.ts'
import { noticesOf } from './notices.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

type Input = RouteInput<typeof matterImportRoutes.importMatters>

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

function send(file: string | Buffer, changes: Partial<Input> = {}) {
  return world.call('wujing', matterImportRoutes.importMatters, {
    commandId: newId(),
    fileName: '移交.csv',
    data: Buffer.from(file).toString('base64'),
    channel: 'department',
    ...changes,
  })
}
async function matters(): Promise<number> {
  const rows = await world.deps.db.selectFrom('matters').select('id').execute()
  return rows.length
}
const csv = (...rows: (string | number)[][]) => rows.map((row) => row.join(',')).join('\r\n')
const head = ['工单号', '诉求内容', '类别', '网格代码', '姓名', '电话', '发生时间']

describe('a list handed over by a department', () => {
  it('becomes matters with place, desk, limits and person, and sent again changes nothing', async () => {
    const file = csv(
      head,
      ['S-1', '路灯坏了', '路灯不亮', '421087100010003', '张桂兰', '138-0000-1234', '2026-11-20 14:30'],
      ['S-2', '路面有坑', '0503', '421087100011001', '', '', ''],
    )
    const before = await matters()
    expect((await send(file, { dryRun: true })).body).toMatchObject({
      state: 'checked',
      rows: 2,
      created: [],
      faults: [],
    })
    expect(await matters()).toBe(before)
    const { body } = await send(file, { notify: true })
    expect(body).toMatchObject({ state: 'applied', created: [{ row: 2 }, { row: 3 }], faults: [], rejected: null })
    const id = body.created[0]?.id ?? ''
    expect(await steps.see('hefang', id)).toMatchObject({
      channel: 'department',
      status: 'reported',
      category: { code: '0501' },
      place: { villageName: '林园社区居委会', gridName: '第3网格' },
      deskUnit: { name: '林园社区网格站' },
      reporter: { name: '张**', phone: '138****1234' },
      clock: { kind: 'accept' },
      // Answerable from now on, whenever it was seen.
      reportedAt: world.now().toISOString(),
      timeline: [{ kind: 'report', by: { name: '吴静' } }],
    })
    expect((await noticesOf(world, id, 'matter_received')).phones).toEqual(['13800001234'])
    const again = await send(file, { mode: 'apply_good' })
    expect(again.body.created).toEqual([])
    expect(again.body.faults.map(({ row, column, value, reason }) => [row, column, value, reason])).toEqual([
      [2, '工单号', 'S-1', 'number_known'],
      [3, '工单号', 'S-2', 'number_known'],
    ])
    expect(await matters()).toBe(before + 2)
  })

  it('sent again without numbers changes nothing either, while two alike in it are two', async () => {
    const row = ['路灯坏了', '0501', '林园路']
    const file = csv(['内容', '类别', '地址'], row, row, ['井盖响', '0503', '林园路'])
    const before = await matters()
    expect((await send(file)).body.created).toHaveLength(3)
    // The same list with its columns in another order, and one row more.
    const turned = csv(['地址', '内容', '类别'], ...[row, row, row].map(([a, b, c]) => [c ?? '', a ?? '', b ?? '']))
    const again = await send(turned, { mode: 'apply_good' })
    expect(again.body.created.map((one) => one.row)).toEqual([4])
    expect(again.body.faults.map(({ reason }) => reason)).toEqual(['row_known', 'row_known'])
    expect(await matters()).toBe(before + 4)
  })

  it('names every faulty row by line, column and reason, and takes all or only the good as chosen', async () => {
    const file = csv(
      [...head, '经度', '纬度'],
      ['B-1', '灯坏', '路灯不亮', '421087100010001', '', '', '', '', ''],
      ['B-2', '', '没有这一类', '421087999999', '', '12', '2026-11-24', '', ''],
      ['B-3', '远处', '0501', '', '', '', '', spot.outside.lon, spot.outside.lat],
      ['B-1', '又一盏', '0501', '421087100010001', '', '', '', '', ''],
    )
    const before = await matters()
    const refused = await send(file)
    expect(refused.body).toMatchObject({ state: 'refused', created: [] })
    expect(refused.body.faults.map(({ row, column, reason }) => `${row} ${column} ${reason}`)).toEqual([
      '3 诉求内容 missing',
      '3 类别 category_unknown',
      '3 发生时间 time_in_future',
      '3 网格代码 area_unknown',
      '3 电话 phone_form',
      '4 经度 outside_county',
      '5 工单号 number_twice',
    ])
    expect(await matters()).toBe(before)
    const rejected = parse(refused.body.rejected ?? '', { bom: true }) as string[][]
    expect(rejected.map((row) => row[0])).toEqual(['工单号', 'B-2', 'B-3', 'B-1'])
    expect(rejected[1]?.at(-1)).toContain('类别: 没有这个类别')
    const applied = await send(file, { mode: 'apply_good' })
    expect(applied.body.created.map(({ row }) => row)).toEqual([2])
    expect(await matters()).toBe(before + 1)
  })

  it('goes on where it was cut off, asked again with the same command', async () => {
    const commandId = newId()
    const file = csv(
      ['内容', '类别', '地址'],
      ...Array.from({ length: 12 }, (_, n) => [`第${n}盏灯`, '0501', '河堤路']),
    )
    const before = await matters()
    const [first, second] = await Promise.all([send(file, { commandId }), send(file, { commandId })])
    for (const { status } of [first, second]) expect([200, 409]).toContain(status)
    expect(await matters()).toBe(before + 12)
    expect((await send(file, { commandId })).body.created).toHaveLength(12)
    expect(await matters()).toBe(before + 12)
  })
})

describe('a file as people send it', () => {
  it('is read as Chinese Windows writes it, and as a workbook whose cells are dates, numbers and formulas', async () => {
    const text = csv(['内容', '类别', '地址'], ['路灯坏了，很黑', '路灯不亮', '荆江大道'])
    const [legacy] = (await send(iconv.encode(text, 'gb18030'))).body.created
    expect(await steps.see('wujing', legacy?.id ?? '')).toMatchObject({ title: '路灯坏了，很黑', address: '荆江大道' })
    const workbook = await writeWorkbook([
      ['内容', '类别', '经度', '纬度', '时间', '电话'].map((value) => ({ value })),
      [
        { value: '积水' },
        { value: '0504' },
        { value: spot.linyuan1.lon },
        { value: spot.linyuan1.lat },
        { value: new Date(Date.UTC(2026, 10, 20, 14, 30)), type: Date, format: 'yyyy-mm-dd hh:mm' },
        { value: 13800001234 },
      ],
      // Nobody has worked it out: what a formula would say is not known, and nothing is run.
      [
        { value: '=1+1', type: 'Formula' },
        { value: '0504' },
        { value: spot.linyuan1.lon },
        { value: spot.linyuan1.lat },
      ],
    ]).toBuffer()
    const { body } = await send(workbook, { fileName: '移交.xlsx', mode: 'apply_good' })
    expect(body.faults).toMatchObject([{ row: 3, column: '内容', reason: 'missing' }])
    const matter = await steps.see('hefang', body.created[0]?.id ?? '')
    expect(matter).toMatchObject({ place: { gridName: '第1网格' }, reporter: { phone: '138****1234' } })
  })

  it('keeps what a spreadsheet would run as plain words', async () => {
    const formula = '=cmd|"/c calc"'
    const file = `内容,类别,地址\r\n"${formula.replaceAll('"', '""')}",0501,x\r\n`
    const { body } = await send(file)
    const { number, title } = await steps.see('wujing', body.created[0]?.id ?? '')
    expect(title).toBe(formula)
    const exported = await world.call('wujing', matterRoutes.exportMatters, { q: number })
    expect(exported.body.csv).toContain(`"'=cmd|""/c calc"""`)
  })

  it('is refused whole and clearly where it cannot be read', async () => {
    const before = await matters()
    const many = csv(['内容', '类别', '地址'], ...Array.from({ length: 5000 }, (_, n) => [`灯${n}`, '0501', 'x']))
    for (const [file, details] of [
      [many, { reason: 'too_many_rows', limit: 2000 }],
      ['', { reason: 'empty' }],
      ['内容,类别\r\n', { reason: 'empty' }],
      ['内容,地址\r\n灯,x', { reason: 'missing_column', column: 'category' }],
      [iconv.encode('内容,类别,地址\r\n灯,0501,x', 'utf-16be'), {}],
      [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), { reason: 'xlsx' }],
    ] as const)
      expect((await send(file)).problem, JSON.stringify(details)).toMatchObject({ code: 'import.unreadable', details })
    expect(await matters()).toBe(before)
    expect(
      (
        await world.call('luobin', matterImportRoutes.importMatters, {
          commandId: newId(),
          fileName: 'a.csv',
          data: Buffer.from('x').toString('base64'),
          channel: 'import',
        })
      ).code,
    ).toBe('permission.missing')
  })

  it('is checked in one go where it is as long as may be', async () => {
    const rows = Array.from({ length: 2000 }, (_, n) => [`灯${n}`, n === 1234 ? '?' : '0501', '沿江路'])
    const { body } = await send(csv(['内容', '类别', '地址'], ...rows), { dryRun: true })
    expect(body).toMatchObject({ state: 'checked', rows: 2000, faults: [{ row: 1236, column: '类别', value: '?' }] })
  })
})
