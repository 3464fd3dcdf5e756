import type { AreaRef, AreaRow } from '@linli/contract/areas'
import type { AreaFacts, AreaPath } from './queries.ts'

export function asRow(facts: AreaFacts, childCount: number): AreaRow {
  const {
    id,
    level,
    name,
    nameEn,
    parentId,
    kind,
    code,
    gridNo,
    urbanRural,
    households,
    lon,
    lat,
    hasBoundary,
    openedOn,
    closedOn,
  } = facts
  const centre = lon === null || lat === null ? null : { lon, lat }
  return {
    id,
    level,
    name,
    nameEn,
    parentId,
    kind,
    code,
    gridNo,
    urbanRural,
    households,
    centre,
    hasBoundary,
    openedOn,
    closedOn,
    childCount,
  }
}

export function pathIds(areas: readonly { readonly id: string; readonly level: string }[]): AreaPath {
  const idOf = (level: string) => areas.find((area) => area.level === level)?.id ?? null
  return { countyId: idOf('county'), townId: idOf('town'), villageId: idOf('village'), gridId: idOf('grid') }
}

export function asRef({ id, level, name, nameEn }: AreaRef): AreaRef {
  return { id, level, name, nameEn }
}
