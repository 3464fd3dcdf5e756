import type { Category } from '@linli/contract/categories'

export interface Suggested {
  readonly category: Category
  /** The words that led to it. */
  readonly because: readonly string[]
}

const MOST = 4

/** The server's own rule, for hours without a network: longer words weigh more, 路灯 inside 路灯不亮 counts once. */
export function suggestOffline(categories: readonly Category[], words: string): Suggested[] {
  const text = words.toLowerCase()
  return categories
    .flatMap((category) => {
      const because = longestOnly(
        [...category.keywords, category.names.zh].filter((word) => text.includes(word.toLowerCase())),
      )
      const weight = because.reduce((sum, word) => sum + word.length ** 1.5, 0)
      return weight > 0 ? [{ category, because, weight }] : []
    })
    .toSorted((a, b) => b.weight - a.weight || a.category.code.localeCompare(b.category.code))
    .slice(0, MOST)
}

function longestOnly(words: readonly string[]): string[] {
  const distinct = [...new Set(words)]
  return distinct.filter((word) => !distinct.some((other) => other !== word && other.includes(word)))
}
