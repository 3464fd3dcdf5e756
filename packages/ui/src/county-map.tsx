import type { ReactNode } from 'react'

type Position = readonly [number, number]
export type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] }

export interface MapArea {
  readonly id: string
  readonly name: string
  readonly geometry: Geometry
}

export interface Projection {
  x(lon: number): number
  y(lat: number): number
  readonly width: number
  readonly height: number
}

const METRES_PER_DEGREE = 111_320

/** Fits areas into a box of this width, keeping shapes true at their latitude; a county is too small to be curved. */
export function projectionOf(areas: readonly { geometry: Geometry }[], width: number): Projection {
  const points = areas.flatMap(({ geometry }) => ringsOf(geometry).flat())
  if (points.length === 0) return { x: () => 0, y: () => 0, width, height: width }
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of points) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = width / Math.max((east - west) * shrink, 1 / METRES_PER_DEGREE)
  return {
    width,
    height: Math.max((north - south) * scale, 1),
    x: (lon) => (lon - west) * shrink * scale,
    y: (lat) => (north - lat) * scale,
  }
}

interface Props {
  readonly areas: readonly MapArea[]
  /** One of the five steps of the measure, 0 … 4. */
  readonly step: (areaId: string) => number
  readonly selectedId?: string | null
  readonly onSelect?: (areaId: string) => void
  readonly label: string
  /** Marks that lie over the areas, placed with the same projection. */
  readonly children?: (projection: Projection) => ReactNode
}

const WIDTH = 900

/** Areas shaded in five steps of one hue. Each is a button for keyboard and screen reader; a list stands beside every map all the same. */
export function CountyMap({ areas, step, selectedId, onSelect, label, children }: Props) {
  const projection = projectionOf(areas, WIDTH)
  const pad = 24
  return (
    <svg
      viewBox={`${-pad} ${-pad} ${projection.width + 2 * pad} ${projection.height + 2 * pad}`}
      preserveAspectRatio="xMidYMid meet"
      role="group"
      aria-label={label}
    >
      {areas.map((area) => (
        <path
          key={area.id}
          className={`tw l${step(area.id)}`}
          d={pathOf(area.geometry, projection)}
          {...(onSelect
            ? {
                role: 'button',
                tabIndex: 0,
                'aria-label': area.name,
                'aria-pressed': area.id === selectedId,
                onClick: () => onSelect(area.id),
                onKeyDown: (event) => {
                  if (event.key === 'Enter' || event.key === ' ') onSelect(area.id)
                },
              }
            : { 'aria-hidden': true })}
        />
      ))}
      {selectedId && (
        <path
          className="selring"
          d={pathOf(areas.find((area) => area.id === selectedId)?.geometry, projection)}
          aria-hidden="true"
        />
      )}
      {children?.(projection)}
    </svg>
  )
}

/** Where a name stands: the middle of the largest ring's corners. */
export function middleOf(geometry: Geometry, projection: Projection): { x: number; y: number } {
  const ring = ringsOf(geometry).toSorted((a, b) => b.length - a.length)[0] ?? []
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
  return { x: projection.x(mean(ring.map(([lon]) => lon))), y: projection.y(mean(ring.map(([, lat]) => lat))) }
}

function ringsOf(geometry: Geometry): (readonly Position[])[] {
  return geometry.type === 'Polygon' ? [...geometry.coordinates] : geometry.coordinates.flat()
}

function pathOf(geometry: Geometry | undefined, projection: Projection): string {
  if (!geometry) return ''
  return ringsOf(geometry)
    .map(
      (ring) =>
        `M${ring.map(([lon, lat]) => `${projection.x(lon).toFixed(1)} ${projection.y(lat).toFixed(1)}`).join('L')}Z`,
    )
    .join('')
}
