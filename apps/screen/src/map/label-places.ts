import { widthOf } from '@linli/ui/map'

/** A mark on the map: a circle for what is open, a diamond at its upper right for what is overdue, and a name beside it. */
export interface Mark {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly flagged: boolean
  readonly name: string
  /** What stands in smaller letters below the name. */
  readonly under?: string
}

/** Where a name stands, from the middle of its mark. */
export interface LabelPlace {
  readonly dx: number
  readonly dy: number
  readonly anchor: 'middle' | 'start' | 'end'
  /** There is room for the name alone. */
  readonly bare?: boolean
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Of the map's names, in units of its drawing. */
const FONT = 23
const GAP = 6
export const LEAST_RADIUS = 17
const FLAG = { dx: 24, dy: -20, reach: 19 } as const
/** Share of what a circle is larger than the least, by which its diamond moves out of its way. */
const ASIDE = 0.7
/** Of the line below a name: its size, and how far below. */
export const UNDER = { font: 18, dy: 22 } as const
/** Share of a name that may lie over something; one that would be covered more is left out, and shown when it is pointed at. */
const MOST_COVERED = 0.06
/** Times that every name looks for a better place: those placed later may have taken, or left, room. */
const ROUNDS = 4

/** The diamond's middle from that of its circle, and its reach. */
export function flagOf(radius: number): { readonly dx: number; readonly dy: number; readonly reach: number } {
  const off = (radius - LEAST_RADIUS) * ASIDE
  return { dx: FLAG.dx + off, dy: FLAG.dy - off, reach: FLAG.reach }
}

/**
 * For each mark the place for its name that covers least of other marks and names: below if nothing is in the way, else
 * to a side, above or aslant; null where there is no room.
 */
export function placeLabels(marks: readonly Mark[]): readonly (LabelPlace | null)[] {
  // Numbers change with every event, marks hardly ever move: what was found for the same marks still holds.
  const key = JSON.stringify(marks)
  if (key !== last.key) last = { key, places: placed(marks) }
  return last.places
}

let last: { readonly key: string; readonly places: readonly (LabelPlace | null)[] } = { key: '[]', places: [] }

function placed(marks: readonly Mark[]): (LabelPlace | null)[] {
  const taken = marks.map(boxesOf)
  const labels = marks.map((): { place: LabelPlace; box: Box } | null => null)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, mark] of marks.entries()) {
      const others = labels.flatMap((label, other) => (label && other !== index ? [label.box] : []))
      const inTheWay = [...taken.filter((_, other) => other !== index).flat(), ...others]
      labels[index] = bestOf(mark, inTheWay) ?? (mark.under ? bestOf({ ...mark, under: '' }, inTheWay, true) : null)
    }
  }
  return labels.map((label) => label?.place ?? null)
}

function bestOf(mark: Mark, inTheWay: readonly Box[], bare = false): { place: LabelPlace; box: Box } | null {
  const free = choices(mark).map((place) => {
    const box = labelBox(mark, place)
    return { place: { ...place, bare }, box, covered: inTheWay.reduce((sum, other) => sum + overlap(box, other), 0) }
  })
  const best = free.reduce((least, one) => (one.covered < least.covered ? one : least))
  return best.covered > sizeOf(best.box) * MOST_COVERED ? null : best
}

/** In order of preference. A name beside a diamond stands lower, so that it does not touch it. */
function choices({ radius, flagged, under = '' }: Mark): [LabelPlace, ...LabelPlace[]] {
  const side = radius + GAP
  const aslant = radius * 0.6
  const flag = flagOf(radius)
  // What stands below a name must not lie on the mark that the name stands above.
  const above = under === '' ? 0 : UNDER.dy
  return [
    { dx: 0, dy: radius + FONT + 2, anchor: 'middle' },
    { dx: -side, dy: FONT / 3, anchor: 'end' },
    { dx: side, dy: flagged ? FONT * 0.9 : FONT / 3, anchor: 'start' },
    { dx: 0, dy: (flagged ? flag.dy - flag.reach - GAP / 2 : -side) - above, anchor: 'middle' },
    { dx: -aslant, dy: side + FONT * 0.6, anchor: 'end' },
    { dx: aslant, dy: side + FONT * 0.6, anchor: 'start' },
    { dx: -aslant, dy: -side * 0.8 - above, anchor: 'end' },
  ]
}

function boxesOf({ x, y, radius, flagged }: Mark): Box[] {
  const square = (middleX: number, middleY: number, reach: number): Box => ({
    left: middleX - reach,
    top: middleY - reach,
    right: middleX + reach,
    bottom: middleY + reach,
  })
  const flag = flagOf(radius)
  return [square(x, y, radius), ...(flagged ? [square(x + flag.dx, y + flag.dy, flag.reach)] : [])]
}

function labelBox({ x, y, name, under = '' }: Mark, { dx, dy, anchor }: LabelPlace): Box {
  const width = Math.max(widthOf(name, FONT), widthOf(under, UNDER.font))
  const left = x + dx - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0)
  return {
    left,
    top: y + dy - FONT * 0.85,
    right: left + width,
    bottom: y + dy + FONT * 0.15 + (under === '' ? 0 : UNDER.dy),
  }
}

const sizeOf = ({ left, top, right, bottom }: Box) => (right - left) * (bottom - top)

function overlap(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return wide > 0 && high > 0 ? wide * high : 0
}
