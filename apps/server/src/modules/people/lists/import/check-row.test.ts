import { describe, expect, it } from 'vitest'
import { checkRow, type ListedPerson, type RowRules, shownValue } from './check-row.ts'
import { cellsOf, guessMapping, headingsKey, type ListCells } from './columns.ts'
import { readDay } from './dates.ts'
import { Survey } from './survey.ts'

const grid = { townId: 't', villageId: 'v', gridId: 'g1', siblings: ['g1', 'g2'] }
const rules: RowRules = {
  today: '2026-11-23',
  findGrid: ({ gridCode, gridName }) => {
    if (gridCode === '421087100010001') return grid
    if (gridCode === '421087100010002') return { ...grid, gridId: 'g2' }
    return gridCode === undefined && gridName === undefined ? 'grid_missing' : 'grid_unknown'
  },
}
const plain = { gridCode: '421087100010001', address: '林园路 12 号 1 单元 301', name: '张桂兰' }
const check = (cells: ListCells, line = 2) => checkRow(line, { ...plain, ...cells }, rules)
const reasons = (cells: ListCells) => {
  const checked = check(cells)
  return Array.isArray(checked) ? checked.map(({ column, reason }) => `${column} ${reason}`) : checked
}
const good = (cells: ListCells, line = 2): ListedPerson => {
  const checked = check(cells, line)
  if (Array.isArray(checked)) throw new Error(JSON.stringify(checked))
  return checked
}

describe('a row of a list of people', () => {
  it('is taken with what its document says of birthday and sex', () => {
    expect(good({ documentNumber: '11010519491231002X' })).toMatchObject({
      name: '张桂兰',
      document: { kind: 'resident_id', number: '11010519491231002X' },
      birthOn: '1949-12-31',
      sex: 'female',
      relation: 'unknown',
      residenceKind: 'registered',
      livesHere: true,
    })
  })

  it.each([
    ['a small x', '11010519491231002x'],
    ['full-width digits', '１１０１０５１９４９１２３１００２Ｘ'],
    ['spaces', ' 110105 19491231 002X '],
  ])('knows a document with %s', (_how, documentNumber) => {
    expect(good({ documentNumber }).document.number).toBe('11010519491231002X')
  })

  it.each([
    ['1953-03-07'],
    ['1953/3/7'],
    ['1953.3.7'],
    ['1953年3月7日'],
    ['19530307'],
    ['１９５３年３月７日'],
    ['19425'],
    ['1953-03-07 00:00'],
  ])('reads %s as a day', (words) => {
    expect(readDay(words)).toBe('1953-03-07')
  })

  it.each([['1953-02-30'], ['1953'], ['3月7日'], ['昨天'], ['0001-01-01'], ['19531340']])(
    'does not read %s',
    (words) => {
      expect(readDay(words)).toBeUndefined()
    },
  )

  it.each([['阿依古丽·买买提'], ['𠮷野太郎'], ['王'], ['张'.repeat(50)], ['㛃'], ['Mary Ann']])(
    'takes the name %s',
    (name) => {
      expect(good({ name }).name.length).toBeGreaterThan(0)
    },
  )

  it.each([
    [{ name: '' }, 'name missing'],
    [{ name: '张'.repeat(51) }, 'name name_length'],
    [{ name: '张3<b>' }, 'name name_characters'],
    [{ gridCode: '999' }, 'gridCode grid_unknown'],
    [{ address: '' }, 'address missing'],
    [{ address: '长'.repeat(301) }, 'address too_long'],
    [{ sex: '人' }, 'sex not_in_list'],
    [{ birthOn: '2026-11-24' }, 'birthOn birth_future'],
    [{ birthOn: '1953-02-30' }, 'birthOn date_form'],
    [{ documentNumber: '110105194912310021' }, 'documentNumber document_checksum'],
    [{ documentNumber: '11010519491331002X' }, 'documentNumber document_birth'],
    [{ documentNumber: '110105491231002' }, 'documentNumber document_old'],
    [{ documentNumber: '1101051949123100' }, 'documentNumber document_length'],
    [{ documentNumber: '4.21087195303071E+17' }, 'documentNumber document_rounded'],
    [{ documentNumber: '421087195303071000' }, 'documentNumber document_rounded'],
    [{ documentNumber: 'E1234567' }, 'documentKind document_kind_missing'],
    [{ documentKind: '护照' }, 'documentNumber document_needs_number'],
    [{ documentKind: '图书证' }, 'documentKind not_in_list'],
    [{ documentNumber: '11010519491231002X', birthOn: '1949-12-30' }, 'birthOn birth_disagrees'],
    [{ documentNumber: '11010519491231002X', sex: '男' }, 'sex sex_disagrees'],
    [{ phone: '12345' }, 'phone phone_form'],
    [{ relation: '上司' }, 'relation not_in_list'],
    [{ since: '2026-12-01' }, 'since day_future'],
    [{ since: '1940-01-01', birthOn: '1949-12-31' }, 'since before_birth'],
    [{ needKind: '发钱', needBasis: 'x', needUntil: '2027-01-01' }, 'needKind need_kind'],
    [{ needKind: '独居老人', needUntil: '2027-01-01' }, 'needBasis need_basis_missing'],
    [{ needKind: '独居老人', needBasis: '走访' }, 'needUntil need_until_missing'],
    [{ needKind: '独居老人', needBasis: '走访', needUntil: '2026-11-23' }, 'needUntil need_over'],
    [{ needKind: '独居老人', needBasis: '走访', needUntil: '2030-01-01' }, 'needUntil need_too_long'],
    [{ phone: '#REF!' }, 'phone formula_failed'],
    [{ otherPlace: '坏\u0000字' }, 'otherPlace unstorable_text'],
  ] as const)('%j is told: %s', (cells, reason) => {
    const given = Object.fromEntries(Object.entries({ ...plain, ...cells }).filter(([, value]) => value !== ''))
    const checked = checkRow(2, given, rules)
    expect(Array.isArray(checked) && checked.map((fault) => `${fault.column} ${fault.reason}`)).toContain(reason)
  })

  it('is told of all its faults at once', () => {
    expect(reasons({ sex: '人', birthOn: '昨天', phone: '1' })).toHaveLength(3)
  })

  it('shows what is wrong without showing a whole number', () => {
    const cells = { documentNumber: '110105194912310021', phone: '13800001234', name: '张三 13800001234' }
    expect(shownValue('documentNumber', cells)).toBe('110****21')
    expect(shownValue('phone', cells)).not.toContain('13800001234')
    expect(shownValue('name', cells)).not.toContain('13800001234')
  })
})

describe('a list as a whole', () => {
  const faultsIn = (rows: readonly ListedPerson[]) => {
    const survey = new Survey()
    for (const row of rows) survey.add(row)
    return rows.map((row) => survey.faultsOf(row).map(({ column, reason }) => `${column} ${reason}`))
  }

  it('finds the same person twice, in whichever household', () => {
    const one = { documentNumber: '11010519491231002X' }
    expect(faultsIn([good(one, 2), good({ ...one, address: '别处 1 号', relation: '母亲' }, 3)])).toEqual([
      [],
      ['documentNumber twice_in_list'],
    ])
    expect(faultsIn([good({}, 2), good({}, 3)])).toEqual([[], ['name twice_in_list']])
  })

  it('finds a second head', () => {
    const head = { relation: '户主' }
    expect(faultsIn([good(head, 2), good({ ...head, name: '李四' }, 3)])).toEqual([[], ['relation two_heads']])
  })

  it('finds an address and a household in two grids', () => {
    const other = { gridCode: '421087100010002', name: '李四' }
    expect(faultsIn([good({}, 2), good(other, 3)])[1]).toEqual(['address two_grids'])
    const numbered = { householdNumber: '0001' }
    expect(faultsIn([good(numbered, 2), good({ ...other, ...numbered, address: '别处' }, 3)])[1]).toEqual([
      'householdNumber two_grids',
    ])
  })

  it('takes two hundred into a home and not into a family', () => {
    const members = (householdKind: string) =>
      Array.from({ length: 200 }, (_, index) =>
        good({ name: `王${String.fromCodePoint(0x4e00 + index)}`, householdKind }, index + 2),
      )
    expect(faultsIn(members('集体户')).flat()).toEqual([])
    expect(new Set(faultsIn(members('家庭户')).flat())).toEqual(new Set(['householdKind too_many_members']))
  })
})

describe('the columns of a list', () => {
  it('are known by their headings in any order and either language', () => {
    expect(guessMapping(['联系电话', ' 姓 名', '公民身份号码', 'Grid Code', '现住址', '备注'])).toEqual({
      phone: 0,
      name: 1,
      documentNumber: 2,
      gridCode: 3,
      address: 4,
    })
  })

  it('are remembered per set of headings', () => {
    expect(headingsKey(['姓名', '地址'])).toBe(headingsKey([' 姓名', '地 址']))
    expect(headingsKey(['姓名', '地址'])).not.toBe(headingsKey(['地址', '姓名']))
  })

  it('give the cells of a row, without the apostrophe that kept a formula as text', () => {
    expect(cellsOf({ name: 1, phone: 0 }, ["'+8613800001234", ' 张桂兰 '])).toEqual({
      phone: '+8613800001234',
      name: '张桂兰',
    })
  })
})
