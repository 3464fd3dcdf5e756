import { createRandom } from '../platform/random.ts'

/** Choices that fall the same way each time the demo is made. */
export interface Dice {
  chance(share: number): boolean
  between(least: number, most: number): number
  whole(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  weighted<T>(list: readonly T[], weight: (item: T) => number): T
}

export function createDice(seed: number): Dice {
  const random = createRandom(seed)
  const between = (least: number, most: number) => least + random() * (most - least)
  const at = <T>(list: readonly T[], index: number): T => {
    const item = list[index]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }
  return {
    chance: (share) => random() < share,
    between,
    whole: (least, most) => Math.floor(between(least, most + 1)),
    pick: (list) => at(list, Math.floor(random() * list.length)),
    weighted(list, weight) {
      let left = random() * list.reduce((sum, item) => sum + weight(item), 0)
      return list.find((item) => (left -= weight(item)) < 0) ?? at(list, list.length - 1)
    },
  }
}
