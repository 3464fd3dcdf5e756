import type { Spot } from './plane.ts'

export interface Cluster<T> extends Spot {
  /** The first point's id: stays the same while the group does. */
  readonly id: string
  readonly members: readonly T[]
}

/** Means move groups towards each other; a few rounds bring nearly all apart. */
const ROUNDS = 4

/**
 * Points nearer to each other than `radius` become one. Greedy over cells of that size, so thousands take milliseconds;
 * where the view is plays no part, so that nothing jumps while the map is pushed.
 */
export function clustered<T extends Spot & { readonly id: string }>(
  points: readonly T[],
  radius: number,
): Cluster<T>[] {
  let clusters: Cluster<T>[] = points.map((point) => ({ id: point.id, x: point.x, y: point.y, members: [point] }))
  for (let round = 0; round < ROUNDS; round++) {
    const fewer = joined(clusters, radius)
    if (fewer.length === clusters.length) break
    clusters = fewer
  }
  return clusters
}

function joined<T extends Spot>(clusters: readonly Cluster<T>[], radius: number): Cluster<T>[] {
  const cellOf = (value: number) => Math.floor(value / radius)
  const cells = Map.groupBy(clusters, ({ x, y }) => `${cellOf(x)} ${cellOf(y)}`)
  const taken = new Set<string>()
  return clusters.flatMap((cluster) => {
    if (taken.has(cluster.id)) return []
    const near = around(cells, cellOf(cluster.x), cellOf(cluster.y)).filter(
      (other) => !taken.has(other.id) && Math.hypot(other.x - cluster.x, other.y - cluster.y) < radius,
    )
    for (const { id } of near) taken.add(id)
    const members = near.flatMap((one) => one.members)
    const mean = (of: (member: T) => number) => members.reduce((sum, one) => sum + of(one), 0) / members.length
    return [{ id: cluster.id, members, x: mean(({ x }) => x), y: mean(({ y }) => y) }]
  })
}

function around<T>(cells: ReadonlyMap<string, readonly T[]>, column: number, row: number): T[] {
  const found: T[] = []
  for (const dx of [-1, 0, 1])
    for (const dy of [-1, 0, 1]) found.push(...(cells.get(`${column + dx} ${row + dy}`) ?? []))
  return found
}
