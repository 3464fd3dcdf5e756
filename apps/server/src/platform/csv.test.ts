import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { asTyped, csvRow } from './csv.ts'

const cellsOf = (values: string[]): string[] => (parse(csvRow(values)) as string[][])[0] ?? []

it('keeps as text what a spreadsheet would run, full-width and behind a break too, and gives it back as it was typed', () => {
  const typed = ['=1+1', '+1', '-1', '@A1', '＝1', '＋1', '－1', '＠A1', '\n=1', '\r=1', '\t=1']
  expect(cellsOf(typed)).toEqual(typed.map((cell) => `'${cell}`))
  expect(cellsOf(typed).map(asTyped)).toEqual(typed)
})

it('leaves alone what is text', () => {
  const text = ["'s-Gravenhage", '林园路 3 号', 'a=b', '', '1-2']
  expect(cellsOf(text)).toEqual(text)
  expect(text.map(asTyped)).toEqual(text)
})
