import type { AreaRef } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import type { Deps } from '../../platform/deps.ts'
import { type CountyAreas, countyAreas, type OutlinedFacts, pathAbove } from '../areas/index.ts'

export interface ScreenArea extends AreaRef {
  readonly parentId: string | null
  readonly households: number
  readonly boundary: AreaGeometry | null
  readonly centre: [number, number] | null
}

/** An area with those around it. */
export interface Surroundings {
  readonly area: ScreenArea
  /** From the county down to the area, which is the last. */
  readonly path: readonly AreaRef[]
  /** Directly below, in the official order. */
  readonly below: readonly ScreenArea[]
  /** In it, dedicated ones included. */
  readonly grids: number
}

/** One area as it is today; the county itself when no id is given. */
export async function findSurroundings(
  deps: Deps,
  countyId: number,
  areaId: string | undefined,
): Promise<Surroundings | undefined> {
  const county = await countyAreas(deps, countyId)
  const found = areaId === undefined ? county.children.get(null)?.[0] : county.open.get(areaId)
  if (!found) return undefined
  return {
    area: toScreen(county, found),
    path: [...pathAbove(county.open, found), found].map(refOf),
    below: childrenOf(county, found).map((one) => toScreen(county, one)),
    grids: gridsOf(county, found),
  }
}

const childrenOf = (county: CountyAreas, { id }: OutlinedFacts) => county.children.get(id) ?? []

const gridsOf = (county: CountyAreas, area: OutlinedFacts): number =>
  area.level === 'grid' ? 1 : childrenOf(county, area).reduce((sum, one) => sum + gridsOf(county, one), 0)

const refOf = ({ id, level, name, nameEn }: OutlinedFacts): AreaRef => ({ id, level, name, nameEn })

function toScreen(county: CountyAreas, area: OutlinedFacts): ScreenArea {
  const { parentId, boundary, lon, lat } = area
  const centre: [number, number] | null = lon !== null && lat !== null ? [lon, lat] : null
  return { ...refOf(area), parentId, boundary, centre, households: householdsOf(county, area) }
}

// Households are counted per grid; what lies above is their sum, unless a larger number was entered for it.
function householdsOf(county: CountyAreas, area: OutlinedFacts): number {
  const below = childrenOf(county, area).reduce((sum, one) => sum + householdsOf(county, one), 0)
  return Math.max(area.households ?? 0, below)
}
