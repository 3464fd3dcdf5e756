import type { screenRoutes } from '@linli/contract/screen'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { findArea, screenAreasBelow } from './areas.ts'

/** Outlines of the areas below one area; areas nobody has drawn are left out. */
export async function getScreenMap(
  ctx: Ctx,
  input: RouteParsed<typeof screenRoutes.getScreenMap>,
): Promise<RouteOutput<typeof screenRoutes.getScreenMap>> {
  const area = await findArea(ctx, input.areaId)
  if (!area) throw new Problem('area.not_found')
  const below = await screenAreasBelow(ctx, area)
  return {
    outline: area.boundary,
    areas: below.flatMap((one) =>
      one.boundary
        ? [
            {
              id: one.id,
              name: one.name,
              level: one.level,
              geometry: one.boundary,
              centre: one.centre ?? middleOf(one.boundary),
            },
          ]
        : [],
    ),
  }
}

/** Middle of the first ring's corners: good enough to stand a number on. */
function middleOf(boundary: { type: string; coordinates: unknown }): [number, number] {
  const flat = (boundary.coordinates as unknown[]).flat(Infinity) as number[]
  const lons = flat.filter((_, index) => index % 2 === 0)
  const lats = flat.filter((_, index) => index % 2 === 1)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean(lons), mean(lats)]
}
