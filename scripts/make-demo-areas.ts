/**
 * Draws the schematic areas of the demo county: `node scripts/make-demo-areas.ts`. Today's list and the county's boundary
 * are real, everything inside is invented: around one seed per grid a Voronoi cell with bent borders, cut off at the
 * boundary; villages and towns are unions of their grids. The same seed of the random numbers gives the same files.
 */
import { writeFileSync } from 'node:fs'
import { type ListedArea, readCounty } from './demo-areas/county.ts'
import { areaOf, cellsOf, dissolve, type Polygon } from './demo-areas/mesh.ts'
import { type LonLat, signedArea, toLonLat } from './demo-areas/plane.ts'
import { createRandom } from '../apps/server/src/platform/random.ts'
import { placeSeeds, type Seed } from './demo-areas/seeds.ts'

const SEED = 421_087
const output = new URL('../data/demo/areas/', import.meta.url)

interface Drawn {
  readonly code: string
  readonly name: string
  readonly centre: LonLat
  readonly polygon: Polygon
  readonly gridNo?: number
  readonly urbanRural?: string
}

const county = readCounty()
const random = createRandom(SEED)
const placed = placeSeeds(county, random)
const raw = cellsOf(
  placed.map((seed) => seed.spot),
  county.rings,
  random,
)
const seeds = placed.filter((seed) => !seed.partOf)
const cells = seeds.map((seed) =>
  dissolve(
    raw.filter((_, index) => (placed[index]?.partOf ?? placed[index]) === seed),
    seed.village.name,
  ),
)
const grids = county.villages.flatMap(gridsOf)
const villages = county.villages.map((village) => ({
  ...union(village, (code) => code === village.code),
  ...(village.urbanRural === '' ? {} : { urbanRural: village.urbanRural }),
}))
const towns = county.towns.map((town) => union(town, (code) => code.slice(0, 9) === town.code.slice(0, 9)))
const whole = dissolve(cells, 'the county')

refuseLoss()
write('county', [union(county, () => true)])
write('towns', towns)
write('villages', villages)
write('grids', grids)

/** Numbered within the village from west to east, then from north to south. */
function gridsOf(village: ListedArea): Drawn[] {
  return seeds
    .map((seed, index) => ({ seed, polygon: cells[index] as Polygon }))
    .filter(({ seed }) => seed.village.code === village.code)
    .toSorted((a, b) => a.seed.spot[0] - b.seed.spot[0] || b.seed.spot[1] - a.seed.spot[1])
    .map(({ seed, polygon }, index) => ({
      code: `${village.code}${String(index + 1).padStart(3, '0')}`,
      name: `第${index + 1}网格`,
      gridNo: index + 1,
      centre: toLonLat(seed.spot),
      polygon,
    }))
}

function union(area: ListedArea, holds: (villageCode: string) => boolean): Drawn {
  const own = seeds
    .map((seed, index) => ({ seed, polygon: cells[index] as Polygon }))
    .filter(({ seed }) => holds(seed.village.code))
  const polygon = dissolve(
    own.map((one) => one.polygon),
    area.name,
  )
  return {
    code: area.code,
    name: area.name,
    centre: centreOf(
      area,
      own.map((one) => one.seed),
      polygon,
    ),
    polygon,
  }
}

/** The known seat where it lies inside what was drawn; else the seed nearest the middle of the seeds. */
function centreOf(area: ListedArea, own: readonly Seed[], polygon: Polygon): LonLat {
  if (area.centre && inside(toLonLat(area.centre), polygon)) return toLonLat(area.centre)
  if (area.centre) console.warn(`${area.name}: the known seat lies outside what was drawn`)
  const middle = [mean(own.map((seed) => seed.spot[0])), mean(own.map((seed) => seed.spot[1]))] as const
  const [first] = own.toSorted((a, b) => squared(a.spot, middle) - squared(b.spot, middle))
  if (!first) throw new Error(`${area.name} has no grid`)
  return toLonLat(first.spot)
}

function inside([lon, lat]: LonLat, polygon: Polygon): boolean {
  return polygon.every((ring, index) => crossings(ring, lon, lat) % 2 === (index === 0 ? 1 : 0))
}

function crossings(ring: readonly LonLat[], lon: number, lat: number): number {
  return ring.slice(1).filter(([x, y], index) => {
    const [x0, y0] = ring[index] as LonLat
    return y0 > lat !== y > lat && lon < ((x - x0) * (lat - y0)) / (y - y0) + x0
  }).length
}

/** What was cut must add up to the county again. */
function refuseLoss(): void {
  const wanted = county.rings.reduce((sum, ring, index) => sum + Math.abs(signedArea(ring)) * (index === 0 ? 1 : -1), 0)
  for (const [what, drawn] of Object.entries({ grids, villages, towns, county: [{ polygon: whole }] })) {
    const share = drawn.reduce((sum, one) => sum + areaOf(one.polygon), 0) / wanted
    if (Math.abs(share - 1) > 1e-5) throw new Error(`the ${what} cover ${share} of the county`)
  }
}

function write(level: string, areas: readonly Drawn[]): void {
  const features = areas.map(({ polygon, ...properties }) =>
    JSON.stringify({
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates: polygon },
    }),
  )
  writeFileSync(
    new URL(`${level}.geojson`, output),
    `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`,
  )
  console.log(`${level}: ${areas.length}`)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function squared(a: readonly [number, number], b: readonly [number, number]): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
}
