import type { AreaGeometry } from '@linli/contract/common'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import pointInPolygon from 'point-in-polygon-hao'
import { describe, expect, it } from 'vitest'
import { hangTogether, outsideOf, sharedBy, unionOf } from './clip.ts'
import { coverageOf } from './coverage.ts'
import { outlineToWgs84, toWgs84 } from './datum.ts'
import { checkedOutline, coarseOutline, innerPoint } from './outline.ts'
import { polygonsOf, type Position, squareMetres } from './plane.ts'
import { selfCrossing } from './self-crossing.ts'
import { splitByLine } from './split.ts'

const box = (x: number, y: number, width = 0.01, height = 0.01): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ],
})
const polygon = (...ring: Position[]): AreaGeometry => ({ type: 'Polygon', coordinates: [ring] })

/** A star-shaped ring never crosses itself, whatever its radii. */
const star = fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 30 }).map((radii) => {
  const ring = radii.map((radius, index): Position => {
    const angle = (2 * Math.PI * index) / radii.length
    return [111.7 + 0.01 * radius * Math.cos(angle), 30.1 + 0.01 * radius * Math.sin(angle)]
  })
  return polygon(...ring, ring[0] ?? [0, 0])
})

describe('datum', () => {
  it('moves a GCJ-02 point of Songzi about half a kilometre, and leaves WGS 84 alone', () => {
    const moved = toWgs84({ lon: 111.776164, lat: 30.170225 }, 'gcj02')
    expect(moved.lon).toBeCloseTo(111.7706, 3)
    expect(moved.lat).toBeCloseTo(30.1727, 3)
    expect(toWgs84({ lon: 111.5, lat: 30.1 }, 'wgs84')).toEqual({ lon: 111.5, lat: 30.1 })
  })
})

describe('self-crossing', () => {
  it('names the point in which a bow-tie crosses', () => {
    expect(selfCrossing(polygon([0, 0], [2, 2], [2, 0], [0, 2], [0, 0]))).toEqual([1, 1])
  })
  it('refuses a ring that touches itself or runs back over its own edge', () => {
    expect(selfCrossing(polygon([0, 0], [4, 0], [4, 4], [2, 0], [0, 4], [0, 0]))).toEqual([2, 0])
    expect(selfCrossing(polygon([0, 0], [4, 0], [2, 0], [2, 4], [0, 0]))).not.toBeNull()
  })
  it('takes corners on a straight edge, holes, and the county as published', () => {
    expect(selfCrossing(polygon([0, 0], [1, 0], [2, 0], [2, 2], [0, 2], [0, 0]))).toBeNull()
    const holed: AreaGeometry = {
      type: 'Polygon',
      coordinates: [...polygonsOf(box(0, 0, 3, 3)).flat(), ...polygonsOf(box(1, 1, 1, 1)).flat()],
    }
    expect(selfCrossing(holed)).toBeNull()
  })
  it('finds no crossing in any star, and always one in a ring drawn through its middle twice', () => {
    fc.assert(
      fc.property(star, (outline) => {
        expect(selfCrossing(outline)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(star, fc.nat(), (outline, at) => {
        const ring = polygonsOf(outline)[0]?.[0]?.slice(0, -1) ?? []
        const middle: Position = [111.7, 30.1]
        const twice = [...ring.slice(0, at % ring.length), middle, ...ring.slice(at % ring.length), middle]
        expect(selfCrossing(polygon(...twice, twice[0] ?? middle))).not.toBeNull()
      }),
    )
  })
})

describe('outline', () => {
  it('closes rings, drops repeated corners and turns outer rings counter-clockwise', () => {
    const checked = checkedOutline(polygon([0, 0], [0, 1], [0, 1], [1, 1], [1, 0]), 'wgs84')
    expect(checked).toEqual({ outline: polygon([0, 0], [1, 0], [1, 1], [0, 1], [0, 0]) })
  })
  it('refuses what is no place: a line, a dot, degrees that do not exist', () => {
    expect(checkedOutline(polygon([0, 0], [1, 1], [0, 0], [0, 0]), 'wgs84')).toHaveProperty('fault')
    expect(checkedOutline(box(111, 30, 1e-6, 1e-6), 'wgs84')).toEqual({ fault: { rule: 'polygon_too_small' } })
    expect(checkedOutline(polygon([0, 0], [1e308, 0], [1, 1], [0, 0]), 'wgs84')).toEqual({
      fault: { rule: 'coordinate_range' },
    })
  })
  it('puts the point that stands for an area inside it', () => {
    fc.assert(
      fc.property(star, (outline) => {
        const { lon, lat } = innerPoint(outline)
        expect(pointInPolygon([lon, lat], polygonsOf(outline)[0] ?? [])).not.toBe(false)
      }),
    )
  })
  it('keeps what a metre cannot show when the wire gets fewer digits', () => {
    expect(coarseOutline(box(111, 30, 1e-7, 1e-7))).toEqual(box(111, 30, 1e-7, 1e-7))
    expect(coarseOutline(box(111.123456, 30, 0.01, 0.01)).coordinates[0]?.[0]).toEqual([111.12346, 30])
  })
})

describe('clipping', () => {
  it('drops hairlines between neighbours but keeps a real gap', () => {
    const village = box(111, 30, 0.02, 0.01)
    const hairline = [box(111, 30), box(111.010002, 30, 0.009998)]
    expect(
      coverageOf(
        village,
        hairline.map((outline) => ({ area: 0, outline })),
      ).gaps,
    ).toEqual([])
    expect(outsideOf(village, [box(111, 30), box(111.0105, 30, 0.0095)])).toHaveLength(1)
  })
  it('unites neighbours into one outline of the sum of their surfaces', () => {
    const united = unionOf([box(111, 30), box(111.01, 30)])
    expect(united.type).toBe('Polygon')
    expect(squareMetres(united) / (2 * squareMetres(box(111, 30)))).toBeCloseTo(1, 6)
  })
  it('unites neighbours whose common border was drawn or rounded a metre apart, with corners that only one of them has', () => {
    const ragged = polygon(
      [111.010008, 30],
      [111.02, 30],
      [111.02, 30.01],
      [111.009995, 30.010004],
      [111.010006, 30.006],
      [111.009994, 30.003],
      [111.010008, 30],
    )
    const united = unionOf([box(111, 30), ragged])
    expect(united.type).toBe('Polygon')
    expect(united.coordinates).toHaveLength(1)
    expect(squareMetres(united) / (2 * squareMetres(box(111, 30)))).toBeCloseTo(1, 2)
  })
  it('knows whether areas hang together: by a border, not by a corner, and through others', () => {
    const [west, middle, east] = [box(111, 30), box(111.01, 30), box(111.02, 30)]
    expect(hangTogether([west, east])).toBe(false)
    expect(hangTogether([west, east, middle])).toBe(true)
    expect(hangTogether([west, box(111.01, 30.01)])).toBe(false)
  })
  it('finds no overlap between areas that only touch', () => {
    expect(sharedBy(box(111, 30), box(111.01, 30))).toEqual([])
    expect(sharedBy(box(111, 30), box(111.005, 30))).toHaveLength(1)
  })
})

describe('split by a line', () => {
  it('cuts a box in two along a bent line', () => {
    const parts = splitByLine(box(0, 0, 4, 4), [
      [2, -1],
      [2, 2],
      [3, 3],
      [3, 5],
    ])
    expect(parts?.map((part) => polygonsOf(part)[0]?.[0]?.length)).toEqual([7, 7])
  })
  it('refuses lines that stop inside, miss, or cross more than once', () => {
    expect(
      splitByLine(box(0, 0, 4, 4), [
        [2, -1],
        [2, 2],
      ]),
    ).toBeNull()
    expect(
      splitByLine(box(0, 0, 4, 4), [
        [9, -1],
        [9, 2],
      ]),
    ).toBeNull()
    expect(
      splitByLine(box(0, 0, 4, 4), [
        [2, -1],
        [2, 5],
        [3, 5],
        [3, -1],
      ]),
    ).toBeNull()
  })
  it('cuts off a corner with a line that enters and leaves through one edge', () => {
    const parts = splitByLine(box(0, 0, 4, 4), [
      [1, -1],
      [1, 2],
      [3, 2],
      [3, -1],
    ])
    const surfaces = parts?.map((part) => squareMetres(part) / squareMetres(box(0, 0, 1, 1)))
    expect(surfaces?.toSorted((a, b) => a - b).map(Math.round)).toEqual([4, 12])
  })
  it('leaves neither gap nor overlap, whatever star and line', () => {
    fc.assert(
      fc.property(star, fc.double({ min: 0, max: Math.PI, noNaN: true }), (outline, angle) => {
        const reach = (side: number): Position => [
          111.7 + side * 0.05 * Math.cos(angle),
          30.1 + side * 0.05 * Math.sin(angle),
        ]
        const parts = splitByLine(outline, [reach(-1), reach(1)])
        if (!parts) return
        const share = parts.reduce((sum, part) => sum + squareMetres(part), 0) / squareMetres(outline)
        expect(share).toBeCloseTo(1, 3)
        expect(parts.every((part) => selfCrossing(part) === null)).toBe(true)
        expect(sharedBy(parts[0], parts[1])).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('the county as published', () => {
  it('is a simple outline of about 2,200 square kilometres after conversion', () => {
    const file = new URL('../../../../../../data/songzi/boundary.geojson', import.meta.url)
    // A file of the repository, of known shape.
    const county = JSON.parse(readFileSync(file, 'utf8')) as AreaGeometry
    const checked = checkedOutline(county, 'gcj02')
    expect(checked).toHaveProperty('outline')
    expect(squareMetres(outlineToWgs84(county, 'gcj02')) / 1e6).toBeGreaterThan(2_000)
    expect(squareMetres(outlineToWgs84(county, 'gcj02')) / 1e6).toBeLessThan(2_400)
  })
})
