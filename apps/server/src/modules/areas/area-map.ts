import type { AreaLevel, AreaMap } from '@linli/contract/areas'
import { createHash } from 'node:crypto'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyAreas, pathAbove } from './county-areas.ts'
import { coarseOutline, innerPoint } from './geometry/outline.ts'
import { type OutlinedFacts, openOn, outlinesWhere } from './queries.ts'

export interface MapRequest {
  readonly level: AreaLevel
  readonly parentId?: string | undefined
  readonly on?: string | undefined
}

export interface MapAnswer {
  readonly etag: string
  readonly body: string
}

/** Maps of other days than today that are kept at once. */
const KEPT_PAST = 8

/** Outlines of one level as GeoJSON text. Worked out once per state of the areas: every visitor's map asks for it. */
export async function areaMap(deps: Deps, countyId: number, { level, parentId, on }: MapRequest): Promise<MapAnswer> {
  const county = await countyAreas(deps, countyId)
  const day = on ?? county.day
  const key = `map ${level} ${parentId ?? ''} ${day}`
  const kept = county.answers.get(key)
  // Only this function writes under `map …`.
  if (kept) return kept as MapAnswer
  const open = day === county.day ? county.open : await openAreasOn(deps, countyId, day)
  if (parentId !== undefined && !open.has(parentId)) throw new Problem('area.not_found')
  const body = JSON.stringify(featuresOf(open, level, parentId))
  const answer = { etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`, body }
  if (day !== county.day) forgetOldest(county.answers, county.day)
  county.answers.set(key, answer)
  return answer
}

async function openAreasOn(deps: Deps, countyId: number, day: string): Promise<ReadonlyMap<string, OutlinedFacts>> {
  return new Map((await outlinesWhere(deps.db, countyId, day, openOn(day))).map((area) => [area.id, area]))
}

function forgetOldest(answers: Map<string, unknown>, today: string): void {
  const past = [...answers.keys()].filter((key) => key.startsWith('map ') && !key.endsWith(today))
  const [oldest] = past
  if (oldest !== undefined && past.length >= KEPT_PAST) answers.delete(oldest)
}

function featuresOf(open: ReadonlyMap<string, OutlinedFacts>, level: AreaLevel, parentId: string | undefined): AreaMap {
  const below = (area: OutlinedFacts) =>
    parentId === undefined || area.id === parentId || pathAbove(open, area).some(({ id }) => id === parentId)
  return {
    type: 'FeatureCollection',
    features: [...open.values()]
      .filter((area) => area.level === level && below(area))
      .flatMap(({ id, name, nameEn, parentId: parent, kind, gridNo, lon, lat, illustrative, boundary }) => {
        if (!boundary) return []
        const point = lon === null || lat === null ? innerPoint(boundary) : { lon, lat }
        const properties = { id, level, name, nameEn, parentId: parent, kind, gridNo, ...point, illustrative }
        return [{ type: 'Feature' as const, id, geometry: coarseOutline(boundary), properties }]
      }),
  }
}
