/** Below this a figure could point at somebody. */
const LEAST_PEOPLE = 10

export const isFew = (people: number): boolean => people < LEAST_PEOPLE

/**
 * Areas whose figure of so few people is not told. One alone that is left out could be worked out from what is told of
 * all together and of the others: so the one of fewest people among the others is left out with it.
 */
export function tooFew(people: ReadonlyMap<string, number>): ReadonlySet<string> {
  const hidden = new Set([...people].filter(([, count]) => isFew(count)).map(([id]) => id))
  const some = [...hidden].filter((id) => (people.get(id) ?? 0) > 0)
  if (some.length !== 1) return hidden
  const [next] = [...people].filter(([id]) => !hidden.has(id)).toSorted(([, a], [, b]) => a - b)
  if (next) hidden.add(next[0])
  return hidden
}
