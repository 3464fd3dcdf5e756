import type { Point } from '@linli/contract/common'
import { useEffect, useState } from 'react'

export interface Position {
  readonly point: Point
  readonly metres: number
}
export type LocateFailure = 'refused' | 'failed'

/** Once, when asked; nothing is tracked. The browser gives WGS 84. */
export function locate(): Promise<Position | LocateFailure> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve('failed')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const point = { lon: rounded(coords.longitude), lat: rounded(coords.latitude) }
        resolve({ point, metres: Math.max(1, Math.round(coords.accuracy)) })
      },
      (error) => resolve(error.code === error.PERMISSION_DENIED ? 'refused' : 'failed'),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
    )
  })
}

/** Where the person is, if that has been allowed before: a list does not ask for it. */
export function useAllowedPosition(): Position | null {
  const [position, setPosition] = useState<Position | null>(null)
  useEffect(() => {
    let over = false
    void (async () => {
      const permission = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
      if (permission?.state !== 'granted') return
      const found = await locate()
      if (!over && typeof found === 'object') setPosition(found)
    })()
    return () => {
      over = true
    }
  }, [])
  return position
}

export const METRES_PER_DEGREE = 111_320

/** Straight-line metres; within a grid the earth is flat. */
export function metresBetween(a: Point, b: Point): number {
  const x = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)
  return Math.round(Math.hypot(x, a.lat - b.lat) * METRES_PER_DEGREE)
}

/** Six digits are a tenth of a metre; what comes after is noise. */
const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6
