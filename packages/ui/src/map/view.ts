import type { Bounds, Spot } from './plane.ts'

/** What of the plane is on the screen: its middle, and pixels per metre. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Pixels left free around what is fitted, for the controls over the map. */
const MARGIN = 56
/** From a whole prefecture to a doorstep. */
const LEAST = 1 / 400
const MOST = 2

const clamped = (scale: number) => Math.min(MOST, Math.max(LEAST, scale))

export function fitting({ west, north, east, south }: Bounds, { width, height }: Size): View {
  const room = (side: number) => Math.max(side - 2 * MARGIN, side / 2, 1)
  const scale = Math.min(room(width) / Math.max(east - west, 1), room(height) / Math.max(south - north, 1))
  return { x: (west + east) / 2, y: (north + south) / 2, scale: clamped(scale) }
}

export function onScreen(view: View, { width, height }: Size, { x, y }: Spot): Spot {
  return { x: (x - view.x) * view.scale + width / 2, y: (y - view.y) * view.scale + height / 2 }
}

export function onPlane(view: View, { width, height }: Size, { x, y }: Spot): Spot {
  return { x: (x - width / 2) / view.scale + view.x, y: (y - height / 2) / view.scale + view.y }
}

/** Nearer by `factor`, while what is under this pixel stays under it. */
export function zoomed(view: View, { width, height }: Size, factor: number, at?: Spot): View {
  const scale = clamped(view.scale * factor)
  const dx = (at?.x ?? width / 2) - width / 2
  const dy = (at?.y ?? height / 2) - height / 2
  return { x: view.x + dx / view.scale - dx / scale, y: view.y + dy / view.scale - dy / scale, scale }
}

/** As if the paper were pushed by so many pixels. */
export function moved(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale }
}

export function seen(view: View, { width, height }: Size): Bounds {
  const halfWidth = width / 2 / view.scale
  const halfHeight = height / 2 / view.scale
  return {
    west: view.x - halfWidth,
    east: view.x + halfWidth,
    north: view.y - halfHeight,
    south: view.y + halfHeight,
  }
}

/** So much smaller than fitted the whole may become: a little air around it, but not lost on an empty sheet. */
const AIR = 0.7

/** The same view, held so that something of the whole is always in the middle; at the smallest, all of it. */
export function held(view: View, whole: Bounds, size: Size): View {
  const all = fitting(whole, size)
  if (view.scale <= all.scale * AIR) return { ...all, scale: all.scale * AIR }
  const between = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
  return { ...view, x: between(view.x, whole.west, whole.east), y: between(view.y, whole.north, whole.south) }
}

export const isNearest = (view: View): boolean => view.scale >= MOST
export const isFarthest = (view: View, whole: Bounds | undefined, size: Size): boolean =>
  whole !== undefined && view.scale <= fitting(whole, size).scale * AIR
