/** What a shade stands for: values from … up to the next. */
export interface Scale {
  /** Lower edges of the second to the fifth shade. */
  readonly edges: readonly number[]
  readonly shadeOf: (value: number | null | undefined) => number | null
}

const SHADES = 5

/**
 * Five shades with about as many areas each, between values that people can read: with shades of equal width one large
 * town would leave all others alike.
 */
export function scaleOf(values: readonly (number | null)[]): Scale {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  const edges = new Set<number>()
  for (let shade = 1; shade < SHADES; shade++) {
    const value = known[Math.floor((known.length * shade) / SHADES)]
    if (value === undefined) continue
    const edge = readable(value)
    // An edge below everything would leave the first shade to nobody.
    if (edge > (known[0] ?? 0)) edges.add(edge)
  }
  const sorted = [...edges].toSorted((a, b) => a - b)
  return {
    edges: sorted,
    shadeOf: (value) => (value === null || value === undefined ? null : spread(sorted, value)),
  }
}

/** Which of the five shades stands at a step of a scale that needs fewer: taken from all over the ramp. */
export const shadeAt = (edges: readonly number[], step: number): number =>
  edges.length === 0 ? 2 : Math.round((step * (SHADES - 1)) / edges.length)

const spread = (edges: readonly number[], value: number): number =>
  shadeAt(edges, edges.findLastIndex((edge) => value >= edge) + 1)

/** Two digits that count. */
function readable(value: number): number {
  if (value === 0) return 0
  const power = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  return Number((Math.round(value / power) * power).toPrecision(2))
}
