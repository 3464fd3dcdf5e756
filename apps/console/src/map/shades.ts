/** What a shade stands for: from … to matters, both included. */
export interface Shade {
  readonly step: 0 | 1 | 2 | 3 | 4
  readonly from: number
  /** Null: open upwards. */
  readonly to: number | null
}

const round = [1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 2000, 5000]

/**
 * No matter at all has a shade of its own. The rest falls into at most four with about as many areas each, between round
 * numbers: with shades of equal width one large town would leave all others alike.
 */
export function shadesFor(counts: readonly number[]): Shade[] {
  const some = counts.filter((count) => count > 0).toSorted((a, b) => a - b)
  const most = some.at(-1) ?? 0
  const limits = [0.25, 0.5, 0.75].map((share) => {
    const count = some[Math.floor((some.length - 1) * share)] ?? 0
    return round.find((each) => each >= count) ?? count
  })
  const below = [...new Set(limits)].filter((limit) => limit > 0 && limit < most)
  const shades: Shade[] = [{ step: 0, from: 0, to: 0 }]
  if (most === 0) return shades
  const edges = [0, ...below]
  edges.forEach((edge, index) => {
    // At most three limits make at most four shades above the first.
    const step = (index + 1) as Shade['step']
    shades.push({ step, from: edge + 1, to: edges[index + 1] ?? null })
  })
  return shades
}

export function shadeOf(count: number, shades: readonly Shade[]): Shade['step'] {
  return shades.findLast(({ from }) => count >= from)?.step ?? 0
}
