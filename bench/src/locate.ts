import { Locator, type LocatorArea } from '../../apps/server/src/modules/areas/index.ts'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { type Result, round } from './figures.ts'

const SIDE = 32
const CORNERS = 40
const POINTS = 200_000
const ROUND_SIZE = 100

/** Point → grid in process, over a county of 1,024 grids with forty corners each. */
export async function locate(): Promise<Result> {
  const locator = new Locator(gridsOf(SIDE))
  const point = () => ({ lon: 111.5 + Math.random() * 0.5, lat: 30 + Math.random() * 0.5 })
  const micros: number[] = []
  let inside = 0
  for (let round = 0; round < POINTS / ROUND_SIZE; round++) {
    const points = Array.from({ length: ROUND_SIZE }, point)
    const began = performance.now()
    for (const { lon, lat } of points) if (locator.locate(lon, lat).outcome !== 'outside') inside++
    micros.push(((performance.now() - began) * 1000) / ROUND_SIZE)
  }
  const sorted = micros.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return {
    name: 'locate',
    grids: SIDE * SIDE,
    points: POINTS,
    errors: POINTS - inside,
    medianMicros: round(at(0.5)),
    p50Ms: at(0.5) / 1000,
    p95Ms: at(0.95) / 1000,
    p99Ms: at(0.99) / 1000,
    perSecond: Math.round(1_000_000 / at(0.5)),
  }
}

/** A square county cut into squares whose sides have many corners, as drawn borders have. */
function gridsOf(side: number): LocatorArea[] {
  const [county, town, village] = [newId(), newId(), newId()]
  const square = (west: number, south: number, size: number) => ({
    type: 'Polygon' as const,
    coordinates: [ring(west, south, size)],
  })
  const area = (
    id: string,
    level: LocatorArea['level'],
    parentId: string | null,
    boundary: LocatorArea['boundary'],
  ) => ({
    id,
    level,
    parentId,
    kind: level === 'grid' ? ('basic' as const) : null,
    name: id,
    nameEn: null,
    boundary,
  })
  const whole = square(111.5, 30, 0.5)
  const size = 0.5 / side
  return [
    area(county, 'county', null, whole),
    area(town, 'town', county, whole),
    area(village, 'village', town, whole),
    ...Array.from({ length: side * side }, (_, index) =>
      area(newId(), 'grid', village, square(111.5 + (index % side) * size, 30 + Math.floor(index / side) * size, size)),
    ),
  ]
}

function ring(west: number, south: number, size: number): [number, number][] {
  const per = CORNERS / 4
  const steps = Array.from({ length: per }, (_, step) => (step * size) / per)
  const east = west + size
  const north = south + size
  return [
    ...steps.map((d): [number, number] => [west + d, south]),
    ...steps.map((d): [number, number] => [east, south + d]),
    ...steps.map((d): [number, number] => [east - d, north]),
    ...steps.map((d): [number, number] => [west, north - d]),
    [west, south],
  ]
}
