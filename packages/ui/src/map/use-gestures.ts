import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useEffect, useRef } from 'react'
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
  const fingers = useRef(new Map<number, Spot>())
  const travelled = useRef(0)
  const dragged = useCallback(() => travelled.current > DRAG_PIXELS, [])

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

  function onPointerDown(event: PointerEvent<Element>) {
    if (event.button !== 0) return
    if (fingers.current.size === 0) travelled.current = 0
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }

  function onPointerMove(event: PointerEvent<Element>) {
    const before = fingers.current.get(event.pointerId)
    if (!before) return
    const after = { x: event.clientX, y: event.clientY }
    travelled.current += Math.hypot(after.x - before.x, after.y - before.y)
    // Captured only now: a click must still reach the area or the matter under it.
    if (dragged()) event.currentTarget.setPointerCapture(event.pointerId)
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
    fingers.current.set(event.pointerId, after)
    if (!other) return change(moved(now.current.view, after.x - before.x, after.y - before.y))
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const spread = (one: Spot) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), 1)
    const middle = { x: (after.x + other.x) / 2 - left, y: (after.y + other.y) / 2 - top }
    const pushed = moved(now.current.view, (after.x - before.x) / 2, (after.y - before.y) / 2)
    change(zoomed(pushed, now.current.size, spread(after) / spread(before), middle))
  }

  function onPointerUp(event: PointerEvent<Element>) {
    fingers.current.delete(event.pointerId)
  }

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

  return { dragged, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown } }
}

/** To see what lies east, the paper goes west. */
const pushes: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [KEY_PIXELS, 0],
  ArrowRight: [-KEY_PIXELS, 0],
  ArrowUp: [0, KEY_PIXELS],
  ArrowDown: [0, -KEY_PIXELS],
}
