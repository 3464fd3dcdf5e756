import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthOf, metresAlong, walkPast } from './walk.ts'

const gate = { lon: 111.779, lat: 30.173 }
const street = (...steps: number[]) => steps.map((step) => ({ lon: gate.lon + step / 1000, lat: gate.lat }))
const somewhere = fc.record({
  lon: fc.double({ min: 111.77, max: 111.79, noNaN: true }),
  lat: fc.double({ min: 30.16, max: 30.18, noNaN: true }),
})

describe('the walking order', () => {
  it('goes down the street from where one stands', () => {
    expect(walkPast(street(3, 1, 2), gate)).toEqual([1, 2, 0])
  })

  it('begins at an end of the street when nobody knows where one stands', () => {
    expect([
      [0, 2, 3, 1],
      [1, 3, 2, 0],
    ]).toContainEqual(walkPast(street(1, 9, 2, 5), null))
  })

  it('says how far each is along the way, and that two doors of one house are no way', () => {
    const metres = metresAlong(street(1, 1, 2), gate)
    expect(metres[0]).toBeCloseTo(125, -1)
    expect(metres[1]).toBe(metres[0])
    expect(metres[2]).toBeCloseTo(250, -1)
    expect(metresAlong(street(1), null)).toEqual([0])
  })

  it('passes each point once, and no stretch turned round would be shorter', () => {
    fc.assert(
      fc.property(fc.array(somewhere, { maxLength: 12 }), fc.option(somewhere), (points, start) => {
        const order = walkPast(points, start)
        expect(order.toSorted((a, b) => a - b)).toEqual([...points.keys()])
        const length = lengthOf(order, points, start)
        for (let from = 0; from < order.length; from++) {
          for (let to = from + 1; to < order.length; to++) {
            const turned = [...order.slice(0, from), ...order.slice(from, to + 1).toReversed(), ...order.slice(to + 1)]
            expect(lengthOf(turned, points, start)).toBeGreaterThan(length - 1)
          }
        }
      }),
    )
  })

  it('is there at once for a day that is far too full', () => {
    const points = Array.from({ length: 150 }, (_, n) => ({
      lon: 111.77 + ((n * 37) % 101) / 5000,
      lat: 30.16 + ((n * 61) % 97) / 5000,
    }))
    const begun = performance.now()
    expect(walkPast(points, gate)).toHaveLength(150)
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
