import type { Geometry } from '../county-map.tsx'

/** Metres east and south of the map's own middle: small numbers, and y grows downwards as on a screen. */
export interface Spot {
  readonly x: number
  readonly y: number
}

export interface Bounds {
  readonly west: number
  readonly north: number
  readonly east: number
  readonly south: number
}

export type Plane = (lon: number, lat: number) => Spot

const METRES_PER_DEGREE = 111_320

/** A county is too small to be curved: shapes are true at the latitude of its middle. */
export function planeAround(lon0: number, lat0: number): Plane {
  const shrink = Math.cos((lat0 * Math.PI) / 180)
  return (lon, lat) => ({ x: (lon - lon0) * shrink * METRES_PER_DEGREE, y: (lat0 - lat) * METRES_PER_DEGREE })
}

/** An outline on the plane: what is drawn, what it fits into, and where it is. */
export interface Outline {
  readonly path: string
  readonly bounds: Bounds
  readonly rings: readonly (readonly Spot[])[]
}

export function outlineOf(geometry: Geometry, plane: Plane): Outline {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const rings = polygons.flat().map((ring) => ring.map(([lon, lat]) => plane(lon, lat)))
  const path = rings.map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`).join('')
  return { path, rings, bounds: boundsOf(rings.flat()) }
}

const nowhere: Bounds = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity }

export function boundsOf(spots: readonly Spot[]): Bounds {
  return spots.reduce<Bounds>((all, { x, y }) => join(all, { west: x, east: x, north: y, south: y }), nowhere)
}

export function join(a: Bounds, b: Bounds): Bounds {
  return {
    west: Math.min(a.west, b.west),
    north: Math.min(a.north, b.north),
    east: Math.max(a.east, b.east),
    south: Math.max(a.south, b.south),
  }
}

export function allOf(bounds: readonly Bounds[]): Bounds | undefined {
  return bounds.length === 0 ? undefined : bounds.reduce(join)
}

export function within({ west, north, east, south }: Bounds, { x, y }: Spot): boolean {
  return x >= west && x <= east && y >= north && y <= south
}

/** Even-odd over all rings, so that a hole is outside. */
export function covers({ bounds, rings }: Outline, spot: Spot): boolean {
  if (!within(bounds, spot)) return false
  let inside = false
  for (const ring of rings) {
    ring.forEach((a, index) => {
      const b = ring[index === 0 ? ring.length - 1 : index - 1]
      if (b && a.y > spot.y !== b.y > spot.y && spot.x < ((b.x - a.x) * (spot.y - a.y)) / (b.y - a.y) + a.x)
        inside = !inside
    })
  }
  return inside
}
