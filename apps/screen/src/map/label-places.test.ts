import { describe, expect, it } from 'vitest'
import { type Mark, placeLabels } from './label-places.ts'

const mark = (x: number, y: number, name: string, flagged = false): Mark => ({ x, y, radius: 17, flagged, name })

describe('names on the map', () => {
  it('stand below their mark where nothing is in the way', () => {
    expect(
      placeLabels([mark(100, 100, '老城'), mark(400, 100, '八宝')]).map((place) => [place?.anchor, place?.dy]),
    ).toEqual([
      ['middle', 42],
      ['middle', 42],
    ])
  })

  it('go beside their mark where another mark stands below', () => {
    const [upper, lower] = placeLabels([mark(100, 100, '街河市'), mark(110, 145, '万家')])
    expect(upper).toMatchObject({ anchor: 'end', dx: -23 })
    expect(lower?.anchor).toBe('middle')
  })

  it('are left out where there is no room for them', () => {
    const crowd = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => mark(300 + x * 40, 300 + y * 40, '大桥村', true)))
    expect(placeLabels(crowd)[4]).toBeNull()
  })

  it('take room for what stands below them', () => {
    const on = { ...mark(100, 100, '老城'), under: '在岗 12/14 格' }
    expect(placeLabels([on, mark(100, 175, '八宝')])[0]?.anchor).not.toBe('middle')
    expect(placeLabels([mark(100, 100, '老城'), mark(100, 175, '八宝')])[0]?.anchor).toBe('middle')
  })

  it('keep clear of each other and of the diamonds of neighbours', () => {
    const [left, right] = placeLabels([mark(100, 100, '新江口'), mark(160, 100, '沙道观', true)])
    expect(left?.anchor).toBe('middle')
    expect(right).toMatchObject({ anchor: 'start', dx: 23 })
  })
})
