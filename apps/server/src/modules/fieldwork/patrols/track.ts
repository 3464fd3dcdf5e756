import { metresBetween } from '../../../platform/metres-between.ts'

interface TrackPoint {
  readonly at: string
  readonly point: { readonly lon: number; readonly lat: number }
  /** Metres. */
  readonly accuracy: number
}

interface Track {
  /** [instant, lon, lat] */
  readonly points: readonly (readonly [string, number, number])[]
  readonly metres: number
  readonly gaps: readonly { readonly from: string; readonly to: string }[]
}

/** A position that may be this far off says little. */
const WORST_METRES = 100
/** Without a position for longer, it is a gap: a web page cannot record with the screen off. */
const GAP_MS = 3 * 60_000

/** What is kept of a track: usable points in their order, its length without the gaps, and the gaps. Null without a point. */
export function trackOf(given: readonly TrackPoint[]): Track | null {
  const usable = given
    .filter(({ accuracy }) => accuracy <= WORST_METRES)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  if (usable.length === 0) return null
  let metres = 0
  const gaps: { from: string; to: string }[] = []
  for (const [index, next] of usable.entries()) {
    const last = usable[index - 1]
    if (!last) continue
    if (Date.parse(next.at) - Date.parse(last.at) > GAP_MS) gaps.push({ from: last.at, to: next.at })
    else metres += metresBetween(last.point, next.point)
  }
  return { points: usable.map(({ at, point }) => [at, point.lon, point.lat]), metres: Math.round(metres), gaps }
}
