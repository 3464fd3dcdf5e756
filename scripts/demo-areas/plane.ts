/** Kilometres east and north of the county's middle. */
export type Spot = readonly [x: number, y: number]
/** Degrees, WGS 84. */
export type LonLat = readonly [lon: number, lat: number]
export type LonLatRing = readonly LonLat[]

const KM_PER_DEGREE = 111.32
const MIDDLE: LonLat = [111.67, 30.1]
const SHRINK = Math.cos((MIDDLE[1] * Math.PI) / 180)
/** Six digits are 11 cm: finer than any use, and coarse enough that both sides of a border round to the same vertex. */
const DIGITS = 1e6

export function toSpot([lon, lat]: LonLat): Spot {
  return [(lon - MIDDLE[0]) * SHRINK * KM_PER_DEGREE, (lat - MIDDLE[1]) * KM_PER_DEGREE]
}

export function toLonLat([x, y]: Spot): LonLat {
  return snap([MIDDLE[0] + x / (SHRINK * KM_PER_DEGREE), MIDDLE[1] + y / KM_PER_DEGREE])
}

export function snap([lon, lat]: LonLat): LonLat {
  return [Math.round(lon * DIGITS) / DIGITS, Math.round(lat * DIGITS) / DIGITS]
}

export function distance(a: Spot, b: Spot): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** Index of the spot nearest to `to`; `bonus` makes spots reach further (a power diagram). */
export function nearest(spots: readonly Spot[], to: Spot, bonus?: readonly number[]): number {
  let best = 0
  let least = Infinity
  spots.forEach((spot, index) => {
    const reach = distance(spot, to) ** 2 - (bonus?.[index] ?? 0)
    if (reach < least) [best, least] = [index, reach]
  })
  return best
}

/** Square degrees, positive when the ring runs anticlockwise. */
export function signedArea(ring: LonLatRing): number {
  return ring.reduce((sum, [x, y], index) => {
    // Closed rings repeat their first corner, which adds nothing.
    const [nextX, nextY] = ring[(index + 1) % ring.length] as LonLat
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
}
