import type { Datum, Located } from '@linli/contract/areas'
import type { Ctx } from '../../platform/command/ctx.ts'
import { asRef } from './area-row.ts'
import { countyAreas } from './county-areas.ts'
import { toWgs84 } from './geometry/datum.ts'

/** Which town, village and grid a point lies in today, with names. */
export async function locatePoint(
  ctx: Ctx,
  { lon, lat, datum }: { lon: number; lat: number; datum: Datum },
): Promise<Located> {
  const { locator, open } = await countyAreas(ctx.deps, ctx.countyId)
  const point = toWgs84({ lon, lat }, datum)
  const { outcome, townId, villageId, gridId, dedicatedId, metres } = locator.locate(point.lon, point.lat)
  const refOf = (id: string | null) => {
    const area = id === null ? undefined : open.get(id)
    return area ? asRef(area) : null
  }
  return {
    outcome,
    point,
    town: refOf(townId),
    village: refOf(villageId),
    grid: refOf(gridId),
    dedicated: refOf(dedicatedId),
    metres: metres === null ? null : Math.round(metres),
  }
}
