import type { PointState, ScreenPoint } from '@linli/contract/screen-shapes'
import { isOpen, type FigureArea, type ScreenMatter } from '../../matters/index.ts'

export interface Tally {
  readonly open: number
  readonly overdue: number
  readonly danger: number
}

const childKey = { county: 'townId', town: 'villageId', village: 'gridId', grid: 'gridId' } as const
const ownKey = { county: null, town: 'townId', village: 'villageId', grid: 'gridId' } as const

export function liesIn(matter: ScreenMatter, { id, level }: FigureArea): boolean {
  const key = ownKey[level]
  return key === null || matter[key] === id
}

/** Everything open in the county, as it stands now; read once, then row by row as events name them. */
export class LiveMatters {
  readonly #open: Map<string, ScreenMatter>

  constructor(open: readonly ScreenMatter[]) {
    this.#open = new Map(open.map((matter) => [matter.id, matter]))
  }

  update(matters: readonly ScreenMatter[]): void {
    for (const matter of matters) {
      if (isOpen(matter.status)) this.#open.set(matter.id, matter)
      else this.#open.delete(matter.id)
    }
  }

  /** What is open in an area, and in each of those directly below it. */
  tally(area: FigureArea, now: string): { own: Tally; below: ReadonlyMap<string, Tally> } {
    const own = counting()
    const below = new Map<string, ReturnType<typeof counting>>()
    const key = childKey[area.level]
    for (const matter of this.#open.values()) {
      if (!liesIn(matter, area)) continue
      const overdue = isOverdue(matter, now)
      count(own, matter, overdue)
      const childId = matter[key]
      if (childId === null) continue
      let child = below.get(childId)
      if (!child) below.set(childId, (child = counting()))
      count(child, matter, overdue)
    }
    return { own, below }
  }

  /** What stands on the map. Confidential ones do not: a spot beside a house tells whose it is. */
  points(area: FigureArea, now: string): ScreenPoint[] {
    const points: ScreenPoint[] = []
    for (const matter of this.#open.values()) {
      const { id, lon, lat, at, confidential } = matter
      if (lon === null || lat === null || confidential || !liesIn(matter, area)) continue
      points.push({ id, lon, lat, at, state: stateOf(matter, now) })
    }
    return points
  }
}

interface Counting {
  open: number
  overdue: number
  danger: number
}
const counting = (): Counting => ({ open: 0, overdue: 0, danger: 0 })

function count(into: Counting, { danger }: ScreenMatter, overdue: boolean): void {
  into.open++
  if (overdue) into.overdue++
  if (danger) into.danger++
}

export const isOverdue = ({ dueAt }: ScreenMatter, now: string): boolean => dueAt !== null && dueAt < now

/** The gravest thing that is to be said of it. */
function stateOf(matter: ScreenMatter, now: string): PointState {
  if (matter.danger && matter.status !== 'settled' && matter.status !== 'verified') return 'danger'
  if (isOverdue(matter, now)) return 'overdue'
  switch (matter.status) {
    case 'reported':
    case 'accepted':
    case 'disputed':
      return 'waiting'
    case 'paused':
      return 'paused'
    case 'settled':
    case 'verified':
      return 'settled'
    default:
      return 'handling'
  }
}
