/** Latencies of one kind of request, with what went wrong. */
export class Latencies {
  readonly #ms: number[] = []
  errors = 0

  add(ms: number): void {
    this.#ms.push(ms)
  }

  get count(): number {
    return this.#ms.length
  }

  /** Rate over the seconds measured, and percentiles in milliseconds. */
  figures(seconds: number): Figures {
    const sorted = this.#ms.toSorted((a, b) => a - b)
    const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
    return {
      perSecond: round(sorted.length / seconds),
      errors: this.errors,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
    }
  }
}

export type Figures = Readonly<Record<string, number>>
/** What one benchmark tells: its last line is this as JSON. */
export interface Result {
  readonly name: string
  readonly [parameter: string]: unknown
  readonly kinds?: Readonly<Record<string, Figures>>
}

export const round = (value: number) => Math.round(value * 100) / 100

export function printTable(result: Result): void {
  const { name, kinds = {}, ...rest } = result
  console.log(`\n${name}  ${JSON.stringify(rest)}`)
  for (const [kind, figures] of Object.entries(kinds)) {
    const cells = Object.entries(figures).map(([figure, value]) => `${figure} ${value}`.padEnd(18))
    console.log(`  ${kind.padEnd(22)}${cells.join('')}`)
  }
}
