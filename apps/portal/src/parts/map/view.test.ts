import type { AreaMap } from '@linli/contract/areas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaAt, fitted, moved, toPoint, toScreen, type View, zoomed } from './view.ts'

const box = { width: 390, height: 236 }
const view: View = { centre: { lon: 111.77, lat: 30.17 }, scale: 0.1 }

function area(id: string, ...rings: [number, number][][]): AreaMap['features'][number] {
  return {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: rings },
    properties: {
      id,
      level: 'grid',
      name: id,
      nameEn: null,
      parentId: null,
      kind: 'basic',
      gridNo: 1,
      lon: 0,
      lat: 0,
      illustrative: true,
    },
  }
}
const square = (west: number, south: number, size: number): [number, number][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]

describe('the small map', () => {
  it('finds the place of a touch again to within a pixel', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 390, noNaN: true }),
        fc.double({ min: 0, max: 236, noNaN: true }),
        (x, y) => {
          const { lon, lat } = toPoint(view, box, { x, y })
          const again = toScreen(view, box, [lon, lat])
          expect(Math.hypot(again.x - x, again.y - y)).toBeLessThan(1)
        },
      ),
    )
  })

  it('keeps the place under the fingers when it zooms, and follows the finger when it moves', () => {
    const at = { x: 100, y: 50 }
    const before = toPoint(view, box, at)
    const after = toPoint(zoomed(view, box, 3, at), box, at)
    expect(after.lon).toBeCloseTo(before.lon, 4)
    expect(after.lat).toBeCloseTo(before.lat, 4)
    const { x, y } = toScreen(moved(view, 30, -20), box, [before.lon, before.lat])
    expect(x).toBeCloseTo(130, 0)
    expect(y).toBeCloseTo(30, 0)
  })

  it('shows all areas at first', () => {
    const fit = fitted([area('a', square(111, 30, 0.2)), area('b', square(111.4, 30.1, 0.1))], box)
    expect(fit).not.toBeNull()
    for (const corner of [
      [111, 30],
      [111.5, 30.2],
    ] as const) {
      const { x, y } = toScreen(fit ?? view, box, corner)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(box.width)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(box.height)
    }
    expect(fitted([], box)).toBeNull()
  })

  it('knows which area holds a point, holes left out', () => {
    const features = [area('ring', square(0, 0, 3), square(1, 1, 1)), area('core', square(1, 1, 1))]
    expect(areaAt(features, { lon: 0.5, lat: 0.5 })?.properties.id).toBe('ring')
    expect(areaAt(features, { lon: 1.5, lat: 1.5 })?.properties.id).toBe('core')
    expect(areaAt(features, { lon: 5, lat: 5 })).toBeUndefined()
  })
})
