import { pinyin } from 'pinyin-pro'

export interface SearchForms {
  /** Pinyin without tones, written together. */
  readonly full: string
  readonly initials: string
}

/** Surnames of two letters that are read as one. */
const LONG_SURNAME = 2
const MOST_KEPT = 60_000
const readings = new Map<string, string>()
const surnames = new Map<string, readonly string[]>()

/**
 * How a name is found by pinyin: 张桂兰 → zhangguilan, zgl. A surname has the reading of surnames (单 shàn, 曾 zēng). Letters
 * are read one by one and remembered: a register of a million names asks for a few thousand letters.
 */
export function searchFormsOf(name: string): SearchForms {
  const letters = [...plainLatin(name).toLowerCase()]
  const syllables: string[] = []
  let start = 0
  if (letters.some(isHan) && !name.includes('·')) {
    const surname = surnameOf(letters)
    syllables.push(...surname)
    start = surname.length
  }
  for (const letter of letters.slice(start)) {
    if (isHan(letter)) syllables.push(readingOf(letter))
    else if (/[a-z0-9]/.test(letter)) syllables.push(letter)
  }
  return { full: syllables.join(''), initials: syllables.map((one) => one[0] ?? '').join('') }
}

// René is found as rene; Han letters have no parts that could come off.
const plainLatin = (name: string) =>
  /[^\p{Script=Han}a-zA-Z·]/u.test(name) ? name.normalize('NFKD').replaceAll(/\p{M}/gu, '') : name

const isHan = (letter: string) => /\p{Script=Han}/u.test(letter)

function readingOf(letter: string): string {
  let reading = readings.get(letter)
  if (reading === undefined) {
    reading = plain(pinyin(letter, { toneType: 'none', type: 'array' })[0] ?? '')
    if (readings.size < MOST_KEPT) readings.set(letter, reading)
  }
  return reading
}

function surnameOf(letters: readonly string[]): readonly string[] {
  const key = letters.slice(0, LONG_SURNAME).join('')
  let syllables = surnames.get(key)
  if (!syllables) {
    const read = pinyin(key, { toneType: 'none', type: 'array', surname: 'head' }).map(plain)
    syllables = isLongSurname(key) ? read : read.slice(0, 1)
    if (surnames.size < MOST_KEPT) surnames.set(key, syllables)
  }
  return syllables
}

// pinyin-pro reads 欧阳 as one word; a surname of one letter before a given name is read alone.
const longSurnames = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 宇文 长孙 轩辕 端木 独孤 南宫 万俟 闻人 澹台 呼延'.split(
    ' ',
  ),
)
const isLongSurname = (key: string) => longSurnames.has(key)

const plain = (reading: string) =>
  reading
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replaceAll(/[^a-z]/g, '')
