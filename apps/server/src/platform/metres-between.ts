const EARTH_METRES = 6_371_000

interface Spot {
  readonly lon: number
  readonly lat: number
}

/** Straight line in metres between two spots of a county, on a sphere flattened between them. */
export function metresBetween(a: Spot, b: Spot): number {
  const rad = Math.PI / 180
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad)
  const y = (b.lat - a.lat) * rad
  return Math.hypot(x, y) * EARTH_METRES
}
