import { pinyin } from 'pinyin-pro'

/** A LIKE pattern for text that contains what was typed, its wildcards taken literally. */
export function containing(typed: string): string {
  return `%${typed.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** What staff are searched in: name, login, full pinyin and initials (周敏 zhoumin zm), in lower case. */
export const searchText = (name: string, login: string): string => formsOf(name, login, 'surname')

/** What units are searched in. No surname stands in front: 区 of 社区 is qu, not ou. */
export const unitSearchText = (name: string, nameEn: string | null): string => formsOf(name, nameEn ?? '', 'normal')

function formsOf(name: string, also: string, mode: 'surname' | 'normal'): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', mode, nonZh: 'consecutive' })
  // By character, not by code unit: half of a rare Han is text that nothing can store.
  const initials = syllables.map((syllable) => [...syllable][0] ?? '').join('')
  return [...new Set([name, also, syllables.join(''), initials])].join(' ').toLowerCase().toWellFormed()
}
