import type { Flat } from '@linli/contract/people'

export interface UnitGrid {
  readonly unitNo: number | null
  /** What the columns have in common: the room number without its floor. */
  readonly columns: readonly string[]
  /** Top floor first, as one sees the house. */
  readonly floors: readonly { readonly floor: number; readonly flats: ReadonlyMap<string, Flat> }[]
}

/** The flats as they lie: a grid per entrance, rooms above each other in one column. Those without a floor stand apart. */
export function gridsOf(flats: readonly Flat[]): {
  readonly units: readonly UnitGrid[]
  readonly apart: readonly Flat[]
} {
  const placed = flats.filter(({ floor, room }) => floor !== null && room !== null)
  const units = [...Map.groupBy(placed, ({ unitNo }) => unitNo)].toSorted(([a], [b]) => (a ?? 0) - (b ?? 0))
  return {
    units: units.map(([unitNo, members]) => ({
      unitNo,
      columns: [...new Set(members.map(columnOf))].toSorted((a, b) => a.localeCompare(b, 'zh', { numeric: true })),
      floors: [...Map.groupBy(members, ({ floor }) => floor ?? 0)]
        .toSorted(([a], [b]) => b - a)
        .map(([floor, row]) => ({ floor, flats: new Map(row.map((flat) => [columnOf(flat), flat])) })),
    })),
    apart: flats.filter((flat) => !placed.includes(flat)),
  }
}

function columnOf({ floor, room }: Flat): string {
  const [above, number] = [String(floor), room ?? '']
  return number.length > above.length && number.startsWith(above) ? number.slice(above.length) : number
}
