import { describe, expect, it } from 'vitest'
import type { Ring } from './plane.ts'
import { alongBorder, snap } from './snap.ts'

const border: Ring = [
  [111.7, 30.1],
  [111.71, 30.1],
  [111.715, 30.105],
  [111.71, 30.11],
  [111.7, 30.11],
]

describe('joining a border', () => {
  it('takes a neighbour’s corner before its side, and leaves a corner alone where nothing is near', () => {
    expect(snap([111.71002, 30.10003], [border], 20)).toEqual({ corner: [111.71, 30.1], to: 'corner' })
    expect(snap([111.69995, 30.105], [border], 20)).toEqual({ corner: [111.7, 30.105], to: 'side' })
    expect(snap([111.75, 30.15], [border], 20)).toEqual({ corner: [111.75, 30.15], to: null })
  })

  it('follows every bend between two points of one border, the shorter way round', () => {
    const [from, to] = [
      [111.708, 30.1],
      [111.708, 30.11],
    ] as const
    expect(alongBorder(from, to, [border])).toEqual([border[1], border[2], border[3]])
    expect(alongBorder(to, from, [border])).toEqual([border[3], border[2], border[1]])
    const west = [111.7, 30.105] as const
    expect(alongBorder(from, west, [border])).toEqual([border[0]])
    expect(alongBorder(west, from, [border])).toEqual([border[0]])
  })

  it('goes straight on one side, and between points of different borders', () => {
    expect(alongBorder([111.701, 30.1], [111.709, 30.1], [border])).toEqual([])
    expect(alongBorder([111.705, 30.1], [111.6, 30.1], [border])).toEqual([])
  })
})
