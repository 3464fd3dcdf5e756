import type { Point } from '@linli/contract/common'
import { projectionOf } from '@linli/ui'
import type { GridMap } from '../store/facts.ts'

export type Shape = GridMap['features'][number]['geometry']
export interface Spot {
  readonly x: number
  readonly y: number
}

/** Units of the sheet are about pixels of a phone, so that numbers stay readable whatever the grid's shape. */
export const WIDTH = 390
const PAD = 30

export interface Sheet {
  spot(point: Point): Spot
  outline(shape: Shape): string
}

/** In the middle of the sheet, as large as fits both ways. */
export function sheetOf(shapes: readonly Shape[], height: number): Sheet {
  const areas = shapes.map((geometry) => ({ geometry }))
  const [wide, high] = [WIDTH - 2 * PAD, height - 2 * PAD]
  const first = projectionOf(areas, wide)
  const whole = projectionOf(areas, wide * Math.min(1, high / first.height))
  const [left, top] = [(WIDTH - whole.width) / 2, (height - whole.height) / 2]
  const spot = ({ lon, lat }: Point) => ({ x: whole.x(lon) + left, y: whole.y(lat) + top })
  return {
    spot,
    outline: (shape) =>
      ringsOf(shape)
        .map((ring) => `M${ring.map(([lon, lat]) => pair(spot({ lon, lat }))).join('L')}Z`)
        .join(''),
  }
}

export function ringsOf(shape: Shape) {
  return shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
}

export const pair = ({ x, y }: Spot) => `${x.toFixed(1)} ${y.toFixed(1)}`

/** A square of so many metres around a point: what lies close together must not fill the sheet as if it were far apart. */
export function around({ lon, lat }: Point, metres: number): Shape {
  const high = metres / 111_320
  const wide = high / Math.cos((lat * Math.PI) / 180)
  const corner = (east: number, north: number): [number, number] => [lon + east * wide, lat + north * high]
  return {
    type: 'Polygon',
    coordinates: [[corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)]],
  }
}

const LEAST = 31
const ROUNDS = 30

/** Pins of one house lie on each other: they are pushed apart until each number can be read and touched. */
export function apart(spots: readonly Spot[]): Spot[] {
  const moved = spots.map((spot) => ({ ...spot }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, one] of moved.entries()) {
      for (const other of moved.slice(index + 1)) {
        const far = Math.hypot(other.x - one.x, other.y - one.y)
        if (far >= LEAST) continue
        // On the very same spot any direction will do, as long as each pair takes its own.
        const angle = far === 0 ? index : Math.atan2(other.y - one.y, other.x - one.x)
        const push = (LEAST - far) / 2
        one.x -= Math.cos(angle) * push
        one.y -= Math.sin(angle) * push
        other.x += Math.cos(angle) * push
        other.y += Math.sin(angle) * push
      }
    }
  }
  return moved
}
