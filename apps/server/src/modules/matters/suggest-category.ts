import type { Suggestion } from '@linli/contract/categories'
import type { CategoryVersion } from './categories.ts'

const MOST = 5

/**
 * Guesses categories from words, best first, naming the words that led to each. Longer words weigh more:
 * 路灯不亮 says more than 路灯. A suggestion only; nothing is ever dispatched by text alone.
 */
export function suggestCategories(categories: readonly CategoryVersion[], words: string): Suggestion[] {
  const text = words.toLowerCase()
  const scored = categories.flatMap(({ rules }) => {
    const because = longestOnly([...rules.keywords, rules.names.zh].filter((word) => text.includes(word.toLowerCase())))
    const weight = because.reduce((sum, word) => sum + word.length ** 1.5, 0)
    return weight > 0 ? [{ rules, because, weight }] : []
  })
  return scored
    .toSorted((a, b) => b.weight - a.weight || a.rules.code.localeCompare(b.rules.code))
    .slice(0, MOST)
    .map(({ rules, because }) => ({ code: rules.code, classNames: rules.classNames, names: rules.names, because }))
}

// 路灯 inside 路灯不亮 is the same evidence twice.
function longestOnly(words: readonly string[]): string[] {
  const distinct = [...new Set(words)]
  return distinct.filter((word) => !distinct.some((other) => other !== word && other.includes(word)))
}
