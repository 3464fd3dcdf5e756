import type { PointState, ScreenPoint } from '@linli/contract/screen-shapes'
import type { Plane, Spot } from '@linli/ui/map'

/** Points that stand so close together that one mark stands for them. */
export interface Group extends Spot {
  readonly count: number
  readonly overdue: number
  readonly danger: number
  /** Of a group of one: which it is, and its state. */
  readonly id: string
  readonly state: PointState
}

/** Finest distance at which points are joined, in metres; each level joins twice as far. */
const FINEST_METRES = 20

/**
 * Groups of points, level by level: each is made of the one below, so that fifty thousand points are gathered once and
 * not at every step of the zoom. A level is made when it is first looked at.
 */
export class Pyramid {
  readonly #levels: (readonly Group[])[]

  constructor(points: Iterable<ScreenPoint>, plane: Plane) {
    const single = Array.from(points, ({ id, lon, lat, state }): Group => ({
      ...plane(lon, lat),
      id,
      state,
      count: 1,
      overdue: state === 'overdue' ? 1 : 0,
      danger: state === 'danger' ? 1 : 0,
    }))
    this.#levels = [single]
  }

  /** Groups whose members lie within about so many metres; 0 joins nothing. */
  groups(metres: number): readonly Group[] {
    const level = metres <= 0 ? 0 : Math.max(1, 1 + Math.ceil(Math.log2(metres / FINEST_METRES)))
    for (let next = this.#levels.length; next <= level; next++) {
      // Levels are made in their order: the one below is there.
      const radius = FINEST_METRES * 2 ** (next - 1)
      // Means move groups towards each other: what came too near by that is joined as well.
      this.#levels.push(joined(joined(this.#levels[next - 1] as readonly Group[], radius), radius))
    }
    return this.#levels[level] as readonly Group[]
  }
}

/** Greedy over cells of that size. Where the view is plays no part, so that nothing jumps while the map is pushed. */
function joined(groups: readonly Group[], radius: number): Group[] {
  const cell = ({ x, y }: Spot) => cellKey(Math.floor(x / radius), Math.floor(y / radius))
  const cells = new Map<number, number[]>()
  groups.forEach((group, index) => {
    const key = cell(group)
    const held = cells.get(key)
    if (held) held.push(index)
    else cells.set(key, [index])
  })
  const taken = new Uint8Array(groups.length)
  const result: Group[] = []
  groups.forEach((group, index) => {
    if (taken[index]) return
    let [x, y, count, overdue, danger] = [0, 0, 0, 0, 0]
    const [column, row] = [Math.floor(group.x / radius), Math.floor(group.y / radius)]
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const other of cells.get(cellKey(column + dx, row + dy)) ?? []) {
          // Indexes were taken from this list.
          const near = groups[other] as Group
          if (taken[other] || Math.hypot(near.x - group.x, near.y - group.y) >= radius) continue
          taken[other] = 1
          x += near.x * near.count
          y += near.y * near.count
          count += near.count
          overdue += near.overdue
          danger += near.danger
        }
    result.push(count === group.count ? group : { ...group, x: x / count, y: y / count, count, overdue, danger })
  })
  return result
}

/** Columns and rows of a county at twenty metres stay far below this. */
const cellKey = (column: number, row: number): number => (column + 500_000) * 1_000_000 + row + 500_000
