import type { Reach } from '../../../../platform/command/ctx.ts'
import type { Deps } from '../../../../platform/deps.ts'
import { countyAreas } from '../../../areas/index.ts'
import type { GridPlace } from '../../policy.ts'
import type { ListCells } from './columns.ts'

export interface GridFound extends GridPlace {
  /** All grids of its village: an address lies in one of them. */
  readonly siblings: readonly string[]
}

export type FindGrid = (cells: ListCells) => GridFound | 'grid_missing' | 'grid_unknown' | 'grid_ambiguous'

/** Finds the open grids within reach by code, or by the names of village and grid. What lies beyond is unknown here. */
export async function gridFinder(deps: Deps, countyId: number, reach: Reach): Promise<FindGrid> {
  const { open, children } = await countyAreas(deps, countyId)
  const byCode = new Map<string, GridFound>()
  const byName = new Map<string, GridFound | 'grid_ambiguous'>()
  for (const grid of open.values()) {
    if (grid.level !== 'grid' || grid.parentId === null) continue
    const village = open.get(grid.parentId)
    const townId = village?.parentId ?? null
    if (!village || !reaches(reach, { townId, villageId: village.id, gridId: grid.id })) continue
    const siblings = (children.get(village.id) ?? []).map((area) => area.id)
    const found: GridFound = { townId, villageId: village.id, gridId: grid.id, siblings }
    if (grid.code !== null) byCode.set(grid.code, found)
    for (const name of new Set([gridName(grid.name), String(grid.gridNo ?? '')])) {
      const key = `${villageName(village.name)}|${name}`
      byName.set(key, byName.has(key) ? 'grid_ambiguous' : found)
    }
  }
  return (cells) => {
    if (cells.gridCode !== undefined)
      return (
        byCode.get(cells.gridCode) ??
        byCode.get(cells.gridCode.normalize('NFKC').replaceAll(/\s/g, '')) ??
        'grid_unknown'
      )
    if (cells.villageName === undefined || cells.gridName === undefined) return 'grid_missing'
    return byName.get(`${villageName(cells.villageName)}|${gridName(cells.gridName)}`) ?? 'grid_unknown'
  }
}

/** 林园社区居委会, 林园社区 and 林园 are one. */
const villageName = (name: string) =>
  name
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/(居民委员会|村民委员会|居委会|村委会)$/, '')
    .replace(/(社区|村)$/, '')
/** 第3网格, 3网格 and 3 are one. */
const gridName = (name: string) => {
  const text = name.normalize('NFKC').replaceAll(/\s/g, '')
  return /^第?(\d+)号?网格$/.exec(text)?.[1] ?? text
}

function reaches(reach: Reach, place: GridPlace): boolean {
  if (reach === 'county') return true
  const has = (ids: readonly string[], id: string | null) => id !== null && ids.includes(id)
  return has(reach.townIds, place.townId) || has(reach.villageIds, place.villageId) || has(reach.gridIds, place.gridId)
}
