export interface Site {
  readonly id: string
  readonly lon: number | null
  readonly lat: number | null
  readonly buildingId: string | null
  readonly unitNo: number | null
  readonly floor: number | null
  readonly address: string
}

/** What lies behind one entrance, or in one row of houses: called on in one go. */
export function neighbourhoodOf({ buildingId, unitNo, address }: Site): string {
  return buildingId === null ? address.replace(/\d+\D*$/u, '') : `${buildingId} ${unitNo ?? 0}`
}

const BITS = 12
const SIDE = 2 ** BITS

/**
 * The order in which one would walk: along a Hilbert curve over where the houses stand, in a building floor by floor;
 * what has no position follows by its address, numbers as numbers.
 */
export function walkingOrder<T extends Site>(sites: readonly T[]): T[] {
  const box = boxOf(sites)
  const keyed = sites.map((site) => ({ site, along: alongCurve(site, box), door: doorKey(site) }))
  keyed.sort((a, b) => a.along - b.along || compare(a.door, b.door) || compare(a.site.id, b.site.id))
  return keyed.map(({ site }) => site)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

interface Box {
  readonly west: number
  readonly south: number
  /** Degrees per cell. */
  readonly cell: number
}

function boxOf(sites: readonly Site[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { lon, lat } of sites) {
    if (lon === null || lat === null) continue
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return { west, south, cell: Math.max(east - west, north - south, 1e-6) / (SIDE - 1) }
}

function alongCurve({ lon, lat }: Site, { west, south, cell }: Box): number {
  if (lon === null || lat === null) return Infinity
  return hilbert(Math.round((lon - west) / cell), Math.round((lat - south) / cell))
}

function hilbert(column: number, row: number): number {
  let [x, y, along] = [column, row, 0]
  for (let side = SIDE / 2; side >= 1; side /= 2) {
    const [right, up] = [(x & side) > 0 ? 1 : 0, (y & side) > 0 ? 1 : 0]
    along += side * side * ((3 * right) ^ up)
    // Turned so that the curve goes on where the quarter before it ended.
    if (up === 0) {
      if (right === 1) [x, y] = [SIDE - 1 - x, SIDE - 1 - y]
      ;[x, y] = [y, x]
    }
  }
  return along
}

/** Padded, because a collator that knows numbers would take longer than all the rest of the plan. */
const padded = (value: string) => value.replace(/\d+/gu, (digits) => digits.padStart(6, '0'))

function doorKey({ buildingId, unitNo, floor, address }: Site): string {
  const within =
    buildingId === null ? '' : `${buildingId} ${padded(String(unitNo ?? 0))} ${padded(String(floor ?? 0))} `
  return within + padded(address)
}
