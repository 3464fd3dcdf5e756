import { ListColumn, listColumnText, ListLayout } from '@linli/contract/people-lists'
import { describe, expect, it } from 'vitest'
import { relationCode, residenceCode, sexCode } from '../../changes/codes.ts'
import { profileOf } from '../profiles.ts'
import { checkRow, type RowRules } from './check-row.ts'
import { guessMapping } from './columns.ts'
import { examples } from './template.ts'
import { choicesFor, readNeed, readWord } from './words.ts'

const place = { townId: 't', villageId: 'v', gridId: 'g1', siblings: ['g1'] }
const rules: RowRules = { today: '2026-11-23', findGrid: () => place }
const inOrder = Object.fromEntries(ListColumn.options.map((column, index) => [column, index]))

describe('the template of a list', () => {
  it('has headings that the import knows, in both languages and in every profile', () => {
    for (const locale of ['zh', 'en'] as const)
      expect(guessMapping(ListColumn.options.map((column) => listColumnText[column][locale]))).toEqual(inOrder)
    for (const layout of ListLayout.options) {
      const { columns } = profileOf(layout)
      expect(guessMapping(columns.map(({ heading }) => heading))).toEqual(
        Object.fromEntries(columns.map(({ column }, index) => [column, index])),
      )
    }
  })

  it('names words and codes that the import reads as what they stand for, and each as one thing', () => {
    for (const locale of ['zh', 'en'] as const) {
      for (const [column, read] of Object.entries(readWord) as [keyof typeof readWord, (word: string) => string][])
        for (const { code, word } of choicesFor(column, locale) ?? [])
          expect(read(word), `${column} ${word}`).toBe(code)
      for (const { code, word } of choicesFor('needKind', locale) ?? []) expect(readNeed(word)?.code).toBe(code)
    }
    for (const layout of ListLayout.options)
      for (const [column, { values }] of Object.entries(profileOf(layout).codes))
        for (const [word, codes] of Object.entries(values))
          for (const code of codes)
            expect(readWord[column as keyof typeof readWord](code), `${column} ${code}`).toBe(word)
  })

  it('has examples that are taken as they stand', () => {
    for (const locale of ['zh', 'en'] as const)
      for (const example of examples(421_087, locale)) expect(checkRow(2, example, rules)).toMatchObject({ line: 2 })
  })
})

describe('the profile after GB/T 33200', () => {
  const { codes, columns } = profileOf('gbt33200')

  it('writes the codes that other systems are told', () => {
    const first = (column: 'sex' | 'relation' | 'residenceKind', words: object) =>
      Object.fromEntries(Object.keys(words).map((word) => [word, codes[column]?.values[word]?.[0] ?? null]))
    expect(first('sex', sexCode)).toEqual(sexCode)
    expect(first('relation', relationCode)).toEqual(relationCode)
    expect(first('residenceKind', residenceCode)).toEqual(residenceCode)
  })

  it('claims nothing that has not been seen', () => {
    expect(columns.filter(({ verified }) => verified).map(({ column }) => column)).toEqual(['documentNumber'])
    expect(Object.values(codes).filter(({ verified }) => verified)).toEqual([])
  })
})
