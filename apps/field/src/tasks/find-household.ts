import type { HouseholdOnPhone, PersonOnPhone } from '@linli/contract/field-sync'

export interface Found {
  readonly household: HouseholdOnPhone
  /** Whose names matched; empty when it was the door. */
  readonly persons: readonly PersonOnPhone[]
}

interface Prepared {
  readonly household: HouseholdOnPhone
  readonly address: string
  /** Numbers of the door from the house inwards: 2 栋 1 单元 302 → 2, 1, 302. */
  readonly numbers: readonly string[]
}
export type Index = readonly Prepared[]

/** Made once per copy of the register, so that a keystroke only compares. */
export function indexOf(households: readonly HouseholdOnPhone[]): Index {
  return households
    .map((household) => ({ household, address: plain(household.address), numbers: doorNumbers(household) }))
    .toSorted((a, b) => byNumber(a.household.address, b.household.address))
}

/**
 * By name, pinyin or initials of any member, or by door (302; 2-1-302; 2栋302; 白云路37). The nearest match first, then in
 * the order of doors.
 */
export function findHouseholds(index: Index, typed: string): Found[] {
  const query = plain(typed)
  if (query === '') return []
  const numbers = query.match(/\d+/g) ?? []
  return index
    .flatMap((prepared) => {
      const named = prepared.household.members.map((person) => ({ person, rank: nameRank(person, query) }))
      const persons = named.filter(({ rank }) => rank > 0).map(({ person }) => person)
      const rank = Math.max(0, ...named.map((each) => each.rank), doorRank(prepared, query, numbers))
      return rank > 0 ? [{ found: { household: prepared.household, persons }, rank }] : []
    })
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ found }) => found)
}

const LATIN = /^[a-z]+$/

function nameRank({ name, search }: PersonOnPhone, query: string): number {
  if (!LATIN.test(query)) return name === query ? 4 : name.startsWith(query) ? 3 : name.includes(query) ? 2 : 0
  const words = search.split(' ')
  if (words.includes(query)) return 4
  if (words.some((word) => word.startsWith(query))) return 3
  // A given name alone: guilan in zhangguilan. Fewer letters would match half of the village.
  return query.length >= 3 && words.some((word) => word.includes(query)) ? 1 : 0
}

function doorRank({ address, numbers }: Prepared, query: string, asked: readonly string[]): number {
  if (address.includes(query)) return asked.length > 0 && numbers.at(-1) === asked.at(-1) ? 4 : 2
  // 2-1-302, 2#302: only numbers and what people write between them.
  if (asked.length === 0 || !/^[\d\-—.#/号栋幢单元室楼层]+$/.test(query)) return 0
  const last = numbers.at(-1) ?? ''
  if (asked.length === 1) return last === asked[0] ? 4 : last.startsWith(asked[0] ?? ' ') ? 1 : 0
  // 2-302 is house 2; unit 2 of another house comes after it.
  return inOrder(asked, numbers) ? (numbers[0] === asked[0] ? 4 : 2) : 0
}

/** Each asked number in turn, the last one being the door itself. */
function inOrder(asked: readonly string[], numbers: readonly string[]): boolean {
  if (asked.at(-1) !== numbers.at(-1)) return false
  let at = 0
  for (const number of asked) {
    at = numbers.indexOf(number, at) + 1
    if (at === 0) return false
  }
  return true
}

function doorNumbers({ address, building }: HouseholdOnPhone): string[] {
  if (building?.room == null) return address.match(/\d+/g) ?? []
  const house = building.name.match(/\d+/g) ?? []
  return [...house, ...(building.unitNo === null ? [] : [String(building.unitNo)]), building.room]
}

/** As typed by anybody: wide or narrow letters, spaces or none. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')

const collator = new Intl.Collator('zh-CN', { numeric: true })
export const byNumber = (a: string, b: string) => collator.compare(a, b)
