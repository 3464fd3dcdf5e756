import type { ScreenPoint, ScreenSnapshot } from '@linli/contract/screen-shapes'
import type { screenRoutes } from '@linli/contract/screen'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { placesThatMatter } from '../people/index.ts'
import { findSurroundings, type ScreenArea } from './areas.ts'
import { boardOf } from './board/board.ts'

interface OfArea {
  readonly areaId?: string | undefined
}

export async function getScreen(ctx: Ctx, input: OfArea): Promise<ScreenSnapshot> {
  return (await toldOf(ctx, input)).snapshot
}

export async function listScreenPoints(ctx: Ctx, input: OfArea): Promise<{ position: string; items: ScreenPoint[] }> {
  const { snapshot, points } = await toldOf(ctx, input)
  return { position: snapshot.position, items: [...points] }
}

async function toldOf(ctx: Ctx, { areaId }: OfArea) {
  const { told } = await boardOf(ctx.deps, ctx.countyId).look(areaId)
  if (!told) throw new Error('a screen that was looked at has been told')
  return told
}

/** Outlines of an area and of those below it; areas nobody has drawn are left out. */
export async function getScreenMap(
  ctx: Ctx,
  { areaId }: RouteParsed<typeof screenRoutes.getScreenMap>,
): Promise<RouteOutput<typeof screenRoutes.getScreenMap>> {
  const around = await findSurroundings(ctx.deps, ctx.countyId, areaId)
  if (!around) throw new Problem('area.not_found')
  const { area, below } = around
  return {
    outline: area.boundary,
    areas: below.flatMap(toShape),
    places: await placesThatMatter(ctx.db, ctx.countyId, area.level === 'county' ? null : area),
  }
}

function toShape({ id, name, nameEn, level, boundary, centre }: ScreenArea) {
  return boundary ? [{ id, name, nameEn, level, geometry: boundary, centre: centre ?? middleOf(boundary) }] : []
}

/** Middle of the corners: good enough to stand a number on. */
function middleOf(boundary: { coordinates: unknown }): [number, number] {
  const flat = (boundary.coordinates as unknown[]).flat(Infinity) as number[]
  const lons = flat.filter((_, index) => index % 2 === 0)
  const lats = flat.filter((_, index) => index % 2 === 1)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean(lons), mean(lats)]
}
