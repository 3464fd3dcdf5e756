import type { MonthFigures } from '@linli/contract/people-statistics'
import { expect, it } from 'vitest'
import { columns, csvOf } from './rows.ts'

const figures = Object.fromEntries(columns.map((column, index) => [column, index])) as MonthFigures

it('makes a file that a spreadsheet reads as it is meant', () => {
  const head = ['区域', '户数', ...columns]
  const file = csvOf(
    head,
    [
      { name: '=1+1,"林园"', households: 3, figures },
      { name: '流动', households: null, figures: null },
    ],
    '—',
  )
  expect(file.startsWith('\uFEFF区域,户数,opening,')).toBe(true)
  expect(file.split('\r\n').slice(1)).toEqual([
    `"'=1+1,""林园""",3,0,1,2,3,4,5,6,7,8,9,10,11`,
    `流动,,${columns.map(() => '—').join(',')}`,
    '',
  ])
})
