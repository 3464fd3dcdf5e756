import { describe, expect, it } from 'vitest'
import { checkRow, type Knowledge } from './check-row.ts'
import { type ListedMatter, readColumns } from './columns.ts'

const knowledge = (): Knowledge => ({
  categories: new Map([
    ['0501', '0501'],
    ['路灯不亮', '0501'],
  ]),
  areaOf: (code) => (code === '421087001010' ? 'village-id' : undefined),
  timeZone: 'Asia/Shanghai',
  now: new Date('2026-11-23T02:00:00Z'),
  inCounty: ({ lon }) => lon > 111 && lon < 112.2,
  known: new Set(['A-1']),
  seen: new Set(),
})
const row = (cells: ListedMatter['cells']): ListedMatter => ({
  line: 2,
  raw: Object.values(cells),
  fingerprint: 'row 1',
  cells: { description: '路灯不亮三天了', category: '0501', address: '林园小区北门', ...cells },
})
const reasons = (cells: ListedMatter['cells']) => {
  const checked = checkRow(row(cells), knowledge())
  return Array.isArray(checked) ? checked.map(({ column, reason }) => `${column} ${reason}`) : checked
}

describe('a row of a list of matters', () => {
  it('is taken with its place, category by name, phone and time of the county', () => {
    const cells = {
      category: '路灯不亮',
      lon: '111.77',
      lat: '30.17',
      phone: '138 0000-1234',
      seenAt: '2026年11月20日 14:30',
    }
    expect(reasons(cells)).toMatchObject({
      categoryCode: '0501',
      point: { lon: 111.77, lat: 30.17 },
      phone: '13800001234',
      seenAt: '2026-11-20T06:30:00.000Z',
    })
    expect(reasons({ address: '', areaCode: '421087001010' })).toMatchObject({
      areaId: 'village-id',
      address: undefined,
    })
  })

  it.each([
    [{ description: '' }, 'description missing'],
    [{ description: '长'.repeat(2001) }, 'description too_long'],
    [{ description: '坏\u0000字' }, 'description unstorable_text'],
    [{ category: '9999' }, 'category category_unknown'],
    [{ category: '' }, 'category missing'],
    [{ lon: '111.7' }, 'lat coordinate_alone'],
    [{ lon: 'x', lat: '30' }, 'lon coordinate_form'],
    [{ lon: '111.7', lat: '300' }, 'lat coordinate_form'],
    [{ lon: '30.17', lat: '89' }, 'lon outside_county'],
    [{ areaCode: '421087999999' }, 'areaCode area_unknown'],
    [{ address: '' }, 'address place_missing'],
    [{ phone: '12345' }, 'phone phone_form'],
    [{ seenAt: '昨天' }, 'seenAt time_form'],
    [{ seenAt: '2026-02-30 10:00' }, 'seenAt time_form'],
    [{ seenAt: '2026-11-24' }, 'seenAt time_in_future'],
    [{ sourceNumber: 'A-1' }, 'sourceNumber number_known'],
  ] as const)('%j is told: %s', (cells, reason) => {
    expect(reasons(cells)).toEqual([reason])
  })

  it('without a number is known again by what it says', () => {
    const known = { ...knowledge(), known: new Set(['row 1']) }
    expect(checkRow(row({}), known)).toEqual([{ column: 'description', reason: 'row_known' }])
  })

  it('is told of all its faults at once', () => {
    expect(reasons({ description: '', category: '1', phone: '1' })).toHaveLength(3)
  })

  it('may not repeat a source number of the same file', () => {
    const known = knowledge()
    expect(Array.isArray(checkRow(row({ sourceNumber: 'B-1' }), known))).toBe(false)
    expect(checkRow(row({ sourceNumber: 'B-1' }), known)).toEqual([{ column: 'sourceNumber', reason: 'number_twice' }])
  })
})

describe('the columns of a list', () => {
  it('are known by their headings, in any order and either language', () => {
    const table = [
      { line: 1, cells: ['联系电话', ' 诉求内容 ', 'Category Code', '备注'] },
      { line: 2, cells: ['13800001234', '井盖松动', '0501', 'x'] },
    ]
    const { columns, rows } = readColumns(table)
    expect(columns.map(({ column }) => column)).toEqual(['phone', 'description', 'category'])
    expect(rows[0]?.cells).toEqual({ phone: '13800001234', description: '井盖松动', category: '0501' })
  })

  it('are asked for by name when they are missing', () => {
    const table = [
      { line: 1, cells: ['内容'] },
      { line: 2, cells: ['井盖松动'] },
    ]
    expect(() => readColumns(table)).toThrow(
      expect.objectContaining({ details: { reason: 'missing_column', column: 'category' } }),
    )
  })
})
