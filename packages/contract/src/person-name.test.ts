import { describe, expect, it } from 'vitest'
import { checkName, normaliseName } from './person-name.ts'

describe('a name', () => {
  it.each([
    '买买提•艾力',
    '买买提・艾力',
    '买买提．艾力',
    '买买提.艾力',
    '买买提⋅艾力',
    '买买提∙艾力',
    '买买提 · 艾力',
  ])('%s has one kind of middle dot', (typed) => expect(normaliseName(typed)).toBe('买买提·艾力'))

  it.each([
    ['\u3000张\u3000三 ', '张 三'],
    ['\u202e张三\u202c', '张三'],
    ['张\u200b三', '张三'],
    ['Ａｎｎａ', 'Anna'],
    ['Anna\tMaria', 'Anna Maria'],
    ['John F. Kennedy', 'John F. Kennedy'],
    ['Sean O’Brien', "Sean O'Brien"],
    ['Jean‐Luc', 'Jean-Luc'],
    ['Rene\u0301', 'René'],
    ['𠮷㛃', '𠮷㛃'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(normaliseName(typed)).toBe(kept)
    expect(normaliseName(kept)).toBe(kept)
    expect(checkName(kept)).toBeNull()
  })

  it.each(['张', '〇', '𠮷'.repeat(50), "O'Brien", 'Anna-Maria', '阿依古丽·买买提'])('may be %s', (name) => {
    expect(checkName(name)).toBeNull()
  })

  it.each([
    ['', 'length'],
    ['𠮷'.repeat(51), 'length'],
    ['张3', 'characters'],
    ['·', 'characters'],
    ['-', 'characters'],
    ['=A1', 'characters'],
    ['李\ud800', 'characters'],
    ['<b>', 'characters'],
  ])('may not be %j: %s', (name, fault) => {
    expect(checkName(name)).toBe(fault)
  })

  it('shows something', () => {
    expect(['\u3164', '\u115f', '\u200b', '\u3000'].map((typed) => checkName(normaliseName(typed)))).toEqual(
      Array.from({ length: 4 }, () => 'length'),
    )
  })
})
