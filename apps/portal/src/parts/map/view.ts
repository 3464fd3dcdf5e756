import type { AreaMap } from '@linli/contract/areas'
import type { Point } from '@linli/contract/common'

/** What a small map shows: its middle and how many pixels a metre takes. A county is too small to be curved. */
export interface View {
  readonly centre: Point
  readonly scale: number
}

export interface Box {
  readonly width: number
  readonly height: number
}

type Feature = AreaMap['features'][number]
type Position = readonly [number, number]

const metresPerDegree = 111_320
const leastScale = 0.002
const greatestScale = 2

export function toScreen(view: View, box: Box, [lon, lat]: Position): { x: number; y: number } {
  return {
    x: box.width / 2 + (lon - view.centre.lon) * eastMetres(view) * view.scale,
    y: box.height / 2 - (lat - view.centre.lat) * metresPerDegree * view.scale,
  }
}

export function toPoint(view: View, box: Box, { x, y }: { x: number; y: number }): Point {
  return {
    lon: tidy(view.centre.lon + (x - box.width / 2) / (eastMetres(view) * view.scale)),
    lat: tidy(view.centre.lat - (y - box.height / 2) / (metresPerDegree * view.scale)),
  }
}

export function moved(view: View, dx: number, dy: number): View {
  const box = { width: 0, height: 0 }
  return { ...view, centre: toPoint(view, box, { x: -dx, y: -dy }) }
}

/** Nearer or farther, keeping the place under `at` where it is. */
export function zoomed(view: View, box: Box, factor: number, at = { x: box.width / 2, y: box.height / 2 }): View {
  const scale = Math.min(greatestScale, Math.max(leastScale, view.scale * factor))
  const fixed = toPoint(view, box, at)
  const next = { ...view, scale }
  const { x, y } = toScreen(next, box, [fixed.lon, fixed.lat])
  return moved(next, at.x - x, at.y - y)
}

/** So that all of the areas are seen. */
export function fitted(features: readonly Feature[], box: Box): View | null {
  const positions = features.flatMap((feature) => ringsOf(feature).flat())
  if (positions.length === 0) return null
  const lons = positions.map(([lon]) => lon)
  const lats = positions.map(([, lat]) => lat)
  const [west, east] = [lons.reduce((a, b) => Math.min(a, b)), lons.reduce((a, b) => Math.max(a, b))]
  const [south, north] = [lats.reduce((a, b) => Math.min(a, b)), lats.reduce((a, b) => Math.max(a, b))]
  const centre = { lon: (west + east) / 2, lat: (south + north) / 2 }
  const unscaled = { centre, scale: 1 }
  const wide = Math.max((east - west) * eastMetres(unscaled), 1)
  const high = Math.max((north - south) * metresPerDegree, 1)
  return { centre, scale: 0.92 * Math.min(box.width / wide, box.height / high) }
}

/** The area whose outline holds the point. */
export function areaAt(features: readonly Feature[], { lon, lat }: Point): Feature | undefined {
  return features.find((feature) => {
    // Even-odd over all rings: holes and separate parts come out right together.
    let inside = false
    for (const ring of ringsOf(feature)) if (crossesOdd(ring, lon, lat)) inside = !inside
    return inside
  })
}

export function pathOf(feature: Feature, view: View, box: Box): string {
  return ringsOf(feature)
    .map((ring) => {
      const corners = ring.map((position) => {
        const { x, y } = toScreen(view, box, position)
        return `${x.toFixed(1)} ${y.toFixed(1)}`
      })
      return `M${corners.join('L')}Z`
    })
    .join('')
}

function ringsOf({ geometry }: Feature): Position[][] {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
}

function crossesOdd(ring: readonly Position[], lon: number, lat: number): boolean {
  let odd = false
  let previous = ring.at(-1)
  for (const current of ring) {
    if (previous && current[1] > lat !== previous[1] > lat) {
      const [x1, y1] = current
      const [x2, y2] = previous
      if (lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) odd = !odd
    }
    previous = current
  }
  return odd
}

function eastMetres(view: View): number {
  return metresPerDegree * Math.cos((view.centre.lat * Math.PI) / 180)
}

// A metre is five digits; more would pretend.
function tidy(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
