import { isSound, screenGrid, WidgetName } from '@linli/contract/screen-arrangement'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaults } from './defaults.ts'
import { added, arranged } from './moves.ts'

const cell = fc.integer({ min: -5, max: 60 })
const change = fc.record({ name: fc.constantFrom(...WidgetName.options), x: cell, y: cell, w: cell, h: cell })

describe('arranging a screen', () => {
  it('begins with parts that stand side by side and leave no hole', () => {
    for (const form of ['screen', 'wall'] as const) {
      expect(isSound(form, defaults[form])).toBe(true)
      const { columns, rows } = screenGrid[form]
      expect(defaults[form].reduce((sum, { w, h }) => sum + w * h, 0)).toBe(columns * rows)
    }
  })

  it('never lets parts overlap, leave the screen, become unreadable or get lost, whatever is dragged where', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('screen' as const, 'wall' as const),
        fc.array(change, { maxLength: 8 }),
        (form, moves) => {
          let widgets = defaults[form]
          for (const move of moves) {
            if (!widgets.some(({ name }) => name === move.name)) continue
            widgets = arranged(form, widgets, move) ?? widgets
          }
          expect(isSound(form, widgets)).toBe(true)
          expect(widgets.map(({ name }) => name)).toEqual(defaults[form].map(({ name }) => name))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('lets two parts of a size change places, and a part that grows take from its neighbour', () => {
    const trend = defaults.screen.find(({ name }) => name === 'trend')
    const duty = defaults.screen.find(({ name }) => name === 'duty')
    if (!trend || !duty) throw new Error('the default holds both')
    const swapped = arranged('screen', defaults.screen, { ...duty, y: trend.y, h: trend.h })
    expect(swapped?.find(({ name }) => name === 'duty')).toMatchObject({ y: trend.y })
    const map = defaults.screen.find(({ name }) => name === 'map')
    const grown = map && arranged('screen', defaults.screen, { ...map, h: map.h + 2 })
    expect(grown?.find(({ name }) => name === 'hours')).toMatchObject({ y: 19, h: 5 })
  })

  it('adds a part only where there is room', () => {
    expect(added('screen', defaults.screen, 'areas')).toBeNull()
    const without = defaults.screen.filter(({ name }) => name !== 'stream')
    expect(added('screen', without, 'areas')?.at(-1)).toMatchObject({ name: 'areas', x: 18 })
  })
})
