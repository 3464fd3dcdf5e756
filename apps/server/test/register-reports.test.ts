import { peopleRoutes } from '@linli/contract/people'
import { fieldRoutes } from '@linli/contract/people-fields'
import { registerExportRoutes } from '@linli/contract/people-lists'
import { reportRoutes, type SheetView } from '@linli/contract/people-reports'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeMonths } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { openWorkbook } from '../src/platform/workbook/package.ts'
import { formula, inline, testWorkbook } from '../src/platform/workbook/testing.ts'
import { viewOf } from '../src/platform/workbook/view.ts'
import { area, type StaffLogin } from './county.ts'
import { documentOf, importList } from './register-lists.ts'
import { countyId, createWorld, type World } from './world.ts'

let world: World
const header = '网格编码,地址,姓名,证件号码,电话,与户主关系,需要类别,需要依据,需要到期'
const person = (grid: string, n: number, need = ',,') =>
  `${grid},和平路 ${n} 号,钱${String.fromCodePoint(0x4e00 + n)},${documentOf('1940-06-06', n)},1360000${String(n).padStart(4, '0')},户主,${need}`

beforeAll(async () => {
  world = await createWorld()
  const alone = '独居老人,上门核实,2027-06-01'
  const rows = [
    ...Array.from({ length: 4 }, (_, n) => person('421087100010001', n + 1, alone)),
    ...Array.from({ length: 4 }, (_, n) => person('421087100010002', n + 11, alone)),
    ...Array.from({ length: 99 }, (_, n) => person('421087100011001', n + 101)),
  ]
  await importList(world, 'luobin', Buffer.from([header, ...rows].join('\n')))
})
afterAll(() => world.close())

const book = (...rows: string[]) =>
  testWorkbook({
    sheets: [{ name: '表', rows: rows.map((cells, index) => `<row r="${index + 1}">${cells}</row>`).join('') }],
  })
const figures = book(
  inline('A1', '{{区域}}{{月份}}报表，{{填报人}}'),
  inline('A2', '{{下级.名称}}') +
    inline('B2', '{{下级.人数}}') +
    inline('C2', '{{下级.需要.独居老人}}') +
    inline('D2', '{{下级.期末人数}}'),
  inline('A3', '合计') + formula('B3', 'SUM(B2)') + inline('C3', '{{需要.独居老人}}') + inline('D3', '{{期末人数}}'),
)
const roll = book(
  inline('A1', '{{区域}}名册'),
  inline('A2', '{{人员名册.序号}}') +
    inline('B2', '{{人员名册.姓名}}') +
    inline('C2', '{{人员名册.出生日期}}', 1) +
    inline('D2', '{{人员名册.证件号码}}'),
)

async function setTemplate(who: StaffLogin, file: Buffer, name = '人口月报', templateId = newId(), seenVersion = 0) {
  const input = {
    commandId: newId(),
    templateId,
    seenVersion,
    name,
    fileName: `${name}.xlsx`,
    file: file.toString('base64'),
  }
  return world.call(who, reportRoutes.setReportTemplate, input)
}
const shown = ({ rows }: Pick<SheetView, 'rows'>) =>
  rows.map(({ cells }) =>
    cells
      .map(({ text }) => text)
      .filter(Boolean)
      .join(' '),
  )
const opened = (xlsx: string | null) => {
  const [sheet] = viewOf(openWorkbook(Buffer.from(xlsx ?? '', 'base64')))
  return sheet ? shown({ rows: sheet.rows.map((row) => ({ ...row, cells: [...row.cells] })) }) : []
}

describe('a report template', () => {
  it('is kept when every name in it is known; else each wrong one is named with its cell', async () => {
    const wrong = book(
      inline('B1', '{{人 数}}') + inline('C1', '{{独居老人数}}') + inline('D1', '{{户数'),
      inline('A2', '{{下级.名称}}') + inline('B2', '{{各网格.名称}}'),
    )
    const check = await world.call('wujing', reportRoutes.checkReportTemplate, { file: wrong.toString('base64') })
    expect(check.body.marks.map(({ cell, code, fault, meant }) => [cell, code ?? meant, fault])).toEqual([
      ['B1', 'persons', null],
      ['C1', '需要.独居老人', 'unknown'],
      ['A2', 'below.name', 'two_lists'],
      ['B2', 'grid.name', 'two_lists'],
      ['D1', null, 'unfinished'],
    ])
    expect((await setTemplate('wujing', wrong)).code).toBe('report.marks_at_fault')
    expect((await setTemplate('wujing', book(inline('A1', '空表')))).problem).toMatchObject({
      code: 'report.unreadable',
      details: { reason: 'no_marks' },
    })
    expect((await setTemplate('luobin', figures)).code).toBe('permission.missing')
  })

  it('has versions, none of which is lost, and refuses one from a stale page', async () => {
    const first = (await setTemplate('wujing', figures, '版本')).body
    expect((await setTemplate('wujing', roll, '版本', first.id, 0)).code).toBe('report.stale')
    expect((await setTemplate('wujing', roll, '版本', newId(), 3)).code).toBe('report.stale')
    const second = await setTemplate('wujing', roll, '版本二', first.id, 1)
    expect(second.body).toMatchObject({ name: '版本二', version: 2, namesPeople: true, earlier: [{ version: 1 }] })
    const file = await world.call('luobin', reportRoutes.getReportTemplateFile, { templateId: first.id, version: 1 })
    expect(file.body.xlsx).toBe(figures.toString('base64'))
    await world.call('wujing', reportRoutes.closeReportTemplate, { commandId: newId(), templateId: first.id })
    expect((await world.call('wujing', reportRoutes.listReportTemplates, {})).body.items).toEqual([])
  })
})

describe('a report', () => {
  it('is filled from the register and a frozen month, with the figures of few people left out', async () => {
    const templateId = (await setTemplate('wujing', figures)).body.id
    const fill = (who: StaffLogin, areaId: string, month?: string) =>
      world.call(who, reportRoutes.fillReport, { templateId, areaId, ...(month ? { month } : {}) })
    expect((await fill('luobin', area.linyuan)).code).toBe('statistics.not_found')
    await freezeMonths(world.deps, countyId)

    const village = await fill('hefang', area.linyuan)
    expect(village.body.filename).toBe('人口月报-林园社区居委会-2026-10.xlsx')
    expect(opened(village.body.xlsx)).toEqual([
      '林园社区居委会2026年10月报表，何芳',
      // Whoever works in a grid knows its people; above it fewer than ten are not told.
      '第1网格 4 4 0',
      '第2网格 4 4 0',
      '第3网格 0 0 0',
      '合计 8 不足10人 0',
    ])
    const town = opened((await fill('luobin', area.xinjiangkou, '2026-10')).body.xlsx)
    expect(town.slice(1)).toEqual(['林园社区居委会 8 不足10人 0', '玉岭社区居委会 99 0 0', '合计 107 不足10人 0'])
    const preview = await world.call('luobin', reportRoutes.previewReport, { templateId, areaId: area.xinjiangkou })
    expect(preview.body.sheets.flatMap(shown)).toEqual(town.map((row) => row.replace('何芳', '罗斌')))

    expect((await fill('hefang', area.xinjiangkou)).code).toBe('register.not_found')
    expect((await fill('luobin', area.linyuan, '2026-09')).code).toBe('statistics.not_found')
    expect((await fill('luobin', newId())).code).toBe('register.not_found')
  })

  it('that lists people is an export: with a purpose, a second person, a mark and a record', async () => {
    const templateId = (await setTemplate('wujing', roll, '人员名册')).body.id
    const asked = { templateId, areaId: area.xinjiangkou }
    expect((await world.call('luobin', reportRoutes.fillReport, asked)).code).toBe('report.names_people')
    const preview = await world.call('luobin', reportRoutes.previewReport, asked)
    expect(preview.problem).toEqual({})
    expect(preview.body.sheets.flatMap(shown)).toEqual(['新江口镇名册', ''])

    const request = (areaId: string, id = templateId) =>
      world.call('luobin', registerExportRoutes.requestExport, {
        commandId: newId(),
        exportId: newId(),
        filter: { areaId },
        groups: ['basic'],
        words: '老年补贴核对',
        report: { templateId: id },
      })
    expect((await request(area.xinjiangkou)).body).toMatchObject({ state: 'waiting', persons: 107, report: '人员名册' })
    const plain = (await setTemplate('wujing', figures, '无人')).body.id
    expect((await request(area.linyuan, plain)).code).toBe('report.names_nobody')

    const { body } = await request(area.linyuan1)
    expect(body).toMatchObject({ state: 'ready', persons: 4, groups: ['basic', 'identity'] })
    // What was asked for is what is fetched, whatever the template becomes.
    await setTemplate('wujing', figures, '人员名册', templateId, 1)
    const list = await world.call('luobin', registerExportRoutes.downloadExport, {
      commandId: newId(),
      exportId: body.id,
    })
    expect(list.body).toMatchObject({ csv: null, persons: 4, filename: `松滋市-${body.number}.xlsx` })
    const rows = opened(list.body.xlsx)
    expect(rows[1]).toBe(`1 钱丁 1940-06-06 ${documentOf('1940-06-06', 1)}`)
    expect(rows).toHaveLength(7)
    expect(rows[6]).toContain(`${body.number}｜罗斌`)
    const { rows: read } = await world.deps.pool.query(
      `SELECT purpose, cardinality(subject_ids) AS persons FROM access_log WHERE reason LIKE $1 ORDER BY seq`,
      [`${body.number}%`],
    )
    expect(read).toMatchObject([
      { purpose: 'register.export', persons: 4 },
      { purpose: 'export', persons: 4 },
    ])
  })

  it('holds what the county registers beside, under the field’s own name, for whoever may read it', async () => {
    const field = {
      subject: 'person' as const,
      code: 'speaks',
      names: { zh: '常用方言', en: 'Dialect' },
      purposes: ['service' as const],
      basis: '上门服务时用得上的话',
      owner: '市社会治理中心',
      retention: { years: 5, after: 'leaving' as const },
      sensitivity: 'personal' as const,
      group: 'basic' as const,
      storage: 'extra' as const,
      shape: { type: 'choice' as const, options: [{ code: 'xinan', names: { zh: '西南官话', en: 'Southwestern' } }] },
      readers: ['register.read'],
      unknownAllowed: true as const,
      assessment: null,
    }
    const asking = book(inline('A1', '{{人员名册.姓名}}') + inline('B1', '{{人员名册.常用方言}}'))
    expect((await setTemplate('wujing', asking)).code).toBe('report.marks_at_fault')
    await world.call('suwen', fieldRoutes.setField, { commandId: newId(), field })
    const { items: names } = (await world.call('wujing', reportRoutes.listReportNames, {})).body
    expect(names.map(({ names: words }) => words.zh)).toContain('人员名册.常用方言')
    const templateId = (await setTemplate('wujing', asking)).body.id

    const [row] = (await world.deps.pool.query<{ id: string }>(`SELECT id FROM persons WHERE name = '钱丁'`)).rows
    await world.call('hefang', peopleRoutes.changePerson, {
      commandId: newId(),
      personId: row?.id ?? '',
      seenVersion: 1,
      said: { extra: { speaks: 'xinan' } },
    })
    const download = async () => {
      const { body } = await world.call('luobin', registerExportRoutes.requestExport, {
        commandId: newId(),
        exportId: newId(),
        filter: { areaId: area.linyuan1 },
        groups: ['basic'],
        words: '上门安排',
        report: { templateId },
      })
      const fetched = { commandId: newId(), exportId: body.id }
      return opened((await world.call('luobin', registerExportRoutes.downloadExport, fetched)).body.xlsx)
    }
    expect((await download())[0]).toBe('钱丁 西南官话')
    // Closed later, it leaves its cell empty, and no braces in what the upper level gets.
    await world.call('suwen', fieldRoutes.closeField, { commandId: newId(), subject: 'person', code: 'speaks' })
    expect((await download())[0]).toBe('钱丁')
  })
})
