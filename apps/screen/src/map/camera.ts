import type { Bounds, Size, View } from '@linli/ui/map'

/** How much of the canvas stays free around what is fitted. */
const MARGIN = 0.04

/** All of it in sight, beside what covers so many pixels of the left. */
export function fitted(bounds: Bounds, { width, height }: Size, inset: number): View {
  const { west, north, east, south } = bounds
  const room = Math.max(width - inset, width / 2)
  const scale = Math.min(room / Math.max(east - west, 1), height / Math.max(south - north, 1)) * (1 - 2 * MARGIN)
  const x = (west + east) / 2 - inset / 2 / scale
  return { x, y: (north + south) / 2, scale: Math.max(scale, 1e-6) }
}

const SLOW_FIRST = (share: number) => 1 - (1 - share) ** 3

/** Between two views, so that the eye follows where it is led. */
export function between(from: View, to: View, share: number): View {
  const eased = SLOW_FIRST(share)
  const mix = (a: number, b: number) => a + (b - a) * eased
  return {
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    // Scales are multiplied, not added: else the last part of a long way in would seem to stand still.
    scale: from.scale * (to.scale / from.scale) ** eased,
  }
}
