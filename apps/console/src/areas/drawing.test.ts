import { describe, expect, it } from 'vitest'
import { closed, type Corner, crossings, metres, opened, snap, squareKm, withMiddle } from './drawing.ts'

const square: Corner[] = [
  [111.7, 30.1],
  [111.71, 30.1],
  [111.71, 30.11],
  [111.7, 30.11],
]

describe('drawing a grid', () => {
  it('joins a corner to a neighbour’s corner before its side, and leaves it alone when nothing is near', () => {
    const rings = [closed(square)]
    expect(snap([111.71002, 30.10003], rings, 20)).toEqual([111.71, 30.1])
    const [lon, lat] = snap([111.71005, 30.105], rings, 20)
    expect([lon, lat]).toEqual([111.71, 30.105])
    expect(snap([111.75, 30.15], rings, 20)).toEqual([111.75, 30.15])
  })

  it('measures in metres and square kilometres', () => {
    expect(metres([111.7, 30.1], [111.7, 30.11])).toBeCloseTo(1113.2, 0)
    expect(squareKm(square)).toBeCloseTo(1.113 * 0.963, 2)
    expect(squareKm([])).toBe(0)
  })

  it('sees an outline that crosses itself, and only that', () => {
    expect(crossings(square)).toEqual([])
    const [a, b, c, d] = square as [Corner, Corner, Corner, Corner]
    expect(crossings([a, c, b, d])).toEqual([[0, 2]])
    expect(crossings([a, b, c])).toEqual([])
  })

  it('adds a corner in the middle of a side, also of the last', () => {
    expect(withMiddle(square, 0)[1]).toEqual([111.705, 30.1])
    expect(withMiddle(square, 3).at(-1)).toEqual([111.7, 30.105])
    expect(opened(closed(square))).toEqual(square)
  })
})
