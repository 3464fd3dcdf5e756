/** From the first to the last, both included. */
export type Range = readonly [first: number, last: number]

/** Numbers in ascending order as ranges without gaps. */
export function rangesOf(numbers: readonly number[]): Range[] {
  const ranges: [number, number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last && number === last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges
}

export const rangesText = (ranges: readonly Range[]) =>
  ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')

export const rangesFrom = (text: string): Range[] =>
  text.split(',').map((part) => {
    const [first, last] = part.split('-').map(Number)
    return [first ?? 0, last ?? first ?? 0]
  })

/** Ranges of any order and overlap as few, ascending and apart. */
export function joined(ranges: readonly Range[]): Range[] {
  const apart: [number, number][] = []
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const before = apart.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else apart.push([first, last])
  }
  return apart
}

/** As PostgreSQL writes an int8multirange. */
export const multirange = (ranges: readonly Range[]) =>
  `{${ranges.map(([first, last]) => `[${first},${last}]`).join(',')}}`
