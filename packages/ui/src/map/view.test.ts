import { describe, expect, it } from 'vitest'
import { boundsOf, covers, outlineOf, planeAround } from './plane.ts'
import { fitting, held, moved, onPlane, onScreen, seen, zoomed } from './view.ts'

const size = { width: 1000, height: 600 }
const bounds = { west: -5000, east: 5000, north: -2000, south: 2000 }

describe('the plane', () => {
  it('has true lengths at its middle, and south is down', () => {
    const plane = planeAround(111.77, 30.17)
    expect(plane(111.77, 30.17)).toEqual({ x: 0, y: 0 })
    expect(plane(111.78, 30.17).x).toBeCloseTo(962, 0)
    expect(plane(111.77, 30.16).y).toBeCloseTo(1113, 0)
  })

  it('knows what lies in an outline, and that a hole does not', () => {
    const ring = (half: number): [number, number][] => [
      [-half, -half],
      [half, -half],
      [half, half],
      [-half, half],
      [-half, -half],
    ]
    const outline = outlineOf({ type: 'Polygon', coordinates: [ring(3), ring(1)] }, (x, y) => ({ x, y }))
    expect(covers(outline, { x: 2, y: 2 })).toBe(true)
    expect(covers(outline, { x: 0, y: 0 })).toBe(false)
    expect(covers(outline, { x: 4, y: 0 })).toBe(false)
    expect(outline.bounds).toEqual(
      boundsOf([
        { x: -3, y: -3 },
        { x: 3, y: 3 },
      ]),
    )
  })
})

describe('the view', () => {
  it('shows all of what it is fitted to', () => {
    const frame = seen(fitting(bounds, size), size)
    expect(frame.west).toBeLessThan(bounds.west)
    expect(frame.south).toBeGreaterThan(bounds.south)
  })

  it('keeps under the pointer what was there before zooming', () => {
    const view = fitting(bounds, size)
    const pointer = { x: 820, y: 140 }
    const place = onPlane(view, size, pointer)
    const after = onScreen(zoomed(view, size, 2.5, pointer), size, place)
    expect(after.x).toBeCloseTo(pointer.x, 6)
    expect(after.y).toBeCloseTo(pointer.y, 6)
  })

  it('follows the hand that pushes it', () => {
    const view = fitting(bounds, size)
    const before = onScreen(view, size, { x: 100, y: 100 })
    const after = onScreen(moved(view, 30, -20), size, { x: 100, y: 100 })
    expect(after.x - before.x).toBeCloseTo(30, 6)
    expect(after.y - before.y).toBeCloseTo(-20, 6)
  })

  it('never loses the county', () => {
    const far = held(zoomed(fitting(bounds, size), size, 0.01, { x: 0, y: 0 }), bounds, size)
    expect(far).toMatchObject({ x: 0, y: 0 })
    const aside = held(moved(fitting(bounds, size), -100_000, 0), bounds, size)
    expect(aside.x).toBe(bounds.east)
  })
})
