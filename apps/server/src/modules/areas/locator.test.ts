import type { AreaGeometry } from '@linli/contract/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Locator, type LocatorArea } from './locator.ts'

const area = (
  id: string,
  level: LocatorArea['level'],
  parentId: string | null,
  boundary: AreaGeometry | null,
): LocatorArea => ({
  id,
  level,
  kind: level === 'grid' ? 'basic' : null,
  parentId,
  name: id,
  nameEn: null,
  boundary,
})
const box = (x: number, y: number, width: number, height = width): AreaGeometry => ({
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

/** A county of one degree; one village of 10 × 10 grids in its south-west quarter, another village without grids. */
const SIDE = 0.04
const gridId = (column: number, row: number) => `grid-${column}-${row}`
const squares = Array.from({ length: 100 }, (_, n) =>
  area(
    gridId(n % 10, Math.floor(n / 10)),
    'grid',
    'village',
    box(111 + (n % 10) * SIDE, 30 + Math.floor(n / 10) * SIDE, SIDE),
  ),
)
const county = [
  area('county', 'county', null, box(111, 30, 1)),
  area('town', 'town', 'county', box(111, 30, 1, 0.8)),
  area('village', 'village', 'town', box(111, 30, 0.4)),
  area('other-village', 'village', 'town', box(111.4, 30, 0.4)),
]
const locator = new Locator([...county, ...squares])

describe('locate a point', () => {
  it('answers grid, village and town', () => {
    expect(locator.locate(111.02, 30.02)).toEqual({
      outcome: 'inside',
      townId: 'town',
      villageId: 'village',
      gridId: 'grid-0-0',
      dedicatedId: null,
      metres: null,
    })
  })
  it('agrees with plain arithmetic for every point of the grids', () => {
    const inside = fc.double({ min: 0.000001, max: 0.399999, noNaN: true })
    fc.assert(
      fc.property(inside, inside, (x, y) => {
        const column = Math.floor(x / SIDE)
        const row = Math.floor(y / SIDE)
        // Within a nanodegree of an edge either neighbour is right.
        fc.pre([x / SIDE, y / SIDE].every((value) => Math.abs(value - Math.round(value)) > 1e-6))
        expect(locator.locate(111 + x, 30 + y).gridId).toBe(gridId(column, row))
      }),
      { numRuns: 500 },
    )
  })
  it('gives a point on a shared edge to one side, whatever the order of the areas', () => {
    const shuffled = new Locator([...squares.toReversed(), ...county.toReversed()])
    for (const [lon, lat] of [
      [111.04, 30.02],
      [111.04, 30.04],
      [111.12, 30.08],
    ] as const) {
      expect(locator.locate(lon, lat).gridId).not.toBeNull()
      expect(shuffled.locate(lon, lat)).toEqual(locator.locate(lon, lat))
    }
  })
  it('says village and town where there is no grid, and neither in the middle of nowhere', () => {
    expect(locator.locate(111.6, 30.1)).toMatchObject({
      outcome: 'no_grid',
      villageId: 'other-village',
      townId: 'town',
      gridId: null,
    })
    expect(locator.locate(111.6, 30.9)).toMatchObject({ outcome: 'no_grid', villageId: null, townId: null })
  })
  it('says outside for whatever lies beyond the county', () => {
    expect(locator.locate(110.9, 30.1).outcome).toBe('outside')
    expect(locator.locate(0, 0).outcome).toBe('outside')
    expect(locator.locate(-180, 90).outcome).toBe('outside')
  })
  it('gives a gap of a few metres to the nearest grid, and says so', () => {
    const gappy = new Locator([...county, ...squares.filter(({ id }) => id !== 'grid-1-0')])
    const near = gappy.locate(111.0402, 30.02)
    expect(near).toMatchObject({ outcome: 'near', gridId: 'grid-0-0', villageId: 'village' })
    expect(near.metres).toBeGreaterThan(15)
    expect(near.metres).toBeLessThan(25)
    expect(gappy.locate(111.06, 30.02)).toMatchObject({ outcome: 'no_grid', villageId: 'village' })
  })
  it('names a dedicated grid beside the basic one under it', () => {
    const school = { ...area('school', 'grid', 'village', box(111.01, 30.01, 0.01)), kind: 'dedicated' as const }
    expect(new Locator([...county, ...squares, school]).locate(111.015, 30.015)).toMatchObject({
      gridId: 'grid-0-0',
      dedicatedId: 'school',
    })
  })
  it('knows holes and islands', () => {
    const ring = box(111, 30, 0.4)
    const hole = box(111.1, 30.1, 0.1)
    const island = box(111.9, 30.9, 0.01)
    const coordinates = [[...ring.coordinates, ...hole.coordinates], island.coordinates] as never
    const scattered = new Locator([
      ...county,
      area('scattered', 'grid', 'village', { type: 'MultiPolygon', coordinates }),
    ])
    expect(scattered.locate(111.05, 30.05).gridId).toBe('scattered')
    expect(scattered.locate(111.15, 30.15).gridId).toBeNull()
    expect(scattered.locate(111.905, 30.905).gridId).toBe('scattered')
  })
  it('turns nobody away where the county is not drawn', () => {
    expect(new Locator([area('county', 'county', null, null)]).locate(111, 30)).toMatchObject({
      outcome: 'no_grid',
      townId: null,
    })
  })
})
