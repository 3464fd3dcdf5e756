/** A mark on the map: a circle for what is open, a diamond at its upper right for what is overdue, and a name beside it. */
export interface Mark {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly flagged: boolean
  readonly name: string
}

/** Where a name stands, from the middle of its mark. */
export interface LabelPlace {
  readonly dx: number
  readonly dy: number
  readonly anchor: 'middle' | 'start' | 'end'
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
/** The diamond's middle and reach, as AreaMap draws it. */
export const FLAG = { dx: 24, dy: -20, reach: 19 } as const

/**
 * For each mark the place for its name that covers least of other marks and of names placed before: below if nothing is in
 * the way, else to a side or above.
 */
export function placeLabels(marks: readonly Mark[]): LabelPlace[] {
  const taken = marks.map(boxesOf)
  const placed: Box[] = []
  return marks.map((mark, index) => {
    const inTheWay = [...taken.filter((_, other) => other !== index).flat(), ...placed]
    const free = choices(mark).map((place) => {
      const box = labelBox(mark, place)
      return { place, box, covered: inTheWay.reduce((sum, other) => sum + overlap(box, other), 0) }
    })
    const best = free.reduce((least, one) => (one.covered < least.covered ? one : least))
    placed.push(best.box)
    return best.place
  })
}

/** In order of preference. A name beside a diamond stands lower, so that it does not touch it. */
function choices({ radius, flagged }: Mark): [LabelPlace, ...LabelPlace[]] {
  const side = radius + GAP
  return [
    { dx: 0, dy: radius + FONT + 2, anchor: 'middle' },
    { dx: -side, dy: FONT / 3, anchor: 'end' },
    { dx: side, dy: flagged ? FONT * 0.9 : FONT / 3, anchor: 'start' },
    { dx: 0, dy: flagged ? FLAG.dy - FLAG.reach - GAP / 2 : -side, anchor: 'middle' },
  ]
}

function boxesOf({ x, y, radius, flagged }: Mark): Box[] {
  const square = (middleX: number, middleY: number, reach: number): Box => ({
    left: middleX - reach,
    top: middleY - reach,
    right: middleX + reach,
    bottom: middleY + reach,
  })
  return [square(x, y, radius), ...(flagged ? [square(x + FLAG.dx, y + FLAG.dy, FLAG.reach)] : [])]
}

function labelBox({ x, y, name }: Mark, { dx, dy, anchor }: LabelPlace): Box {
  const width = [...name].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? FONT : FONT * 0.6), 0)
  const left = x + dx - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0)
  return { left, top: y + dy - FONT * 0.85, right: left + width, bottom: y + dy + FONT * 0.15 }
}

function overlap(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return wide > 0 && high > 0 ? wide * high : 0
}
