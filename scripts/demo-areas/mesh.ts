import { Delaunay } from 'd3-delaunay'
import polygonClipping from 'polygon-clipping'
import { distance, type LonLat, type LonLatRing, signedArea, snap, type Spot, toLonLat } from './plane.ts'

/** Rings of one polygon, closed: the outer one anticlockwise, holes clockwise. */
export type Polygon = readonly LonLatRing[]

/** Straight borders look drawn with a ruler: longer ones are bent, by at most this share of their length. */
const BEND = 0.11
const SHORTEST_KM = 0.45
const MARGIN_KM = 20

/**
 * One polygon per seed: Voronoi cells with bent borders, cut off at the county's boundary. Whoever lies on both sides of
 * a border gets the very same corners, so that dissolving cells leaves neither gaps nor slivers.
 */
export function cellsOf(seeds: readonly Spot[], rings: readonly LonLatRing[], random: () => number): Polygon[] {
  const box = boundsOf(seeds)
  const voronoi = Delaunay.from(seeds.map(([x, y]): [number, number] => [x, y])).voronoi(box)
  const bends = new Map<string, readonly Spot[]>()
  // The library asks for mutable tuples; it changes nothing.
  const county = rings as unknown as [number, number][][]
  const pieces = seeds.flatMap((seed, cell) => {
    const straight = voronoi.cellPolygon(cell)
    const bent = straight.slice(1).flatMap((to, index) => bend(straight[index] as Spot, to, seed, bends, random))
    const outline = [...bent, bent[0] as Spot].map((spot) => [...toLonLat(spot)] as [number, number])
    return polygonClipping
      .intersection([outline], county)
      .map((polygon) => ({ cell, polygon: snapped(polygon as unknown as Polygon) }))
  })
  return joinStrays(seeds, pieces)
}

function boundsOf(seeds: readonly Spot[]): [number, number, number, number] {
  const [xs, ys] = [seeds.map(([x]) => x), seeds.map(([, y]) => y)]
  return [
    Math.min(...xs) - MARGIN_KM,
    Math.min(...ys) - MARGIN_KM,
    Math.max(...xs) + MARGIN_KM,
    Math.max(...ys) + MARGIN_KM,
  ]
}

// Bent once per border, whichever of its two cells comes first; the other walks it backwards.
function bend(
  from: Spot,
  to: Spot,
  seed: Spot,
  bends: Map<string, readonly Spot[]>,
  random: () => number,
): readonly Spot[] {
  const [start, end] = [String(from), String(to)]
  const known = bends.get(`${end}|${start}`)
  if (known) return [from, ...known.toReversed()]
  const inner = displace(from, to, mostBend(from, to, seed), random)
  bends.set(`${start}|${end}`, inner)
  return [from, ...inner]
}

/** Less where the border leaves its corner at a sharp angle to the seed: bent lines must not cross their neighbours. */
function mostBend(from: Spot, to: Spot, seed: Spot): number {
  const sharpest = Math.min(angleAt(from, to, seed), angleAt(to, from, seed), Math.PI / 3)
  return Math.min(BEND, Math.tan(sharpest) / 7)
}

function angleAt(corner: Spot, a: Spot, b: Spot): number {
  const along = (a[0] - corner[0]) * (b[0] - corner[0]) + (a[1] - corner[1]) * (b[1] - corner[1])
  return Math.acos(Math.min(1, Math.max(-1, along / (distance(corner, a) * distance(corner, b)))))
}

function displace(from: Spot, to: Spot, most: number, random: () => number): Spot[] {
  const length = distance(from, to)
  if (length < SHORTEST_KM || length > MARGIN_KM * 2) return []
  const by = (random() - 0.5) * 2 * most
  const middle: Spot = [(from[0] + to[0]) / 2 - (to[1] - from[1]) * by, (from[1] + to[1]) / 2 + (to[0] - from[0]) * by]
  return [...displace(from, middle, most, random), middle, ...displace(middle, to, most, random)]
}

interface Piece {
  readonly cell: number
  readonly polygon: Polygon
}

/** Where the boundary cuts a cell in two, the part without its seed goes to the neighbour with the longest border. */
function joinStrays(seeds: readonly Spot[], pieces: readonly Piece[]): Polygon[] {
  const main = seeds.map((_, cell) => largest(pieces.filter((piece) => piece.cell === cell)))
  const parts = main.map((piece) => [piece.polygon])
  const owners = new Map<string, number>()
  const settle = (cell: number, polygon: Polygon) => edgesOf(polygon).forEach((edge) => owners.set(edge.key, cell))
  main.forEach((piece) => settle(piece.cell, piece.polygon))
  let strays = pieces.filter((piece) => !main.includes(piece))
  while (strays.length > 0) {
    // A stray may touch nothing but other strays: those at the edge of settled ground go first.
    const touching = strays.flatMap((stray) => {
      const neighbour = longestBorder(stray.polygon, owners)
      return neighbour === undefined ? [] : [{ stray, neighbour }]
    })
    const [next] = touching
    if (!next) throw new Error(`${strays.length} parts of cells touch nothing`)
    parts[next.neighbour]?.push(next.stray.polygon)
    settle(next.neighbour, next.stray.polygon)
    strays = strays.filter((stray) => stray !== next.stray)
  }
  return parts.map((polygons, cell) => dissolve(polygons, `cell ${cell}`))
}

function longestBorder(polygon: Polygon, owners: ReadonlyMap<string, number>): number | undefined {
  const shared = new Map<number, number>()
  for (const { back, from, to } of edgesOf(polygon)) {
    const owner = owners.get(back)
    if (owner !== undefined) shared.set(owner, (shared.get(owner) ?? 0) + Math.hypot(from[0] - to[0], from[1] - to[1]))
  }
  return [...shared].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

function largest(pieces: readonly Piece[]): Piece {
  const [first] = pieces.toSorted((a, b) => areaOf(b.polygon) - areaOf(a.polygon))
  if (!first) throw new Error('a seed lies outside the county')
  return first
}

export function areaOf(polygon: Polygon): number {
  return polygon.reduce((sum, ring) => sum + signedArea(ring), 0)
}

interface Edge {
  readonly from: LonLat
  readonly to: LonLat
  readonly key: string
  readonly back: string
}

function edgesOf(polygon: Polygon): Edge[] {
  return polygon.flatMap((ring) =>
    ring.slice(1).map((to, index) => {
      // index counts from the second corner, so the ring has one at index.
      const from = ring[index] as LonLat
      const [start, end] = [String(from), String(to)]
      return { from, to, key: `${start}|${end}`, back: `${end}|${start}` }
    }),
  )
}

/** Joins polygons that share corners exactly: borders walked in both directions vanish, the rest is the outline. */
export function dissolve(polygons: readonly Polygon[], what: string): Polygon {
  const edges = new Map(polygons.flatMap((polygon) => edgesOf(polygon)).map((edge) => [edge.key, edge]))
  const outline = [...edges.values()].filter((edge) => !edges.has(edge.back))
  const leaving = Map.groupBy(outline, (edge) => String(edge.from))
  const rings: LonLat[][] = []
  while (leaving.size > 0) {
    const [start] = leaving.keys()
    const ring: LonLat[] = []
    for (let corner = start; corner !== undefined && leaving.has(corner);) {
      // Present: asked for just above; emptied lists are deleted.
      const onward = leaving.get(corner) as Edge[]
      const edge = onward.pop() as Edge
      if (onward.length === 0) leaving.delete(corner)
      ring.push(edge.from)
      corner = String(edge.to)
    }
    rings.push([...ring, ring[0] as LonLat])
  }
  const outer = rings.filter((ring) => signedArea(ring) > 0)
  if (outer.length !== 1) throw new Error(`${what} falls into ${outer.length} parts`)
  return [...outer, ...rings.filter((ring) => signedArea(ring) < 0)]
}

function snapped(polygon: Polygon): Polygon {
  return polygon.map((ring) => {
    const corners = ring.map(snap)
    return corners.filter((corner, index) => index === 0 || String(corner) !== String(corners[index - 1]))
  })
}
