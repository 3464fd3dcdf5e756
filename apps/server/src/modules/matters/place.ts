import type { Point } from '@linli/contract/common'
import type { MatterPlace } from '@linli/contract/matters'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaNames, areaPath, locate, toWgs84 } from '../areas/index.ts'

export interface ResolvedPlace {
  readonly point: Point | null
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
  readonly placeId: string | null
  readonly address: string | null
}

interface Where {
  readonly point?: Point | undefined
  readonly datum: 'wgs84' | 'gcj02' | 'bd09'
  readonly address?: string | undefined
  readonly areaId?: string | undefined
  readonly placeToken?: string | undefined
}

const nowhere: ResolvedPlace = {
  point: null,
  townId: null,
  villageId: null,
  gridId: null,
  placeId: null,
  address: null,
}

/**
 * Which town, village and grid it is. A pin decides; a scanned place or a picked area stands in where there is none.
 * An address alone leaves the areas open: the county desk locates it by asking. What happened on an earlier `day`
 * belongs to the areas of that day.
 */
export async function resolvePlace(ctx: Ctx, where: Where, day?: string): Promise<ResolvedPlace> {
  if (where.placeToken !== undefined) {
    const scanned = await scannedPlace(ctx, where.placeToken)
    // A pin that the resident moved is better than the post it was scanned from.
    return where.point ? { ...(await atPoint(ctx, where.point, where.datum, day)), placeId: scanned.placeId } : scanned
  }
  if (where.point) return atPoint(ctx, where.point, where.datum, day)
  if (where.areaId !== undefined) {
    const path = await areaPath(ctx.db, ctx.countyId, where.areaId, day)
    if (!path) throw new Problem('area.not_found')
    return { ...nowhere, townId: path.townId, villageId: path.villageId, gridId: path.gridId }
  }
  if (!where.address) throw new Problem('input.invalid', undefined, [{ path: 'point', rule: 'place_required' }])
  return nowhere
}

async function atPoint(ctx: Ctx, point: Point, datum: Where['datum'], day?: string): Promise<ResolvedPlace> {
  const wgs84 = toWgs84(point, datum)
  const located = await locate(ctx.deps, ctx.countyId, wgs84, day)
  if (!located) throw new Problem('matter.outside_county', { lon: wgs84.lon, lat: wgs84.lat })
  return { ...nowhere, point: wgs84, townId: located.townId, villageId: located.villageId, gridId: located.gridId }
}

async function scannedPlace(ctx: Ctx, token: string): Promise<ResolvedPlace> {
  const place = await ctx.db
    .selectFrom('places')
    .select(['id', 'lon', 'lat', 'name', 'address'])
    .where('countyId', '=', ctx.countyId)
    .where('token', '=', token)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  if (!place) throw new Problem('place.not_found')
  const located = await atPoint(ctx, { lon: place.lon, lat: place.lat }, 'wgs84')
  return { ...located, placeId: place.id, address: place.address ?? place.name }
}

interface AreaIds {
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
}

/** Names of the areas a matter belongs to, as those areas are or were called. */
export async function placeNames(ctx: Ctx, ids: AreaIds): Promise<MatterPlace> {
  const [first] = await placeNamesOf(ctx, [ids])
  // One in, one out.
  return first as MatterPlace
}

/** The same for a page of rows, with one look-up. */
export async function placeNamesOf(ctx: Ctx, rows: readonly AreaIds[]): Promise<MatterPlace[]> {
  const wanted = new Set(rows.flatMap((row) => [row.townId, row.villageId, row.gridId]).filter((id) => id !== null))
  const names = await areaNames(ctx.deps, ctx.countyId, [...wanted])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return rows.map((row) => ({
    townId: row.townId,
    townName: nameOf(row.townId),
    villageId: row.villageId,
    villageName: nameOf(row.villageId),
    gridId: row.gridId,
    gridName: nameOf(row.gridId),
  }))
}
