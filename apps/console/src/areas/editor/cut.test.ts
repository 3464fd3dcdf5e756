import { describe, expect, it } from 'vitest'
import { cutAll } from './cut.ts'
import { type Ring, squareKm } from './plane.ts'

const square: Ring = [
  [111.7, 30.1],
  [111.71, 30.1],
  [111.71, 30.11],
  [111.7, 30.11],
]
const whole = squareKm(square)
const surfaces = (parts: readonly Ring[]) => parts.map((part) => squareKm(part) / whole)

describe('cutting a grid', () => {
  it('makes two parts along a line that runs across, bends included', () => {
    const parts = cutAll(
      [square],
      [
        [111.69, 30.105],
        [111.705, 30.105],
        [111.705, 30.12],
      ],
    )
    const shares = surfaces(parts).toSorted()
    expect(shares).toHaveLength(2)
    expect(shares[0]).toBeCloseTo(0.25, 2)
    expect(shares[1]).toBeCloseTo(0.75, 2)
  })

  it('cuts a corner piece out of one side', () => {
    const parts = cutAll(
      [square],
      [
        [111.703, 30.09],
        [111.703, 30.105],
        [111.707, 30.105],
        [111.707, 30.09],
      ],
    )
    expect(surfaces(parts).toSorted()[0]).toBeCloseTo(0.2, 2)
  })

  it('makes four parts with two lines', () => {
    const halves = cutAll(
      [square],
      [
        [111.69, 30.105],
        [111.72, 30.105],
      ],
    )
    const quarters = cutAll(halves, [
      [111.705, 30.09],
      [111.705, 30.12],
    ])
    for (const share of surfaces(quarters)) expect(share).toBeCloseTo(0.25, 2)
    expect(quarters).toHaveLength(4)
  })

  it('leaves a grid whole where the line only enters it', () => {
    const line: Ring = [
      [111.69, 30.105],
      [111.705, 30.105],
    ]
    expect(cutAll([square], line)).toEqual([square])
  })
})
