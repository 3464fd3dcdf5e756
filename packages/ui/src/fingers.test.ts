import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fingers, type Gesture } from './fingers.ts'

const at = (x: number, y: number) => ({ x, y })
const down = (...spots: { x: number; y: number }[]) => {
  const fingers = new Fingers(6)
  spots.forEach((spot, id) => fingers.press(id, spot))
  return fingers
}

/** Where a spot of the map comes to lie; as the maps apply it: pushed, then drawn nearer around the middle. */
const applied = ({ dx, dy, factor, middle }: Gesture, spot: { x: number; y: number }) => ({
  x: middle.x + (spot.x + dx - middle.x) * factor,
  y: middle.y + (spot.y + dy - middle.y) * factor,
})

describe('fingers on a map', () => {
  it('push it with one finger', () => {
    expect(down(at(100, 100)).move(0, at(130, 80))).toMatchObject({ dx: 30, dy: -20, factor: 1 })
  })

  it('draw it nearer with two, by as much as they part, whatever they do together', () => {
    const coordinate = fc.integer({ min: 0, max: 400 })
    const spot = fc.record({ x: coordinate, y: coordinate })
    const far = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y)
    fc.assert(
      fc.property(spot, spot, spot, spot, (left, right, leftTo, rightTo) => {
        fc.pre(far(left, right) > 24 && far(leftTo, rightTo) > 24 && far(leftTo, right) > 24)
        const fingers = down(left, right)
        // A browser tells of one finger after the other.
        const steps = [fingers.move(0, leftTo), fingers.move(1, rightTo)]
        const factor = steps.reduce((all, step) => all * (step?.factor ?? 1), 1)
        expect(factor).toBeCloseTo(far(leftTo, rightTo) / far(left, right), 9)
      }),
    )
  })

  it('keep what lies between them between them', () => {
    const fingers = down(at(100, 200), at(200, 200))
    const first = fingers.move(0, at(60, 240))
    const between = first && applied(first, at(150, 200))
    expect(between?.x).toBeCloseTo(130, 9)
    expect(between?.y).toBeCloseTo(220, 9)
  })

  it('do not throw it away when they meet', () => {
    const met = down(at(100, 100), at(140, 100)).move(0, at(140, 100))
    expect(met?.factor).toBeCloseTo(24 / 40, 9)
  })

  it('go on as one when the other is lifted', () => {
    const fingers = down(at(0, 0), at(100, 0))
    fingers.lift(1)
    expect(fingers.move(0, at(10, 0))).toMatchObject({ dx: 10, factor: 1 })
  })

  it('tap where they hardly move, and never after a pinch or when the page took them', () => {
    const tapping = down(at(0, 0))
    tapping.move(0, at(3, 3))
    expect(tapping.lift(0)).toBe(true)
    const pinching = down(at(0, 0), at(100, 0))
    pinching.move(0, at(40, 0))
    expect([pinching.lift(1), pinching.lift(0), pinching.dragged]).toEqual([false, false, true])
    const taken = down(at(0, 0))
    taken.cancel(0)
    expect([taken.lift(0), taken.dragged]).toEqual([false, true])
    taken.press(1, at(0, 0))
    expect(taken.lift(1)).toBe(true)
  })

  it('take no notice of a mouse that only passes', () => {
    expect(down().move(7, at(5, 5))).toBeNull()
  })
})
