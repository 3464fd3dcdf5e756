import type { Spot } from './plane.ts'

/** A rectangle by its middle. */
export interface Box extends Spot {
  readonly width: number
  readonly height: number
}

export interface Label {
  readonly id: string
  readonly width: number
  readonly height: number
  /** Where its middle may stand, best first. */
  readonly spots: readonly Spot[]
  /** Who gives way: the lower one. */
  readonly weight: number
  /** How wide its area is on the screen; a name much wider than its area would name its neighbours too. */
  readonly room: number
}

const LOOSE = 1.3

/** Where each label stands that has room: heavier ones first, none over another or over what is drawn already. */
export function placedLabels(labels: readonly Label[], taken: readonly Box[]): ReadonlyMap<string, Spot> {
  const boxes = [...taken]
  const places = new Map<string, Spot>()
  for (const { id, width, height, spots, room } of labels.toSorted((a, b) => b.weight - a.weight)) {
    if (width > room * LOOSE) continue
    const free = spots.find((spot) => !boxes.some((box) => overlap({ ...spot, width, height }, box)))
    if (!free) continue
    boxes.push({ ...free, width, height })
    places.set(id, free)
  }
  return places
}

/** Each round parts some and may bring others together; a few dozen settle any county. */
const ROUNDS = 40
const GAP = 1

/**
 * Boxes pushed off each other until none covers another, each along the shorter way: numbers of small areas that lie
 * close. Whatever overlaps nothing stays where it is.
 */
export function pushedApart<T extends Box>(boxes: readonly T[]): readonly T[] {
  const moved = boxes.map((box) => ({ ...box }))
  for (let round = 0; round < ROUNDS; round++) {
    let quiet = true
    for (const [index, one] of moved.entries()) {
      for (const other of moved.slice(index + 1)) {
        if (!overlap(one, other)) continue
        quiet = false
        push(one, other)
      }
    }
    if (quiet) break
  }
  return moved
}

type Mutable = { -readonly [K in keyof Box]: Box[K] }

function push(one: Mutable, other: Mutable): void {
  const [dx, dy] = [other.x - one.x, other.y - one.y]
  const wide = (one.width + other.width) / 2 + GAP - Math.abs(dx)
  const high = (one.height + other.height) / 2 + GAP - Math.abs(dy)
  const step = wide < high ? { x: (Math.sign(dx) || 1) * wide, y: 0 } : { x: 0, y: (Math.sign(dy) || 1) * high }
  one.x -= step.x / 2
  one.y -= step.y / 2
  other.x += step.x / 2
  other.y += step.y / 2
}

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
}

/** About how wide words are drawn: Han characters are square, others about half as wide. */
export function widthOf(words: string, size: number): number {
  let width = 0
  for (const letter of words) width += letter > '\u2E7F' ? size : size * 0.55
  return width
}
