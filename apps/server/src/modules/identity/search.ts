import { pinyin } from 'pinyin-pro'

/** A LIKE pattern for text that contains what was typed, its wildcards taken literally. */
export function containing(typed: string): string {
  return `%${typed.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** What staff are searched in: name, login, full pinyin and initials (周敏 zhoumin zm), in lower case. */
export function searchText(name: string, login: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', mode: 'surname', nonZh: 'consecutive' })
  // By character, not by code unit: half of a rare Han is text that nothing can store.
  const initials = syllables.map((syllable) => [...syllable][0] ?? '').join('')
  return [...new Set([name, login, syllables.join(''), initials])].join(' ').toLowerCase().toWellFormed()
}
