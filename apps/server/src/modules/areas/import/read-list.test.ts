import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../platform/problem/problem.ts'
import { readTableList, readGeoJson } from './read-list.ts'

const bytes = (text: string) => Buffer.from(text)
const standard =
  '421087000000,421000000000,松滋市,county,3,421087,,0716,,f,f,f,111.756781,30.174529,0101,湖北省,荆州市,松滋市,,'

describe('read a list', () => {
  it('takes the standard layout without a header', async () => {
    const list = await readTableList(bytes(`${standard}\n`))
    expect(list.rows).toMatchObject([
      { line: 1, surplus: 0, cells: { code: '421087000000', name: '松滋市', level: 'county', lon: '111.756781' } },
    ])
  })
  it('takes a header in any order and language, with a mark, quotes, CRLF and blank lines', async () => {
    const list = await readTableList(
      bytes('\ufeff名称,Parent Code,"区划代码",户数\r\n\r\n"新江口, 镇",421087000000,421087100000,7\r\n,,,\r\n'),
    )
    expect(list.rows).toHaveLength(1)
    expect(list.rows[0]).toMatchObject({
      line: 3,
      cells: { name: '新江口, 镇', parent: '421087000000', code: '421087100000', households: '7' },
    })
    expect(list.called('code')).toBe('区划代码')
  })
  it('reads what a spreadsheet on Chinese Windows wrote', async () => {
    const list = await readTableList(iconv.encode('代码,名称\n421087100000,新江口镇𠮷\n', 'gb18030'))
    expect([list.encoding, list.rows[0]?.cells.name]).toEqual(['gb18030', '新江口镇𠮷'])
  })
  it('says which rows are too short or too long', async () => {
    const list = await readTableList(bytes('code,name\n1\n1,2,3\n1,2\n'))
    expect(list.rows.map(({ surplus }) => surplus)).toEqual([-1, 1, 0])
  })
  it.each([
    ['nothing', ''],
    ['a picture', '\ufffd\u0000\u0010JFIF'],
    ['a broken workbook', 'PK\u0003\u0004 and no more'],
    ['an open quote', 'code,name\n"421087,新江口\n'],
    ['a header without code', '名称,层级\n新江口镇,镇\n'],
  ])('refuses %s as unreadable', async (_what, text) => {
    await expect(readTableList(bytes(text))).rejects.toThrow(Problem)
  })
  it('reads features by their properties, and a bare outline as the county’s', () => {
    const geometry = { type: 'Polygon', coordinates: [] }
    const list = readGeoJson(
      bytes(
        JSON.stringify({
          type: 'FeatureCollection',
          features: [{ type: 'Feature', properties: { adcode: 421087, name: '松滋市' }, geometry }],
        }),
      ),
      '421087000000',
    )
    expect(list.rows[0]).toMatchObject({ line: 1, cells: { code: '421087', name: '松滋市' }, geometry })
    expect(readGeoJson(bytes(JSON.stringify(geometry)), '421087000000').rows[0]?.cells.code).toBe('421087000000')
    expect(() => readGeoJson(bytes('[1]'), '')).toThrow(Problem)
    expect(() => readGeoJson(bytes('{"type":"FeatureCollection","features":[]}'), '')).toThrow(Problem)
    expect(() => readGeoJson(bytes('{"type":"Topology"}'), '')).toThrow(Problem)
  })
})
