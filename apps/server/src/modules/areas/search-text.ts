import { pinyin } from 'pinyin-pro'

/** What areas are searched in: name, English name, full pinyin and initials (林园社区 linyuanshequ lysq), in lower case. */
export function searchText(name: string, nameEn: string | null): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
  // By character, not by code unit: half of a rare Han is text that nothing can store.
  const initials = syllables.map((syllable) => [...syllable][0] ?? '').join('')
  return [...new Set([name, nameEn ?? '', syllables.join(''), initials])]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
    .toWellFormed()
}

/** A LIKE pattern for text that contains what was typed, its wildcards taken literally. */
export function containing(typed: string): string {
  return `%${typed.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

const townEnds = /(街道办事处|街道|镇|乡|农场|林场)$/
const villageEnds = /(社区居民委员会|居民委员会|村民委员会|社区居委会|社区居民委|居委会|村委会|社区|村)$/

/** The name without what it is: 林园 of 林园社区居委会, 新江口 of 新江口街道. By it a place is known again after a reform. */
export function coreName(name: string): string {
  const core = name.replace(villageEnds, '').replace(townEnds, '')
  return core === '' ? name : core
}

/** What people call it: 林园社区 for 林园社区居民委员会, 后坪村 for 后坪村民委员会. */
export function spokenName(name: string): string {
  return name.replace(/(社区)?(居民委员会|居委会)$/, '社区').replace(/村?(村民委员会|村委会)$/, '村')
}
