import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apart, around, sheetOf, WIDTH } from './sheet-of-map.ts'

const linyuan = { lon: 111.781936, lat: 30.174078 }

describe('the sketch of the grid', () => {
  it('keeps everything on the sheet', () => {
    const sheet = sheetOf([around(linyuan, 150)], 176)
    for (const east of [-1, 0, 1]) {
      const { x, y } = sheet.spot({ lon: linyuan.lon + east * 0.001, lat: linyuan.lat })
      expect(x).toBeGreaterThan(0)
      expect(x).toBeLessThan(WIDTH)
      expect(y).toBeCloseTo(88)
    }
  })

  it('pushes pins apart until each can be read, and moves none that stands alone', () => {
    const near = fc.record({ x: fc.integer({ min: 100, max: 130 }), y: fc.integer({ min: 80, max: 110 }) })
    fc.assert(
      fc.property(fc.array(near, { minLength: 2, maxLength: 5 }), (spots) => {
        const alone = { x: 380, y: 380 }
        const moved = apart([...spots, alone])
        expect(moved.at(-1)).toEqual(alone)
        for (const [index, one] of moved.entries()) {
          for (const other of moved.slice(index + 1)) {
            expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(24)
          }
        }
      }),
    )
  })
})
