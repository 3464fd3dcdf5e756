import { covers, held, onPlane, onScreen, type Size, type Spot, useGestures, type View } from '@linli/ui/map'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { between, fitted } from './camera.ts'
import type { Group } from './pyramid.ts'
import { type Paint, readPaint } from './paint.ts'
import { drawScene, type FreshSpot, type Scene, type Target } from './scene.ts'

interface Props {
  readonly scene: Scene
  readonly theme: string
  readonly fresh: readonly FreshSpot[]
  /** Covered on the left, in units of the design. */
  readonly inset: number
  readonly onEnter: (areaId: string) => void
  readonly onPoint: (areaId: string | null) => void
  readonly onGroup: (group: Group) => void
}

interface Where {
  readonly clientX: number
  readonly clientY: number
}

const FLIGHT_MS = 320
const MOST_RATIO = 2

/** The map: drawn anew for every frame in which it moves or something changes. For the mouse; the list beside it is for keys. */
export function MapCanvas({ scene, theme, fresh, inset, onEnter, onPoint, onGroup }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 })
  const paint = useRef<{ readonly theme: string; readonly colours: Paint } | null>(null)
  const targets = useRef<readonly Target[]>([])
  const flight = useRef(0)
  const { land } = scene
  const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
  const whole = () => setView(fitted(land.bounds, size, inset * unit))
  const look = (next: View) => setView(held(next, land.bounds, size))
  const { dragged, handlers } = useGestures({ canvas, view, size, onView: look, onWhole: whole })

  useLayoutEffect(() => {
    const element = canvas.current
    if (!element) return
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  // A new ground, or another size: everything is in sight.
  useLayoutEffect(() => {
    cancelAnimationFrame(flight.current)
    whole()
  }, [land, size])
  const [, drawAgain] = useState(0)
  // A font that comes late would leave boxes where its letters should be.
  useEffect(() => {
    const again = () => drawAgain((times) => times + 1)
    document.fonts.addEventListener('loadingdone', again)
    return () => document.fonts.removeEventListener('loadingdone', again)
  }, [])

  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || size.width === 0) return
    if (paint.current?.theme !== theme) paint.current = { theme, colours: readPaint(element) }
    const ratio = Math.min(devicePixelRatio, MOST_RATIO)
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height })
    targets.current = drawScene(context, scene, paint.current.colours, { view, size, unit, ratio })
  })

  const spotOf = ({ clientX, clientY }: Where): Spot => {
    const { left, top } = canvas.current?.getBoundingClientRect() ?? { left: 0, top: 0 }
    return { x: clientX - left, y: clientY - top }
  }
  const groupAt = (spot: Spot) =>
    targets.current.findLast(({ x, y, reach }) => Math.hypot(x - spot.x, y - spot.y) < reach)?.group
  const areaAt = (spot: Spot) => {
    const place = onPlane(view, size, spot)
    return land.shapes.find(({ outline }) => covers(outline, place))
  }

  function press(event: Where) {
    if (dragged()) return
    const spot = spotOf(event)
    const group = groupAt(spot)
    if (group && group.count === 1) return onGroup(group)
    if (group) return fly({ x: group.x, y: group.y, scale: view.scale * 3 })
    const area = areaAt(spot)
    if (!area) return
    fly(fitted(area.outline.bounds, size, inset * unit))
    onEnter(area.id)
  }

  function fly(to: View) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return setView(to)
    const [from, began] = [view, performance.now()]
    const step = () => {
      const share = Math.min(1, (performance.now() - began) / FLIGHT_MS)
      setView(between(from, to, share))
      if (share < 1) flight.current = requestAnimationFrame(step)
    }
    cancelAnimationFrame(flight.current)
    flight.current = requestAnimationFrame(step)
  }

  return (
    <>
      <canvas
        ref={canvas}
        aria-hidden="true"
        {...handlers}
        onPointerMove={(event) => {
          handlers.onPointerMove(event)
          if (event.buttons === 0) onPoint(areaAt(spotOf(event))?.id ?? null)
        }}
        onPointerLeave={() => onPoint(null)}
        onClick={press}
      />
      {fresh.map(({ key, ...spot }) => {
        const { x, y } = onScreen(view, size, spot)
        return <span key={key} className="pulse" style={{ left: x, top: y }} aria-hidden="true" />
      })}
    </>
  )
}
