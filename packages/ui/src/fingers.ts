/** Pixels of the map's own corner. */
interface Spot {
  readonly x: number
  readonly y: number
}

/** What a movement means: the map is pushed; with two fingers also drawn nearer by `factor` around `middle`. */
export interface Gesture {
  readonly dx: number
  readonly dy: number
  readonly factor: number
  readonly middle: Spot
}

/** Nearer than this, fingers cannot be told apart, and dividing by their distance would throw the map away. */
const CLOSEST = 24

/** The fingers on a map, or the mouse's one. Knows nothing of the map nor of the page. */
export class Fingers {
  readonly #down = new Map<number, Spot>()
  readonly #slack: number
  #travelled = 0

  /** @param slack how many pixels an unsteady hand may wander and still mean a tap. */
  constructor(slack: number) {
    this.#slack = slack
  }

  /** Whether since the first finger came down more was done than a tap. */
  get dragged(): boolean {
    return this.#travelled > this.#slack
  }

  press(id: number, at: Spot): void {
    if (this.#down.size === 0) this.#travelled = 0
    this.#down.set(id, at)
  }

  /** Null for a pointer that was not pressed here. */
  move(id: number, at: Spot): Gesture | null {
    const before = this.#down.get(id)
    if (!before) return null
    this.#down.set(id, at)
    const [dx, dy] = [at.x - before.x, at.y - before.y]
    this.#travelled += Math.hypot(dx, dy)
    const other = [...this.#down].find(([finger]) => finger !== id)?.[1]
    if (!other) return { dx, dy, factor: 1, middle: at }
    const apart = (one: Spot) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), CLOSEST)
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }
    // One finger moves, the middle between two by half of it.
    return { dx: dx / 2, dy: dy / 2, factor: apart(at) / apart(before), middle }
  }

  /** @returns whether it was a tap: one finger, hardly moved. */
  lift(id: number): boolean {
    const alone = this.#down.size === 1 && this.#down.has(id)
    this.#down.delete(id)
    return alone && !this.dragged
  }

  /** The browser took the finger away, for scrolling perhaps: nothing was meant. */
  cancel(id: number): void {
    this.#down.delete(id)
    this.#travelled = Infinity
  }
}
