import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import {
  type Bounds,
  fitting,
  held,
  onPlane,
  onScreen,
  type Size,
  type Spot,
  useGestures,
  type View,
} from '@linli/ui/map'
import type { Corner } from '../editor/plane.ts'
import { useMessages } from '../messages.ts'
import { type Ground, groundOf, type Shape } from './ground.ts'
import { Land } from './Land.tsx'
import { Zoom } from './Zoom.tsx'

/** The scene as it is seen now: where things are on the screen, and what on the earth is under a pixel. */
export interface Sketch {
  readonly ground: Ground
  readonly size: Size
  /** For what is drawn in metres and should grow when one comes nearer. */
  readonly transform: string
  readonly pixelMetres: number
  onScreen(corner: Corner): Spot
  onEarth(spot: Spot): Corner
}

interface Props {
  readonly village: Shape
  readonly grids: readonly Shape[]
  readonly label: string
  readonly keys?: string
  readonly chosen?: readonly string[]
  /** Grids that something is amiss with. */
  readonly marked?: readonly string[]
  readonly onChoose?: ((gridId: string) => void) | undefined
  readonly multiple?: boolean
  /** What to go to; another value goes there anew. */
  readonly goTo?: Shape | null
  /** Stays on the screen, wherever it moves. */
  readonly attention?: Corner | null
  readonly onClick?: (corner: Corner, sketch: Sketch) => void
  readonly onHover?: (corner: Corner | null, sketch: Sketch) => void
  readonly onRelease?: () => void
  /** @returns whether the key was meant for what is drawn; otherwise it moves the map. */
  readonly onKey?: (event: KeyboardEvent, sketch: Sketch) => boolean
  readonly children?: (sketch: Sketch) => ReactNode
}

/** Before the first measurement. */
const UNMEASURED: Size = { width: 640, height: 520 }
/** Around what one goes to, so much more is shown on each side. */
const AIR = 1.5
const EDGE_PIXELS = 24

/** A village with its grids, to be looked at near and far; what lies over it is drawn by the children. */
export function Scene(props: Props) {
  const { village, grids, goTo = null, attention = null, onClick, onHover, onRelease, onKey } = props
  const m = useMessages()
  const canvas = useRef<SVGSVGElement>(null)
  const pressed = useRef(false)
  const [size, setSize] = useState(UNMEASURED)
  const [own, setOwn] = useState<View | null>(null)
  const ground = useMemo(() => groundOf([village, ...grids]), [village, grids])
  const view = own ?? fitting(ground.bounds, size)
  const look = (next: View) => setOwn(held(next, ground.bounds, size))
  const { dragged, handlers } = useGestures({ canvas, view, size, onView: look, onWhole: () => setOwn(null) })

  useEffect(() => {
    const svg = canvas.current
    if (!svg) return
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    watcher.observe(svg)
    return () => watcher.disconnect()
  }, [])
  const [gone, remember] = useState(goTo)
  if (goTo?.id !== gone?.id) {
    remember(goTo)
    if (goTo) setOwn(fitting(withAir(ground.boundsOf(goTo.geometry)), size))
  }
  const shown = attention ? onScreen(view, size, ground.onPlane(attention)) : null
  const lost =
    shown !== null &&
    (shown.x < EDGE_PIXELS ||
      shown.y < EDGE_PIXELS ||
      shown.x > size.width - EDGE_PIXELS ||
      shown.y > size.height - EDGE_PIXELS)
  useEffect(() => {
    if (lost && attention) setOwn({ ...view, ...ground.onPlane(attention) })
  }, [lost])

  const sketch: Sketch = {
    ground,
    size,
    transform: `translate(${size.width / 2 - view.x * view.scale} ${size.height / 2 - view.y * view.scale}) scale(${view.scale})`,
    pixelMetres: 1 / view.scale,
    onScreen: (corner) => onScreen(view, size, ground.onPlane(corner)),
    onEarth: (spot) => ground.onEarth(onPlane(view, size, spot)),
  }
  const under = ({ clientX, clientY }: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect()
    return sketch.onEarth({ x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) })
  }

  return (
    <div className={onClick ? 'scene aim' : 'scene'}>
      <svg
        ref={canvas}
        className="plane"
        // It takes the arrow keys for itself, which is what this role tells a screen reader.
        role="application"
        aria-label={props.label}
        aria-description={props.keys ?? m.mapKeys}
        tabIndex={0}
        onPointerDown={(event) => {
          pressed.current = event.button === 0
          handlers.onPointerDown(event)
        }}
        onPointerMove={(event) => {
          handlers.onPointerMove(event)
          onHover?.(under(event), sketch)
        }}
        onPointerUp={(event) => {
          handlers.onPointerUp(event)
          onRelease?.()
          // What was pressed on a mark, or was the end of a push, is no click on the map.
          if (pressed.current && !dragged()) onClick?.(under(event), sketch)
          pressed.current = false
        }}
        onPointerCancel={handlers.onPointerCancel}
        onPointerLeave={() => onHover?.(null, sketch)}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return
          if (onKey?.(event, sketch)) event.preventDefault()
          else handlers.onKeyDown(event)
        }}
      >
        <Land {...props} sketch={sketch} dragged={dragged} />
        {props.children?.(sketch)}
      </svg>
      <Zoom view={view} bounds={ground.bounds} size={size} onView={look} onWhole={() => setOwn(null)} />
    </div>
  )
}

function withAir({ west, east, north, south }: Bounds): Bounds {
  const [x, y] = [(east - west) * AIR, (south - north) * AIR]
  return { west: west - x, east: east + x, north: north - y, south: south + y }
}
