const FIRST_MS = 2_000
const LONGEST_MS = 5 * 60_000

/**
 * How long to leave an entry alone after its nth failure: doubling, with half of it random, so that four hundred phones
 * that lost the same server do not come back in the same second.
 */
export function delayAfter(tries: number, random: () => number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20))
  return Math.round(full / 2 + (random() * full) / 2)
}
