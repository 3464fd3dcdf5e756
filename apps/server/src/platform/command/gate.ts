/**
 * Lets so many through at once; the others wait in the order in which they came.
 *
 * A command holds a connection and may need another for a moment, to read what is kept in memory for the first time.
 * Were every connection held by a command, none could get that second one, and all would wait for each other.
 */
export class Gate {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(places: number) {
    this.#free = places
  }

  async pass<T>(run: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await run()
    } finally {
      // The place goes straight to the next one, or it could be taken by a newcomer.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}
