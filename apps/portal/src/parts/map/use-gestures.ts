import { Fingers } from '@linli/ui'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { type Box, moved, type View, zoomed } from './view.ts'

interface Spot {
  readonly x: number
  readonly y: number
}

// A finger is never quite still.
const tapSlack = 8

/** One finger moves the map, two zoom it, a short touch is a tap. */
export function useGestures(view: View | null, box: Box, setView: (view: View) => void, onTap: (at: Spot) => void) {
  const [fingers] = useState(() => new Fingers(tapSlack))
  // Both fingers of a pinch are told of before the map is drawn again.
  const newest = useRef(view)
  useEffect(() => {
    newest.current = view
  })

  function spotOf(event: PointerEvent<HTMLElement>): Spot {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId)
      fingers.press(event.pointerId, spotOf(event))
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const gesture = fingers.move(event.pointerId, spotOf(event))
      if (!gesture || !newest.current || !fingers.dragged) return
      const { dx, dy, factor, middle } = gesture
      newest.current = zoomed(moved(newest.current, dx, dy), box, factor, middle)
      setView(newest.current)
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (fingers.lift(event.pointerId)) onTap(spotOf(event))
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      fingers.cancel(event.pointerId)
    },
  }
}
