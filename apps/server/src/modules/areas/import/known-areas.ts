import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { boxOf } from '../geometry/plane.ts'
import { openOn, outlinesWhere } from '../queries.ts'
import { gridScheme } from '../grid-numbers.ts'
import type { CountyBounds } from './check-rows.ts'
import type { KnownFacts } from './plan.ts'

/** The county's areas as they are on a day, with their codes in one scheme. */
export async function knownAreas(tx: Tx, countyId: number, day: string, codeScheme: string): Promise<KnownFacts[]> {
  const areas = await outlinesWhere(tx, countyId, day, openOn(day))
  const codes = await tx
    .selectFrom('areaCodes')
    .select(['areaId', 'scheme', 'code'])
    .where('countyId', '=', countyId)
    .where('scheme', 'in', [codeScheme, gridScheme])
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    .execute()
  const codeOf = new Map(codes.map(({ areaId, scheme, code }) => [`${areaId} ${scheme}`, code]))
  const latest = await tx
    .selectFrom('areaVersions')
    .select((eb) => ['areaId', eb.fn.max<string>('validFrom').as('latestFrom')])
    .where('countyId', '=', countyId)
    .groupBy('areaId')
    .execute()
  const latestOf = new Map(latest.map(({ areaId, latestFrom }) => [areaId, latestFrom]))
  return areas.map((area) => ({
    ...area,
    code: codeOf.get(`${area.id} ${area.level === 'grid' ? gridScheme : codeScheme}`) ?? null,
    latestFrom: latestOf.get(area.id) ?? area.validFrom,
  }))
}

/** The first day after this one on which an area of the county opened or closed. */
export async function nextDivision(tx: Tx, countyId: number, day: string): Promise<string | null> {
  const { rows } = await sql<{ next: string | null }>`
    SELECT least(min(valid_from) FILTER (WHERE valid_from > ${day}::date), min(valid_to) FILTER (WHERE valid_to > ${day}::date)) AS next
    FROM areas WHERE county_id = ${countyId} AND level <> 'grid'`.execute(tx)
  return rows[0]?.next ?? null
}

/** How far the county reaches, as far as its outline or its areas' points tell. */
export function boundsOf(known: readonly KnownFacts[]): CountyBounds | null {
  const county = known.find(({ level }) => level === 'county')
  return county?.boundary ? boxOf(county.boundary) : null
}
