import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tooFew } from './suppress.ts'

const counts = fc.uniqueArray(fc.record({ id: fc.uuid(), people: fc.nat(60) }), {
  selector: ({ id }) => id,
  maxLength: 20,
})

describe('figures of few people', () => {
  it('are never told, and never the only ones left out where others could be subtracted', () => {
    fc.assert(
      fc.property(counts, (areas) => {
        const hidden = tooFew(new Map(areas.map(({ id, people }) => [id, people])))
        const told = areas.filter(({ id }) => !hidden.has(id))
        expect(told.every(({ people }) => people >= 10)).toBe(true)
        // Those without anybody are no secret: whoever subtracts finds the one that has somebody.
        const kept = areas.filter(({ id, people }) => hidden.has(id) && people > 0)
        if (told.length > 0) expect(kept).not.toHaveLength(1)
      }),
    )
  })

  it('are all left out where there is nobody to hide among', () => {
    expect(
      [
        ...tooFew(
          new Map([
            ['a', 3],
            ['b', 0],
          ]),
        ),
      ].toSorted(),
    ).toEqual(['a', 'b'])
    expect(
      [
        ...tooFew(
          new Map([
            ['a', 3],
            ['b', 40],
            ['c', 12],
          ]),
        ),
      ].toSorted(),
    ).toEqual(['a', 'c'])
    expect([
      ...tooFew(
        new Map([
          ['a', 30],
          ['b', 40],
        ]),
      ),
    ]).toEqual([])
  })
})
