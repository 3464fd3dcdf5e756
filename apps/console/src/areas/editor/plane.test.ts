import { describe, expect, it } from 'vitest'
import {
  type Corner,
  crossingsOf,
  geometryOf,
  metres,
  type Ring,
  ringsOf,
  squareKm,
  surfaceOf,
  touching,
} from './plane.ts'

const box = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
]
const square = box(111.7, 30.1, 0.01)

describe('the plane on which grids are drawn', () => {
  it('measures in metres and square kilometres, holes taken off', () => {
    expect(metres([111.7, 30.1], [111.7, 30.11])).toBeCloseTo(1113.2, 0)
    expect(squareKm(square)).toBeCloseTo(1.113 * 0.963, 2)
    expect(squareKm([])).toBe(0)
    const hole = box(111.702, 30.102, 0.005)
    expect(surfaceOf({ rings: [square, hole], polygons: [2] })).toBeCloseTo(squareKm(square) * 0.75, 3)
    expect(surfaceOf({ rings: [square, hole], polygons: [1, 1] })).toBeCloseTo(squareKm(square) * 1.25, 3)
  })

  it('sees where an outline crosses itself, and only that', () => {
    expect(crossingsOf([square])).toEqual([])
    const [a, b, c, d] = square as [Corner, Corner, Corner, Corner]
    const [crossing] = crossingsOf([[a, c, b, d]])
    expect(crossing?.sides.map(({ side }) => side)).toEqual([0, 2])
    expect(crossing?.at[0]).toBeCloseTo(111.705, 6)
    expect(crossing?.at[1]).toBeCloseTo(30.105, 6)
    expect(crossingsOf([[a, b, c]])).toEqual([])
  })

  it('sees a hole that leaves its polygon', () => {
    expect(crossingsOf([square, box(111.705, 30.105, 0.01)])).toHaveLength(2)
  })

  it('takes a boundary apart and puts it together again, holes and islands included', () => {
    const polygon = geometryOf({ rings: [square, box(111.702, 30.102, 0.005)], polygons: [2] })
    expect(polygon.type).toBe('Polygon')
    expect(geometryOf(ringsOf(polygon))).toEqual(polygon)
    const islands = geometryOf({ rings: [square, box(111.8, 30.1, 0.01)], polygons: [1, 1] })
    expect(islands.type).toBe('MultiPolygon')
    expect(geometryOf(ringsOf(islands))).toEqual(islands)
    expect(geometryOf({ rings: [square], polygons: [] })).toMatchObject({ type: 'Polygon' })
  })
})

describe('neighbours', () => {
  it('have a border together, though one has corners there that the other has not', () => {
    expect(touching([square], [box(111.71, 30.1, 0.005)])).toBe(true)
    expect(touching([square], [box(111.72, 30.1, 0.005)])).toBe(false)
  })
})
