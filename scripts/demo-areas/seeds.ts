import { COUNTY_TOWN, isUrban } from '../../apps/server/src/demo/county-town.ts'
import type { County, ListedArea } from './county.ts'
import { distance, nearest, type Spot } from './plane.ts'

export interface Seed {
  readonly village: ListedArea
  readonly spot: Spot
  /** Its cell is added to that of another seed. */
  readonly partOf?: Seed
}

/**
 * No list gives a centre for these two. 八宝镇 lies between 新江口 and 涴市, south of the Yangtze. 乐乡街道 was put together
 * from villages of 新江口, 王家桥 and 陈店, and so lies between the three.
 */
const inventedCentres: Readonly<Record<string, Spot>> = { '421087102000': [17.5, 16.5], '421087002000': [1.2, 10.4] }
const URBAN_KM2 = 23
/** Of a community by its class: in the middle of the county town, and where it joins the fields. */
const URBAN_GRIDS: Readonly<Record<string, number>> = { '111': 7, '112': 4 }
const LATTICE_KM = 0.25
const URBAN_LATTICE_KM = 0.05
/** Between the seeds that keep the fields off the streets. */
const FENCE_KM = 0.35
/** Large villages outside the town of which two workers share the ground. */
const SHARED_VILLAGES = 10
/** Towns with many villages are larger, but not in proportion: hill villages are wide. */
const SHARE_BY_VILLAGES = 0.45

/** One seed per grid: Voronoi cells around them become the grids, and their unions the villages and towns. */
export function placeSeeds(county: County, random: () => number): Seed[] {
  const lattice = latticeOf(county, LATTICE_KM, random)
  const centres = county.towns.map((town) => town.centre ?? inventedCentre(town))
  const land = shareOut(lattice, centres, weightsOf(county))
  const villages = county.towns.flatMap((town, index) => {
    const own = county.villages.filter((village) => village.parent === town.code)
    // One centre per town, in the same order.
    const centre = centres[index] as Spot
    const ground = land[index] as Spot[]
    return town.code === COUNTY_TOWN
      ? urbanTown(own, centre, ground, county, random)
      : ruralSeeds(own, centre, ground, random)
  })
  const seeds = shareLargest(villages, lattice, random)
  return [...seeds, ...fence(seeds)]
}

/**
 * A ring of seeds around the streets, each part of the field behind it: without it the outermost small grids would reach
 * as long wedges to the middle of the nearest wide one.
 */
function fence(seeds: readonly Seed[]): Seed[] {
  const streets = seeds.filter((seed) => isUrban(seed.village.code)).map((seed) => seed.spot)
  const fields = seeds.filter((seed) => !isUrban(seed.village.code))
  const middle: Spot = [mean(streets.map(([x]) => x)), mean(streets.map(([, y]) => y))]
  const radius = Math.max(...streets.map((spot) => distance(spot, middle))) + FENCE_KM
  const posts = Math.round((2 * Math.PI * radius) / FENCE_KM)
  return Array.from({ length: posts }, (_, index): Seed => {
    const turn = (2 * Math.PI * index) / posts
    const spot: Spot = [middle[0] + radius * Math.cos(turn), middle[1] + radius * Math.sin(turn)]
    const partOf = fields[
      nearest(
        fields.map((seed) => seed.spot),
        spot,
      )
    ] as Seed
    return { village: partOf.village, spot, partOf }
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function inventedCentre(town: ListedArea): Spot {
  const centre = inventedCentres[town.code]
  if (!centre) throw new Error(`${town.name} has no centre`)
  return centre
}

/** Spots all over the county, slightly off a lattice so that nothing lines up. */
function latticeOf(county: County, step: number, random: () => number, middle: Spot = [0, 0], reach = 60): Spot[] {
  const spots: Spot[] = []
  for (let x = middle[0] - reach; x <= middle[0] + reach; x += step) {
    for (let y = middle[1] - reach; y <= middle[1] + reach; y += step) {
      const spot: Spot = [x + (random() - 0.5) * step, y + (random() - 0.5) * step]
      if (county.contains(spot)) spots.push(spot)
    }
  }
  return spots
}

function weightsOf(county: County): number[] {
  const rural = county.towns.map(
    (town) => county.villages.filter((village) => village.parent === town.code && !isUrban(village.code)).length + 2,
  )
  const all = rural.reduce((sum, count) => sum + count, 0)
  return rural.map((count) => count / all)
}

/** Which ground belongs to which town: a power diagram whose bonuses are moved until the shares come out. */
function shareOut(lattice: readonly Spot[], centres: readonly Spot[], weights: readonly number[]): Spot[][] {
  const plain = split(lattice, centres)
  const wanted = plain.map(
    (own, index) => own.length * (1 - SHARE_BY_VILLAGES) + lattice.length * (weights[index] ?? 0) * SHARE_BY_VILLAGES,
  )
  const bonus = centres.map(() => 0)
  let land = plain
  for (let round = 0; round < 40; round++) {
    land.forEach((own, index) => {
      bonus[index] = (bonus[index] ?? 0) + ((wanted[index] ?? 0) - own.length) * 0.015
    })
    land = split(lattice, centres, bonus)
  }
  return land
}

function split(lattice: readonly Spot[], centres: readonly Spot[], bonus?: readonly number[]): Spot[][] {
  const land: Spot[][] = centres.map(() => [])
  for (const spot of lattice) land[nearest(centres, spot, bonus)]?.push(spot)
  return land
}

/**
 * Communities crowd around the seat, the other villages share the rest. Known places are kept where they lie in their own
 * town: some of the list's are those of a namesake elsewhere.
 */
function ruralSeeds(
  villages: readonly ListedArea[],
  centre: Spot,
  ground: readonly Spot[],
  random: () => number,
): Seed[] {
  const pinned = villages.filter((village) => village.centre && liesOn(ground, village.centre))
  const free = villages.filter((village) => !pinned.includes(village)).toSorted((a, b) => remoteness(a) - remoteness(b))
  const known = pinned.map((village) => village.centre as Spot)
  const density = (spot: Spot) => 1 + 5 * Math.exp(-((distance(spot, centre) / 1.6) ** 2))
  const seats = relax(ground, free.length, known, density, 5, random).toSorted(
    (a, b) => distance(a, centre) - distance(b, centre),
  )
  return [
    ...pinned.map((village, index) => ({ village, spot: known[index] as Spot })),
    ...free.map((village, index) => ({ village, spot: seats[index] as Spot })),
  ]
}

function liesOn(ground: readonly Spot[], place: Spot): boolean {
  return ground.some((spot) => distance(spot, place) < LATTICE_KM)
}

// Communities (居委会) stand in the seat of the town, state farms at its far end.
function remoteness(village: ListedArea): number {
  if (/居委会|社区/.test(village.name)) return 0
  return /农场|原种场/.test(village.name) ? 2 : 1
}

/** The county town: communities of several small grids in the built-up middle, villages around it. */
function urbanTown(
  villages: readonly ListedArea[],
  centre: Spot,
  ground: readonly Spot[],
  county: County,
  random: () => number,
): Seed[] {
  const nearFirst = ground.toSorted((a, b) => distance(a, centre) - distance(b, centre))
  const corner = nearFirst[Math.round(URBAN_KM2 / LATTICE_KM ** 2)] as Spot
  const radius = distance(corner, centre)
  const streets = latticeOf(county, URBAN_LATTICE_KM, random, centre, radius).filter(
    (spot) => distance(spot, centre) < radius,
  )
  const communities = villages.filter((village) => isUrban(village.code))
  const starts = communities.flatMap((community) =>
    community.centre && distance(community.centre, centre) < radius ? [community.centre] : [],
  )
  const free = relax(streets, communities.length - starts.length, starts, () => 1, 8, random)
  // Communities without a known place stand west to east in the order of their codes.
  const waiting = free.toSorted((a, b) => a[0] - b[0])
  const middles = communities.map((community) =>
    community.centre && starts.includes(community.centre) ? community.centre : (waiting.shift() as Spot),
  )
  const blocks = split(streets, middles)
  const urban = communities.flatMap((village, index) => {
    const grids = URBAN_GRIDS[village.urbanRural]
    if (grids === undefined) throw new Error(`${village.name} is of class ${village.urbanRural}`)
    return relax(blocks[index] as Spot[], grids, [], () => 1, 6, random).map((spot) => ({ village, spot }))
  })
  const fields = ground.filter((spot) => distance(spot, centre) > radius + 0.5)
  return [
    ...urban,
    ...ruralSeeds(
      villages.filter((village) => !isUrban(village.code)),
      centre,
      fields,
      random,
    ),
  ]
}

/** Places `count` seeds on the ground so that each has about the same share (Lloyd), around `fixed` ones. */
function relax(
  ground: readonly Spot[],
  count: number,
  fixed: readonly Spot[],
  density: (spot: Spot) => number,
  rounds: number,
  random: () => number,
): Spot[] {
  let seeds = Array.from({ length: count }, () => ground[Math.floor(random() * ground.length)] as Spot)
  for (let round = 0; round < rounds; round++) {
    const own = split(ground, [...fixed, ...seeds])
    seeds = seeds.map((seed, index) => middleOf(own[fixed.length + index] ?? [], density) ?? seed)
  }
  return seeds
}

function middleOf(spots: readonly Spot[], density: (spot: Spot) => number): Spot | null {
  let [x, y, weight] = [0, 0, 0]
  for (const spot of spots) {
    const own = density(spot)
    x += spot[0] * own
    y += spot[1] * own
    weight += own
  }
  return weight === 0 ? null : [x / weight, y / weight]
}

/** The widest villages have two workers: their seed gives way to two. */
function shareLargest(seeds: readonly Seed[], lattice: readonly Spot[], random: () => number): Seed[] {
  const own = split(
    lattice,
    seeds.map((seed) => seed.spot),
  )
  const widest = own
    .map((ground, index) => ({ ground, seed: seeds[index] as Seed }))
    .filter(({ seed }) => !isUrban(seed.village.code))
    .toSorted((a, b) => b.ground.length - a.ground.length)
    .slice(0, SHARED_VILLAGES)
  const shared = new Map(widest.map(({ ground, seed }) => [seed, relax(ground, 2, [], () => 1, 6, random)]))
  return seeds.flatMap((seed) => shared.get(seed)?.map((spot) => ({ village: seed.village, spot })) ?? [seed])
}
