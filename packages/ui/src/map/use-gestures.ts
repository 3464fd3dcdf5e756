import { Fingers } from '../fingers.ts'
import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Spot } from './plane.ts'
import { moved, type Size, type View, zoomed } from './view.ts'

/** Less than this is a click with an unsteady hand. */
const DRAG_PIXELS = 4
const KEY_PIXELS = 80
const KEY_FACTOR = 1.5

interface Options {
  readonly canvas: RefObject<Element | null>
  readonly view: View
  readonly size: Size
  readonly onView: (view: View) => void
  readonly onWhole: () => void
}

/** Wheel, pinch, drag and keys. `dragged` tells a click that it was the end of a push. */
export function useGestures({ canvas, view, size, onView, onWhole }: Options) {
  // Listeners live longer than one drawing: they read the newest view here.
  const now = useRef({ view, size, onView })
  useEffect(() => {
    now.current = { view, size, onView }
  })
  const [fingers] = useState(() => new Fingers(DRAG_PIXELS))
  const dragged = useCallback(() => fingers.dragged, [fingers])

  const change = (next: View) => {
    // Several events may come before the next drawing.
    now.current = { ...now.current, view: next }
    now.current.onView(next)
  }

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    // React listens passively, but the page must not scroll or zoom along.
    const onWheel = (event: Event) => {
      if (!(event instanceof WheelEvent)) return
      event.preventDefault()
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY
      // A trackpad's pinch comes as a wheel with Ctrl and small steps.
      const factor = Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002))
      const { left, top } = element.getBoundingClientRect()
      const state = now.current
      const next = zoomed(state.view, state.size, factor, { x: event.clientX - left, y: event.clientY - top })
      now.current = { ...state, view: next }
      state.onView(next)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [canvas])

  const spotOf = (event: PointerEvent<Element>): Spot => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  function onPointerDown(event: PointerEvent<Element>) {
    if (event.button === 0) fingers.press(event.pointerId, spotOf(event))
  }

  function onPointerMove(event: PointerEvent<Element>) {
    const gesture = fingers.move(event.pointerId, spotOf(event))
    if (!gesture) return
    // Captured only now: a click must still reach the area or the matter under it.
    if (fingers.dragged) event.currentTarget.setPointerCapture(event.pointerId)
    const { dx, dy, factor, middle } = gesture
    change(zoomed(moved(now.current.view, dx, dy), now.current.size, factor, middle))
  }

  const onPointerUp = (event: PointerEvent) => void fingers.lift(event.pointerId)
  const onPointerCancel = (event: PointerEvent) => fingers.cancel(event.pointerId)

  function onKeyDown(event: KeyboardEvent<Element>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const push = pushes[event.key]
    if (push) change(moved(now.current.view, ...push))
    else if (event.key === '+' || event.key === '=') change(zoomed(now.current.view, now.current.size, KEY_FACTOR))
    else if (event.key === '-') change(zoomed(now.current.view, now.current.size, 1 / KEY_FACTOR))
    else if (event.key === '0' || event.key === 'Home') onWhole()
    else return
    event.preventDefault()
  }

  return { dragged, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onKeyDown } }
}

/** To see what lies east, the paper goes west. */
const pushes: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [KEY_PIXELS, 0],
  ArrowRight: [-KEY_PIXELS, 0],
  ArrowUp: [0, KEY_PIXELS],
  ArrowDown: [0, -KEY_PIXELS],
}
