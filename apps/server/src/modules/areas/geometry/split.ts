import type { AreaGeometry } from '@linli/contract/common'
import pointInPolygon from 'point-in-polygon-hao'
import {
  edgesOf,
  geometryOf,
  polygonsOf,
  polygonSquareMetres,
  type PolygonRings,
  type Position,
  type Ring,
  signedDouble,
  tidyRing,
} from './plane.ts'
import { properCrossing, selfCrossing } from './self-crossing.ts'

interface Cut {
  /** Edge of the ring, and the segment of the line, that meet here. */
  readonly edge: number
  readonly segment: number
  readonly at: Position
}

/**
 * The two parts of an outline on either side of a line that enters and leaves it once; null for any other line.
 * The parts share the line's own vertices, so that they meet without gap. A line that cuts a hole is refused too.
 */
export function splitByLine(geometry: AreaGeometry, line: readonly Position[]): [AreaGeometry, AreaGeometry] | null {
  const polygons = polygonsOf(geometry)
  const touched = polygons.filter((rings) => rings.some((ring) => cutsOf(ring, line).length > 0))
  const [cut] = touched
  if (!cut || touched.length > 1) return null
  const halves = splitPolygon(cut, line)
  if (!halves) return null
  const parts: [PolygonRings[], PolygonRings[]] = [[halves[0]], [halves[1]]]
  for (const rings of polygons) if (rings !== cut) nearerPart(parts, rings).push(rings)
  return [geometryOf(parts[0]), geometryOf(parts[1])]
}

function splitPolygon([outer, ...holes]: PolygonRings, line: readonly Position[]): [PolygonRings, PolygonRings] | null {
  if (!outer || holes.some((hole) => cutsOf(hole, line).length > 0)) return null
  const [first, second, ...more] = cutsOf(outer, line)
  if (!first || !second || more.length > 0) return null
  const between = line.slice(first.segment + 1, second.segment + 1)
  // From the first cut along the line to the second, then home along either side of the ring.
  const left = closed([first.at, ...between, second.at, ...walk(outer, second, first)])
  const right = closed([second.at, ...between.toReversed(), first.at, ...walk(outer, first, second)])
  const parts: [PolygonRings, PolygonRings] = [[left], [right]]
  if (parts.some((rings) => polygonSquareMetres(rings) < 1 || selfCrossing(geometryOf([rings])))) return null
  for (const hole of holes) {
    const corner = hole[0]
    parts[corner && pointInPolygon(corner, [left]) ? 0 : 1].push(hole)
  }
  return parts
}

// Along the line, from its beginning.
function cutsOf(ring: Ring, line: readonly Position[]): Cut[] {
  const cuts: Cut[] = []
  let segment = 0
  for (const [from, to] of edgesOf(line)) {
    const here: Cut[] = []
    let edge = 0
    for (const [a, b] of edgesOf(ring)) {
      const at = properCrossing(from, to, a, b)
      if (at) here.push({ edge, segment, at: snapped(at, [a, b]) })
      edge++
    }
    const distance = ({ at }: Cut) => Math.hypot(at[0] - from[0], at[1] - from[1])
    cuts.push(...here.toSorted((a, b) => distance(a) - distance(b)))
    segment++
  }
  return cuts
}

/** A decimetre from a corner is the corner: a cut beside it would leave an edge too short to be one. */
const SNAP_DEGREES = 1e-6

function snapped(at: Position, ends: readonly Position[]): Position {
  const corner = ends.find((end) => Math.hypot(end[0] - at[0], end[1] - at[1]) < SNAP_DEGREES)
  return corner ?? [Math.round(at[0] * 1e7) / 1e7, Math.round(at[1] * 1e7) / 1e7]
}

/** Corners of the ring met when walking on from one cut to another. */
function walk(ring: Ring, from: Cut, to: Cut): Position[] {
  const corners = ring.slice(0, -1)
  const passed: Position[] = []
  // On one edge, the walk is either empty or all the way round; which one, the ring's direction tells.
  const wholeRound = from.edge === to.edge && !ahead(corners, from, to)
  const steps = wholeRound ? corners.length : (to.edge - from.edge + corners.length) % corners.length
  for (let step = 1; step <= steps; step++) {
    const corner = corners[(from.edge + step) % corners.length]
    if (corner) passed.push(corner)
  }
  return passed
}

function ahead(corners: readonly Position[], from: Cut, to: Cut): boolean {
  const start = corners[from.edge] ?? from.at
  const distance = ({ at }: Cut) => Math.hypot(at[0] - start[0], at[1] - start[1])
  return distance(to) > distance(from)
}

function closed(corners: Position[]): Ring {
  const ring = tidyRing(corners)
  return signedDouble(ring) > 0 ? ring : ring.toReversed()
}

function nearerPart(parts: [PolygonRings[], PolygonRings[]], rings: PolygonRings): PolygonRings[] {
  const [x, y] = rings[0]?.[0] ?? [0, 0]
  const distance = (part: PolygonRings[]) =>
    Math.min(...(part[0]?.[0] ?? []).map(([px, py]) => Math.hypot(px - x, py - y)))
  return distance(parts[0]) <= distance(parts[1]) ? parts[0] : parts[1]
}
