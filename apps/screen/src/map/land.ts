import { type ScreenPlace, screenRoutes, type ScreenShape } from '@linli/contract/screen'
import { type Bounds, boundsOf, type Outline, outlineOf, type Plane, planeAround, type Spot } from '@linli/ui/map'
import { queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'

/** An area that can be drawn. */
export interface Shape {
  readonly id: string
  readonly name: string
  readonly nameEn: string | null
  readonly outline: Outline
  readonly path: Path2D
  /** Where its number stands. */
  readonly middle: Spot
}

export interface PlacedPlace extends ScreenPlace, Spot {}

/** The ground of a screen: an area's own outline, those below it, and the places that matter, in metres. */
export interface Land {
  readonly plane: Plane
  readonly bounds: Bounds
  readonly own: Path2D | null
  readonly shapes: readonly Shape[]
  readonly places: readonly PlacedPlace[]
}

const HOUR = 3_600_000

export function landOf(areaId: string | undefined) {
  return queryOptions({
    queryKey: ['land', areaId ?? null],
    queryFn: async ({ signal }) =>
      landFrom(await client.call(screenRoutes.getScreenMap, areaId === undefined ? {} : { areaId }, { signal })),
    staleTime: HOUR,
    // Outlines are large and never change in part: comparing them costs more than drawing.
    structuralSharing: false,
  })
}

interface Drawn {
  readonly outline: ScreenShape['geometry'] | null
  readonly areas: readonly ScreenShape[]
  readonly places: readonly ScreenPlace[]
}

function landFrom({ outline, areas, places }: Drawn): Land | null {
  const [lon0, lat0] = areas[0]?.centre ?? firstCorner(outline) ?? []
  if (lon0 === undefined || lat0 === undefined) return null
  const plane = planeAround(lon0, lat0)
  const own = outline && outlineOf(outline, plane)
  const shapes = areas.map(({ id, name, nameEn, geometry, centre }) => {
    const drawn = outlineOf(geometry, plane)
    return { id, name, nameEn, outline: drawn, path: new Path2D(drawn.path), middle: plane(...centre) }
  })
  const rings = own ? own.rings : shapes.flatMap((shape) => shape.outline.rings)
  return {
    plane,
    bounds: boundsOf(rings.flat()),
    own: own && new Path2D(own.path),
    shapes,
    places: places.map((place) => ({ ...place, ...plane(place.lon, place.lat) })),
  }
}

function firstCorner(outline: ScreenShape['geometry'] | null): readonly [number, number] | undefined {
  return outline?.type === 'Polygon' ? outline.coordinates[0]?.[0] : outline?.coordinates[0]?.[0]?.[0]
}
