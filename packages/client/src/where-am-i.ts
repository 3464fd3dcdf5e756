import type { Point } from '@linli/contract/common'

export type NoPosition = 'denied' | 'failed'

/** Where the phone is, in WGS 84, as a browser gives it. @throws nothing: a reason instead of a point. */
export function whereAmI(): Promise<{ point: Point; metres: number } | NoPosition> {
  if (!('geolocation' in navigator)) return Promise.resolve('failed')
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          point: { lon: round(coords.longitude), lat: round(coords.latitude) },
          metres: Math.round(coords.accuracy),
        }),
      (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    )
  })
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
