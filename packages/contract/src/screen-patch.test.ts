import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLater, patched, patchOf } from './screen-patch.ts'
import type { ScreenSnapshot } from './screen-shapes.ts'

const item = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), open: fc.integer({ min: 0, max: 3 }) })
const list = fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 5 })
// A patch looks at ids and at what is printed; of what the parts are made it knows nothing.
const screen = fc
  .record({
    now: fc.record({ open: fc.integer({ min: 0, max: 2 }) }),
    trend: fc.array(fc.nat(2)),
    areas: list,
    stream: list,
  })
  .map((parts) => ({ position: '1:1', at: '2026-11-23T02:00:00.000Z', ...parts }) as unknown as ScreenSnapshot)

describe('a patch of the screen', () => {
  it('makes of the screen before exactly the one after, and is none where nothing has changed', () => {
    fc.assert(
      fc.property(screen, screen, (before, after) => {
        const patch = patchOf(before, after)
        // As it comes over the wire.
        const told = patch && (JSON.parse(JSON.stringify(patch)) as typeof patch)
        expect(told ? patched(before, told) : before).toEqual(after)
      }),
    )
  })

  it('knows which position of events lies later, though transactions have up to twenty digits', () => {
    expect(isLater('1000:3', '999:7')).toBe(true)
    expect(isLater('18446744073709551615:1', '18446744073709551614:9')).toBe(true)
    expect(isLater('77:2', '77:2')).toBe(false)
    expect(isLater('77:2', '77:10')).toBe(false)
  })
})
