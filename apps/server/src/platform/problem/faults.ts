import { type Fault, Problem } from './problem.ts'

/** Gathers all that is wrong with one input, so that it is said at once. */
export class Faults {
  readonly #found: Fault[] = []
  readonly #prefix: string
  constructor(prefix = '') {
    this.#prefix = prefix
  }

  add(path: string, rule: string): void {
    this.#found.push({ path: `${this.#prefix}${path}`, rule })
  }
  get isEmpty(): boolean {
    return this.#found.length === 0
  }
  addAll(other: Faults): void {
    this.#found.push(...other.#found)
  }
  /** @throws Problem `input.invalid` when anything was found. */
  refuse(): void {
    if (this.#found.length > 0) throw new Problem('input.invalid', undefined, this.#found)
  }
}
