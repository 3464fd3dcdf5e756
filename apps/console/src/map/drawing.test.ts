import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clustered, placedLabels, pushedApart } from '@linli/ui/map'
import { shadeOf, shadesFor } from './shades.ts'

describe('points that lie close together', () => {
  const point = fc.record({
    id: fc.uuid(),
    x: fc.integer({ min: -500, max: 500 }),
    y: fc.integer({ min: -500, max: 500 }),
  })
  const points = fc.uniqueArray(point, { selector: ({ id }) => id, maxLength: 60 })

  it('are each in exactly one group', () => {
    fc.assert(
      fc.property(points, (some) => {
        const members = clustered(some, 40).flatMap((cluster) => cluster.members.map(({ id }) => id))
        expect(members.toSorted()).toEqual(some.map(({ id }) => id).toSorted())
      }),
    )
  })

  it('are one group when they are near, each its own when they are far', () => {
    const some = [
      { id: 'a', x: 0, y: 0 },
      { id: 'b', x: 10, y: 5 },
      { id: 'c', x: 200, y: 0 },
    ]
    expect(clustered(some, 30).map(({ members }) => members.length)).toEqual([2, 1])
    expect(clustered(some, 5)).toHaveLength(3)
  })
})

describe('shades', () => {
  it('differ between ordinary towns although one has far more than all others', () => {
    const counts = [5, 7, 7, 8, 9, 9, 10, 13, 13, 13, 14, 15, 15, 18, 20, 26, 225]
    const shades = shadesFor(counts)
    expect(shades.map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [1, 10],
      [11, 15],
      [16, null],
    ])
    expect([0, 10, 11, 225].map((count) => shadeOf(count, shades))).toEqual([0, 1, 2, 3])
  })

  it('leave no count without a shade, and none to two', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 40 }), (counts) => {
        const shades = shadesFor(counts)
        for (const count of counts) {
          const fits = shades.filter(({ from, to }) => count >= from && (to === null || count <= to))
          expect(fits.map(({ step }) => step)).toEqual([shadeOf(count, shades)])
        }
      }),
    )
  })
})

describe('numbers of small areas that lie close', () => {
  const size = fc.integer({ min: 26, max: 60 })
  const box = fc.record({
    x: fc.integer({ min: 0, max: 300 }),
    y: fc.integer({ min: 0, max: 300 }),
    width: size,
    height: size,
  })

  it('are pushed apart until none covers another', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 25 }), (boxes) => {
        const apart = pushedApart(boxes)
        const covered = apart.flatMap((one, index) =>
          apart
            .slice(index + 1)
            .filter(
              (other) =>
                Math.abs(one.x - other.x) < (one.width + other.width) / 2 - 1 &&
                Math.abs(one.y - other.y) < (one.height + other.height) / 2 - 1,
            ),
        )
        expect(covered).toEqual([])
      }),
    )
  })

  it('stay where they are while there is room', () => {
    const far = [0, 100, 200].map((x) => ({ x, y: 0, width: 40, height: 40 }))
    expect(pushedApart(far)).toEqual(far)
  })
})

describe('names', () => {
  const name = (id: string, x: number, weight: number, more: object = {}) => ({
    id,
    width: 60,
    height: 18,
    room: 100,
    weight,
    spots: [
      { x, y: 0 },
      { x, y: 20 },
    ],
    ...more,
  })

  it('give way to the heavier one, and stand elsewhere if they may', () => {
    const places = placedLabels([name('light', 10, 1), name('heavy', 0, 9)], [])
    expect(places.get('heavy')).toEqual({ x: 0, y: 0 })
    expect(places.get('light')).toEqual({ x: 10, y: 20 })
  })

  it('are left out rather than drawn over something, or over their neighbours', () => {
    const wall = { x: 0, y: 0, width: 400, height: 100 }
    expect(placedLabels([name('a', 0, 1)], [wall]).size).toBe(0)
    expect(placedLabels([name('a', 0, 1, { room: 20 })], []).size).toBe(0)
  })
})
