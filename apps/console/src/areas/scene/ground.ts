import type { AreaGeometry } from '@linli/contract/common'
import { type Bounds, boundsOf, outlineOf, planeAround, type Spot } from '@linli/ui/map'
import type { Corner } from '../editor/plane.ts'

/** An area with an outline, to be looked at or drawn beside. */
export interface Shape {
  readonly id: string
  readonly name: string
  readonly geometry: AreaGeometry
  /** It lies over the others. */
  readonly dedicated?: boolean
  /** Where its name stands; the middle of its corners if left out. */
  readonly at?: Corner | undefined
}

/** The plane that a village is drawn on, in metres, with the way back. */
export interface Ground {
  readonly bounds: Bounds
  onPlane(corner: Corner): Spot
  onEarth(spot: Spot): Corner
  pathOf(geometry: AreaGeometry): string
  boundsOf(geometry: AreaGeometry): Bounds
  middleOf(shape: Shape): Spot
}

export function groundOf(shapes: readonly Shape[]): Ground {
  const [lon0 = 0, lat0 = 0] = shapes.flatMap(({ geometry }) => cornersOf(geometry))[0] ?? []
  const plane = planeAround(lon0, lat0)
  const degree = plane(lon0 + 1, lat0 - 1)
  return {
    bounds: boundsOf(shapes.flatMap(({ geometry }) => cornersOf(geometry)).map(([lon, lat]) => plane(lon, lat))),
    onPlane: ([lon, lat]) => plane(lon, lat),
    onEarth: ({ x, y }) => [lon0 + x / degree.x, lat0 - y / degree.y],
    pathOf: (geometry) => outlineOf(geometry, plane).path,
    boundsOf: (geometry) => outlineOf(geometry, plane).bounds,
    middleOf: ({ at, geometry }) => plane(...(at ?? meanOf(cornersOf(geometry)))),
  }
}

const cornersOf = ({ type, coordinates }: AreaGeometry): readonly Corner[] =>
  type === 'Polygon' ? coordinates.flat() : coordinates.flat(2)

function meanOf(corners: readonly Corner[]): Corner {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
  return [mean(corners.map(([lon]) => lon)), mean(corners.map(([, lat]) => lat))]
}
