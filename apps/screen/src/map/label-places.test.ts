import { describe, expect, it } from 'vitest'
import { type Mark, placeLabels } from './label-places.ts'

const mark = (x: number, y: number, name: string, flagged = false): Mark => ({ x, y, radius: 17, flagged, name })

describe('names on the map', () => {
  it('stand below their mark where nothing is in the way', () => {
    expect(placeLabels([mark(100, 100, '老城'), mark(400, 100, '八宝')]).map(({ anchor, dy }) => [anchor, dy])).toEqual(
      [
        ['middle', 42],
        ['middle', 42],
      ],
    )
  })

  it('go beside their mark where another mark stands below', () => {
    const [upper, lower] = placeLabels([mark(100, 100, '街河市'), mark(110, 145, '万家')])
    expect(upper).toMatchObject({ anchor: 'end', dx: -23 })
    expect(lower?.anchor).toBe('middle')
  })

  it('keep clear of each other and of the diamonds of neighbours', () => {
    const [left, right] = placeLabels([mark(100, 100, '新江口'), mark(160, 100, '沙道观', true)])
    expect(left?.anchor).toBe('middle')
    expect(right).toMatchObject({ anchor: 'start', dx: 23 })
  })
})
