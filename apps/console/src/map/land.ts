import type { AreaLevel, AreaMap, AreaRef } from '@linli/contract/areas'
import { areaRoutes } from '@linli/contract/areas'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { allOf, type Bounds, type Outline, outlineOf, type Plane, planeAround, type Spot } from '@linli/ui/map'
import { queryClient, reading } from '../api.ts'

const TEN_MINUTES = 600_000

/** An area that can be drawn. */
export interface Shape {
  readonly id: string
  readonly level: AreaLevel
  readonly name: string
  readonly nameEn: string | null
  readonly parentId: string | null
  readonly outline: Outline
  /** Where its name and number stand. */
  readonly middle: Spot
  readonly schematic: boolean
}

/** An area directly below the one we are in, drawn or not. */
export type Below = AreaRef

/** Where we are, with all outlines that are drawn there. */
export interface Land {
  readonly here: AreaRef
  /** From the county down to `here`, which is the last. */
  readonly path: readonly AreaRef[]
  readonly below: readonly Below[]
  /** Every town; the villages of our town; the grids of our village. Coarser ones first. */
  readonly layers: readonly (readonly Shape[])[]
  readonly plane: Plane
  /** Of the area, and of the whole county; undefined where no outline is known. */
  readonly bounds: Bounds | undefined
  readonly whole: Bounds | undefined
}

/** The area, what lies above and below it, and its outlines; kept, because boundaries hardly ever change. */
export function landOf(areaId: string | undefined) {
  return queryOptions({
    queryKey: ['land', areaId],
    queryFn: () => readLand(areaId),
    staleTime: TEN_MINUTES,
    placeholderData: keepPreviousData,
    // Outlines are large and never change in part: comparing them costs more than drawing.
    structuralSharing: false,
  })
}

async function readLand(areaId: string | undefined): Promise<Land> {
  const root = areaId ?? (await kept(reading(areaRoutes.listAreaChildren, {}))).items[0]?.id
  if (root === undefined) return nowhere
  const [area, tree, towns] = await Promise.all([
    kept(reading(areaRoutes.getArea, { areaId: root })),
    kept(reading(areaRoutes.listAreaChildren, { parentId: root })),
    kept(reading(areaRoutes.getAreaMap, { level: 'town' })),
  ])
  const here: AreaRef = { id: area.id, level: area.level, name: area.name, nameEn: area.nameEn }
  const path = [...area.path, here]
  const idOf = (level: AreaLevel) => path.find((one) => one.level === level)?.id
  const [townId, villageId] = [idOf('town'), idOf('village')]
  const [villages, grids] = await Promise.all([
    townId ? kept(reading(areaRoutes.getAreaMap, { level: 'village', parentId: townId })) : undefined,
    villageId ? kept(reading(areaRoutes.getAreaMap, { level: 'grid', parentId: villageId })) : undefined,
  ])
  const plane = planeOf(towns)
  const layers = [towns, villages, grids].flatMap((map) => (map ? [shapesOf(map, plane)] : []))
  const whole = allOf((layers[0] ?? []).map(({ outline }) => outline.bounds))
  // Of the area itself; where it has no outline, of the next one above that has.
  const drawn = path.toReversed().flatMap(({ id }) => shapeOf(layers, id) ?? [])[0]
  return { here, path, below: tree.items, layers, plane, bounds: drawn?.outline.bounds ?? whole, whole }
}

const kept = <T>(options: { queryKey: readonly unknown[] } & Parameters<typeof queryClient.fetchQuery<T>>[0]) =>
  queryClient.fetchQuery<T>({ ...options, staleTime: TEN_MINUTES })

/** Before the first import of areas. */
const nowhere: Land = {
  here: { id: '', level: 'county', name: '', nameEn: null },
  path: [],
  below: [],
  layers: [],
  plane: planeAround(0, 0),
  bounds: undefined,
  whole: undefined,
}

function planeOf({ features }: AreaMap): Plane {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
  return planeAround(
    mean(features.map(({ properties }) => properties.lon)),
    mean(features.map(({ properties }) => properties.lat)),
  )
}

function shapesOf({ features }: AreaMap, plane: Plane): Shape[] {
  return features.map(({ geometry, properties: { id, level, name, nameEn, parentId, lon, lat, illustrative } }) => ({
    id,
    level,
    name,
    nameEn,
    parentId,
    outline: outlineOf(geometry, plane),
    middle: plane(lon, lat),
    schematic: illustrative,
  }))
}

export function shapeOf(layers: Land['layers'], areaId: string): Shape | undefined {
  for (const layer of layers) {
    const found = layer.find(({ id }) => id === areaId)
    if (found) return found
  }
  return undefined
}

/** The finest shapes: those directly below where we are, or the grids around a grid. */
export const finest = ({ layers }: Land): readonly Shape[] => layers.at(-1) ?? []
