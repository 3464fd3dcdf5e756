import type { Area, AreaImportOptions, AreaRow, ImportRow } from '@linli/contract/areas'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../platform/crypto/id.ts'
import { areaWorld, type AreaWorld, box } from '../testing.ts'

const songzi = (name: string) => readFileSync(new URL(`../../../../../../data/songzi/${name}`, import.meta.url))

let world: AreaWorld
beforeEach(async () => {
  world = await areaWorld({ empty: true })
})
afterEach(() => world.close())

interface Send {
  readonly validFrom?: string
  readonly dryRun?: boolean
  readonly format?: 'csv' | 'geojson'
  readonly options?: Partial<AreaImportOptions>
  readonly commandId?: string
}

async function send(
  file: Buffer | string,
  { validFrom = '2016-07-31', dryRun = false, format = 'csv', options = {}, ...rest }: Send = {},
) {
  const answer = await world.command<ImportRow>('suwen', '/imports/areas', {
    id: newId(),
    fileName: `list.${format}`,
    format,
    data: Buffer.from(file).toString('base64'),
    dryRun,
    options: { validFrom, ...options },
    ...rest,
  })
  return answer
}

async function children(parentId: string | null, on: string): Promise<AreaRow[]> {
  const query = parentId === null ? '' : `parentId=${parentId}&`
  return (await world.get<{ items: AreaRow[] }>('suwen', `/areas/tree?${query}on=${on}`)).body.items
}

async function find(name: string, on: string): Promise<AreaRow> {
  const { items } = (
    await world.get<{ items: AreaRow[] }>('suwen', `/areas/search?q=${encodeURIComponent(name)}&on=${on}`)
  ).body
  const [first] = items
  if (!first) throw new Error(`${name} not found on ${on}`)
  return first
}

describe('the county of 2016', () => {
  it('comes whole from its list: 16 towns, 278 villages, centres in WGS 84, classes', async () => {
    const { status, body } = await send(songzi('areas-2016.csv'))
    expect(status).toBe(200)
    expect(body.report).toMatchObject({
      rows: 295,
      created: 295,
      changed: 0,
      closed: 0,
      unchanged: 0,
      faultCount: 0,
      faults: [],
    })
    const [county] = await children(null, '2016-07-31')
    const towns = await children(county?.id ?? '', '2016-07-31')
    expect(towns).toHaveLength(16)
    expect(towns.reduce((sum, { childCount }) => sum + childCount, 0)).toBe(278)
    const linyuan = await find('林园社区', '2020-01-01')
    expect(linyuan).toMatchObject({ code: '421087100010', urbanRural: '111', openedOn: '2016-07-31' })
    expect(linyuan.centre?.lon).toBeCloseTo(111.789272 - 0.0055, 3)
  })
  it('changes nothing the second time, whatever the file calls its columns', async () => {
    await send(songzi('areas-2016.csv'))
    const again = await send(songzi('areas-2016.csv'))
    expect(again.body.report).toMatchObject({ created: 0, changed: 0, closed: 0, unchanged: 295 })
    const renamed = await send('上级代码,名称,区划代码,层级\n421087000000,新江口镇,421087100000,镇\n')
    expect(renamed.body.report).toMatchObject({ rows: 1, unchanged: 1 })
  })
  it('takes its boundary from GeoJSON in GCJ-02, and then knows what lies outside', async () => {
    await send(songzi('areas-2016.csv'))
    const bounded = await send(songzi('boundary.geojson'), { format: 'geojson' })
    expect(bounded.body.report).toMatchObject({ rows: 1, changed: 1 })
    expect((await send(songzi('boundary.geojson'), { format: 'geojson' })).body.report).toMatchObject({
      changed: 0,
      unchanged: 1,
    })
    const at = async (lon: number, lat: number) =>
      (await world.get<{ outcome: string }>(null, `/locate?lon=${lon}&lat=${lat}`)).body.outcome
    expect(await at(111.78, 30.17)).toBe('no_grid')
    expect(await at(112.2, 30.3)).toBe('outside')
  })
  it('shows a dry run without changing anything', async () => {
    const { body } = await send(songzi('areas-2016.csv'), { dryRun: true })
    expect([body.state, body.report.created]).toEqual(['checked', 295])
    expect(await children(null, '2016-07-31')).toEqual([])
  })
  it('is done once when the page sends it twice', async () => {
    const commandId = newId()
    const body = {
      commandId,
      id: newId(),
      fileName: 'a.csv',
      format: 'csv',
      data: songzi('areas-2016.csv').toString('base64'),
      options: { validFrom: '2016-07-31' },
    }
    const answers = await Promise.all([
      world.command<ImportRow>('suwen', '/imports/areas', body),
      world.command<ImportRow>('suwen', '/imports/areas', body),
    ])
    expect(answers.map(({ body: { id, report } }) => [id, report.created])).toEqual([
      [body.id, 295],
      [body.id, 295],
    ])
    expect(await world.audited('areas.imported')).toBe(1)
  })
})

describe('a later list', () => {
  it('closes the old and opens the new from its day; an unchanged village under a new code succeeds the old one', async () => {
    await send(songzi('areas-2016.csv'))
    const old = await find('林园社区', '2022-12-31')
    const { body } = await send(songzi('areas-2023.csv'), { validFrom: '2023-01-01' })
    expect(body.report.faults).toEqual([])
    const [county] = await children(null, '2023-01-01')
    expect(await children(county?.id ?? '', '2022-12-31')).toHaveLength(16)
    const towns = await children(county?.id ?? '', '2023-01-01')
    expect(towns.map(({ name }) => name)).toEqual(expect.arrayContaining(['新江口街道', '乐乡街道', '卸甲坪土家族乡']))
    expect(towns).toHaveLength(17)
    expect(towns.reduce((sum, { childCount }) => sum + childCount, 0)).toBe(278)
    const now = await find('林园社区', '2023-01-01')
    expect(now.id).not.toBe(old.id)
    const page = (await world.get<Area>('suwen', `/areas/${now.id}`)).body
    expect(page.predecessors).toMatchObject([{ area: { id: old.id, name: '林园社区居委会' }, on: '2023-01-01' }])
    expect(page.path.map(({ name }) => name)).toEqual(['松滋市', '新江口街道'])
    const then = (await world.get<Area>('suwen', `/areas/${old.id}`)).body
    expect(then).toMatchObject({ closedOn: '2023-01-01', name: '林园社区居委会' })
    expect(then.path.map(({ name }) => name)).toEqual(['松滋市', '新江口镇'])
    // A town whose code stayed goes on; only its villages' names changed.
    expect((await find('斯家场', '2022-01-01')).id).toBe((await find('斯家场', '2023-01-01')).id)
    const again = await send(songzi('areas-2023.csv'), { validFrom: '2023-01-01' })
    expect(again.body.report).toMatchObject({ created: 0, changed: 0, closed: 0 })
    const earlier = await send(songzi('areas-2016.csv'))
    expect(earlier.body.report).toMatchObject({ created: 0, changed: 0, closed: 0, unchanged: 295 })
  })
  it('refuses a list of an earlier day that would open what has long closed', async () => {
    await send(songzi('areas-2023.csv'), { validFrom: '2023-01-01' })
    expect((await send(songzi('areas-2016.csv'))).body).toMatchObject({
      code: 'area.wrong_state',
      details: { reason: 'later_change', on: '2023-01-01' },
    })
  })
  it('carries grids, people and outlines over to the village that took over', async () => {
    const list = (town: string, village: string) =>
      `code,parent,name,level\n421087000000,,松滋市,county\n${town}000,421087000000,新江口,town\n${village},${town}000,林园社区,village\n`
    await send(list('421087100', '421087100010'))
    const before = await find('林园', '2020-01-01')
    await world.command('suwen', `/areas/${before.id}/boundary`, {
      boundary: box(111.6, 30.1, 0.02),
      from: '2021-01-01',
    })
    const grid = await world.command<Area>('suwen', '/areas/grids', {
      id: newId(),
      villageId: before.id,
      boundary: box(111.6, 30.1, 0.01),
      from: '2021-01-01',
    })
    const outside = { kind: 'outside', name: '秦律师' }
    await world.command('suwen', `/areas/${before.id}/assignments`, {
      id: newId(),
      kind: 'lawyer',
      holder: outside,
      from: '2021-01-01',
    })
    const { report } = (await send(list('421087001', '421087001010'), { validFrom: '2023-01-01' })).body
    expect(report).toMatchObject({ created: 2, closed: 2, changed: 1, succeeded: 2 })
    const village = (await world.get<Area>('suwen', `/areas/${(await find('林园', '2023-01-01')).id}`)).body
    expect(village).toMatchObject({
      hasBoundary: true,
      assignments: [{ kind: 'lawyer', outside: { name: '秦律师' }, validFrom: '2023-01-01' }],
    })
    const moved = (await world.get<Area>('suwen', `/areas/${grid.body.id}`)).body
    expect(moved).toMatchObject({ parentId: village.id, code: '421087001010001', openedOn: '2021-01-01' })
    expect((await world.get<{ village: { id: string } }>(null, '/locate?lon=111.605&lat=30.105')).body.village.id).toBe(
      village.id,
    )
  })
})

describe('rows at fault', () => {
  const header = 'code,parent,name,level,urban_rural,lon,lat\n'
  const county = '421087000000,,松滋市,county,,111.75,30.17\n'
  const town = '421087100000,421087000000,新江口镇,town,,111.77,30.17\n'
  it('names row, column, value and reason of each, and applies nothing or the rest, as chosen', async () => {
    const rows = [
      county,
      town,
      '42108710001,421087100000,少一位,village,,,\n',
      '421087100000,421087000000,又一个新江口,town,,,\n',
      '421087100011,421087100000,,village,,,\n',
      '421087100012,421087100000,坐标,village,999,12.5,x\n',
      '421087300001,421087300000,没有上级,village,,,\n',
      '421003100000,421087000000,别的市,town,,,\n',
      '421087100013,421087100000,=cmd(),村,111,30.17,111.77\n',
      '421087100014,421087100000,林园社区,village,111,111.78,30.17\n',
      '421087100015,421087100000\n',
    ]
    const file = header + rows.join('')
    const refused = await send(file)
    expect(refused.body.state).toBe('refused')
    expect(refused.body.report.faults.map(({ row, column, value, reason }) => [row, column, value, reason])).toEqual([
      [4, 'code', '42108710001', 'code_form'],
      [5, 'code', '421087100000', 'code_twice'],
      [6, 'name', '', 'missing'],
      [7, 'urban_rural', '999', 'class_unknown'],
      [7, 'lat', 'x', 'coordinate_form'],
      [8, 'parent', '421087300000', 'parent_missing'],
      [9, 'code', '421003100000', 'code_of_other_county'],
      [9, 'parent', '421087000000', 'code_not_below_parent'],
      [10, 'lon', '30.17,111.77', 'coordinate_outside_county'],
      [12, null, '2', 'row_too_short'],
    ])
    expect(await children(null, '2020-01-01')).toEqual([])
    const applied = await send(file, { options: { mode: 'apply_good' } })
    expect([applied.body.state, applied.body.report.created]).toEqual(['applied', 3])
    expect((await find('林园', '2020-01-01')).code).toBe('421087100014')
  })
  it('hands the faulty rows back as a file that no spreadsheet will run, which can be corrected and sent again', async () => {
    await send(header + county + town)
    const { body } = await send(`${header}42108710001,421087100000,=cmd(),village,,,\n`)
    const { body: file } = await world.get<{ filename: string; csv: string }>('suwen', `/imports/${body.id}/rejected`)
    expect(file.csv.split('\r\n')).toEqual([
      '\ufeffcode,parent,name,level,urban_rural,lon,lat,行,原因',
      `42108710001,421087100000,'=cmd(),village,,,,2,code: 代码应为 12 位数字`,
      '',
    ])
    const corrected = await send(file.csv.replace('42108710001,', '421087100010,').replace("'=cmd()", '林园社区'))
    expect(corrected.body.report).toMatchObject({ created: 1, closed: 0, faultCount: 0 })
  })
  it('closes nothing for not being named while any row is at fault', async () => {
    await send(songzi('areas-2016.csv'))
    const { body } = await send(`${header}${county}${town}x,,,,,,\n`, {
      validFrom: '2024-01-01',
      options: { mode: 'apply_good' },
    })
    expect(body.report).toMatchObject({ closed: 0 })
  })
  it('closes nothing outside a list that does not name the county, unless told that it is complete', async () => {
    await send(songzi('areas-2016.csv'))
    const file = '代码,名称\n421087100000,新江口镇\n'
    expect((await send(file, { validFrom: '2024-01-01', dryRun: true })).body.report.closed).toBe(0)
    expect(
      (await send(file, { validFrom: '2024-01-01', dryRun: true, options: { extent: 'complete' } })).body.report.closed,
    ).toBeGreaterThan(15)
  })
  it('refuses a list of another county as a whole', async () => {
    const { status, body } = await send(
      'code,parent,name,level\n421003000000,,荆州区,county\n421003001000,421003000000,西城街道,town\n',
    )
    expect([status, body.code, body.details]).toEqual([
      422,
      'import.wrong_county',
      { expected: '421087', found: '421003' },
    ])
  })
  it('refuses outlines that cross themselves, by row', async () => {
    await send(header + county + town)
    const feature = (coordinates: unknown) => ({
      type: 'Feature',
      properties: { code: '421087100000' },
      geometry: { type: 'Polygon', coordinates },
    })
    const { body } = await send(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          feature([
            [
              [111.6, 30.1],
              [111.8, 30.3],
              [111.8, 30.1],
              [111.6, 30.3],
              [111.6, 30.1],
            ],
          ]),
        ],
      }),
      { format: 'geojson', options: { datum: 'wgs84' } },
    )
    expect(body.report.faults).toEqual([
      { row: 1, column: null, value: '111.700000,30.200000', reason: 'geometry_self_crossing' },
    ])
  })
  it('is for those who may import, in the whole county', async () => {
    const body = {
      id: newId(),
      fileName: 'a.csv',
      format: 'csv',
      data: Buffer.from(header).toString('base64'),
      options: { validFrom: '2020-01-01' },
    }
    expect((await world.command('luobin', '/imports/areas', body)).status).toBe(403)
    expect((await world.get('luobin', '/imports')).status).toBe(403)
  })
  it('lists what was imported, newest first, page by page', async () => {
    for (const _ of [1, 2, 3]) await send(header + county)
    const first = (await world.get<{ items: ImportRow[]; next: string }>('suwen', '/imports?limit=2')).body
    const second = (
      await world.get<{ items: ImportRow[]; next: string | null }>('suwen', `/imports?limit=2&cursor=${first.next}`)
    ).body
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(3)
    expect(second.next).toBeNull()
  })
})
