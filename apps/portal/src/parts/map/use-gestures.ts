import { type PointerEvent, useRef } from 'react'
import { type Box, moved, type View, zoomed } from './view.ts'

interface Spot {
  readonly x: number
  readonly y: number
}

// A finger is never quite still.
const tapSlack = 8

/** One finger moves the map, two zoom it, a short touch is a tap. */
export function useGestures(view: View | null, box: Box, setView: (view: View) => void, onTap: (at: Spot) => void) {
  const down = useRef(new Map<number, Spot>())
  const travelled = useRef(0)

  function spotOf(event: PointerEvent<HTMLElement>): Spot {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId)
      if (down.current.size === 0) travelled.current = 0
      down.current.set(event.pointerId, spotOf(event))
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const before = down.current.get(event.pointerId)
      if (!before || !view) return
      const now = spotOf(event)
      travelled.current += Math.hypot(now.x - before.x, now.y - before.y)
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1]
      down.current.set(event.pointerId, now)
      if (other) {
        const factor =
          Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
        setView(zoomed(view, box, factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }))
      } else if (travelled.current > tapSlack) {
        setView(moved(view, now.x - before.x, now.y - before.y))
      }
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const alone = down.current.size === 1
      down.current.delete(event.pointerId)
      if (alone && travelled.current <= tapSlack) onTap(spotOf(event))
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      down.current.delete(event.pointerId)
      travelled.current = Infinity
    },
  }
}
