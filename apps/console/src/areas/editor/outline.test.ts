import { describe, expect, it } from 'vitest'
import { beginOutline, draw, type Outline, type Stroke } from './outline.ts'
import type { Ring } from './plane.ts'

const square: Ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]
const after = (outline: Outline, ...strokes: Stroke[]) => strokes.reduce(draw, outline)
const first = { ring: 0, corner: 0 }

describe('drawing an outline', () => {
  it('grows by corners until it is closed, and not before it has three', () => {
    const drawing = after(beginOutline([]), { kind: 'add', corners: square.slice(0, 2) })
    expect(draw(drawing, { kind: 'close', corners: [] })).toBe(drawing)
    const closed = after(drawing, { kind: 'add', corners: square.slice(2) }, { kind: 'close', corners: [] })
    expect(closed).toMatchObject({ rings: [square], closed: true })
    expect(draw(closed, { kind: 'add', corners: [[5, 5]] })).toBe(closed)
  })

  it('takes a whole drag back in one step, and does it again', () => {
    const moved = after(
      beginOutline([square]),
      { kind: 'move', place: first, corner: [0.1, 0], first: true },
      { kind: 'move', place: first, corner: [0.2, 0], first: false },
    )
    expect(moved.rings[0]?.[0]).toEqual([0.2, 0])
    const undone = draw(moved, { kind: 'undo' })
    expect(undone.rings).toEqual([square])
    expect(draw(undone, { kind: 'redo' }).rings[0]?.[0]).toEqual([0.2, 0])
    expect(draw(undone, { kind: 'undo' })).toBe(undone)
  })

  it('puts a corner into a side and chooses it', () => {
    const more = draw(beginOutline([square]), { kind: 'insert', after: { ring: 0, corner: 3 }, corner: [0, 0.5] })
    expect(more.rings[0]?.at(-1)).toEqual([0, 0.5])
    expect(more.chosen).toEqual({ ring: 0, corner: 4 })
  })

  it('removes corners, but leaves a closed ring three', () => {
    const three = draw(beginOutline([square]), { kind: 'remove', place: first })
    expect(three.rings[0]).toHaveLength(3)
    expect(draw(three, { kind: 'remove', place: first })).toBe(three)
  })

  it('walks through the corners of all rings in a circle', () => {
    const two = beginOutline([square, square])
    expect(after(two, { kind: 'next', by: 1 }).chosen).toEqual(first)
    expect(after(two, { kind: 'next', by: -1 }).chosen).toEqual({ ring: 1, corner: 3 })
    const last = { kind: 'choose', place: { ring: 1, corner: 3 } } as const
    expect(after(two, last, { kind: 'next', by: 1 }).chosen).toEqual(first)
    expect(draw(beginOutline([]), { kind: 'next', by: 1 }).chosen).toBeNull()
  })
})
