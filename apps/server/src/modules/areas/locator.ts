import type { AreaLevel, GridKind } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import Flatbush from 'flatbush'
import pointInPolygon from 'point-in-polygon-hao'
import { boxOfRing, metresPerDegree, metresToRing, polygonsOf, type PolygonRings } from './geometry/plane.ts'

/** An area as it is on the locator's day. */
export interface LocatorArea {
  readonly id: string
  readonly level: AreaLevel
  readonly kind: GridKind | null
  readonly parentId: string | null
  readonly name: string
  readonly nameEn: string | null
  readonly boundary: AreaGeometry | null
}

export interface Placement {
  /**
   * `inside` a grid; `near`: in a gap, but close enough to a grid to be given to it; `no_grid`: in the county, but in
   * no grid; `outside` the county.
   */
  readonly outcome: 'inside' | 'near' | 'no_grid' | 'outside'
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
  /** A dedicated grid that lies over the basic one. */
  readonly dedicatedId: string | null
  readonly metres: number | null
}

/** A pavement belongs to the houses beside it even where two drawings leave it out. */
const NEAR_METRES = 30

const outside: Placement = {
  outcome: 'outside',
  townId: null,
  villageId: null,
  gridId: null,
  dedicatedId: null,
  metres: null,
}

/**
 * Finds the grid of a point, in memory: an R-tree over the boxes of the outlines, then an exact test. A query of the
 * database takes milliseconds, because core PostgreSQL has no index for polygon ∋ point.
 */
export class Locator {
  readonly areas: ReadonlyMap<string, LocatorArea>
  readonly #grids: OutlineIndex
  readonly #dedicated: OutlineIndex
  readonly #villages: OutlineIndex
  readonly #towns: OutlineIndex
  readonly #county: OutlineIndex

  constructor(areas: readonly LocatorArea[]) {
    this.areas = new Map(areas.map((area) => [area.id, area]))
    const indexOf = (level: AreaLevel, kind: GridKind | null = null) =>
      new OutlineIndex(areas.filter((area) => area.level === level && (kind === null || area.kind === kind)))
    this.#grids = indexOf('grid', 'basic')
    this.#dedicated = indexOf('grid', 'dedicated')
    this.#villages = indexOf('village')
    this.#towns = indexOf('town')
    this.#county = indexOf('county')
  }

  /** WGS 84 degrees. The same point always gives the same answer, on an edge too. */
  locate(lon: number, lat: number): Placement {
    const dedicatedId = this.#dedicated.containing(lon, lat)
    const gridId = this.#grids.containing(lon, lat) ?? dedicatedId
    if (gridId !== null) return this.#placement('inside', gridId, dedicatedId)
    if (this.#county.size > 0 && this.#county.containing(lon, lat) === null) return outside
    const near = this.#grids.nearest(lon, lat, NEAR_METRES)
    if (near) return { ...this.#placement('near', near.id, null), metres: near.metres }
    const areaId = this.#villages.containing(lon, lat) ?? this.#towns.containing(lon, lat)
    if (areaId !== null) return this.#placement('no_grid', areaId, null)
    // Where the county's outline is not drawn nobody can say where it ends: nobody is turned away.
    return { ...outside, outcome: 'no_grid' }
  }

  #placement(outcome: 'inside' | 'near' | 'no_grid', areaId: string, dedicatedId: string | null): Placement {
    let townId: string | null = null
    let villageId: string | null = null
    let gridId: string | null = null
    for (
      let area = this.areas.get(areaId);
      area;
      area = area.parentId === null ? undefined : this.areas.get(area.parentId)
    ) {
      if (area.level === 'grid') gridId = area.id
      if (area.level === 'village') villageId = area.id
      if (area.level === 'town') townId = area.id
    }
    return { outcome, townId, villageId, gridId, dedicatedId, metres: null }
  }
}

interface Outline {
  readonly id: string
  readonly rings: PolygonRings
}

class OutlineIndex {
  readonly #outlines: Outline[]
  readonly #tree: Flatbush | null

  constructor(areas: readonly LocatorArea[]) {
    // In the order of ids: of two outlines that share an edge the first one found wins, in every process.
    this.#outlines = areas
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap(({ id, boundary }) => (boundary ? polygonsOf(boundary).map((rings) => ({ id, rings })) : []))
    this.#tree = this.#outlines.length > 0 ? new Flatbush(this.#outlines.length) : null
    for (const { rings } of this.#outlines) {
      const box = boxOfRing(rings[0] ?? [])
      this.#tree?.add(box.minX, box.minY, box.maxX, box.maxY)
    }
    this.#tree?.finish()
  }

  get size(): number {
    return this.#outlines.length
  }

  containing(lon: number, lat: number): string | null {
    let inside = Infinity
    let onEdge = Infinity
    for (const index of this.#tree?.search(lon, lat, lon, lat) ?? []) {
      const outline = this.#outlines[index]
      if (!outline || index > inside) continue
      const answer = pointInPolygon([lon, lat], outline.rings)
      if (answer === true) inside = index
      // Zero: exactly on an edge.
      else if (answer === 0 && index < onEdge) onEdge = index
    }
    return this.#outlines[inside === Infinity ? onEdge : inside]?.id ?? null
  }

  nearest(lon: number, lat: number, within: number): { id: string; metres: number } | null {
    const [mx, my] = metresPerDegree(lat)
    const dx = within / mx
    const dy = within / my
    let best: { id: string; metres: number } | null = null
    const found = this.#tree?.search(lon - dx, lat - dy, lon + dx, lat + dy) ?? []
    for (const index of found.toSorted((a, b) => a - b)) {
      const outline = this.#outlines[index]
      if (!outline) continue
      const metres = Math.min(...outline.rings.map((ring) => metresToRing([lon, lat], ring)))
      if (metres <= within && (best === null || metres < best.metres)) best = { id: outline.id, metres }
    }
    return best
  }
}
