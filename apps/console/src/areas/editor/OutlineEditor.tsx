import { type Dispatch, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useMessages } from '../messages.ts'
import type { Shape } from '../scene/ground.ts'
import { Scene, type Sketch } from '../scene/Scene.tsx'
import { Marks } from './Marks.tsx'
import type { Outline, Place, Stroke } from './outline.ts'
import { type Corner, crossingsOf, metres, ringsOf } from './plane.ts'
import { alongBorder, snap } from './snap.ts'

/** How near a border counts as touching it. */
const SNAP_PIXELS = 12
const KEY_PIXELS = 4

interface Props {
  readonly village: Shape
  readonly grids: readonly Shape[]
  readonly outline: Outline
  readonly draw: Dispatch<Stroke>
  /** A line for a split ends where one stops; an outline leads back to its first corner. */
  readonly open?: boolean
  /** Corners that follow each other on one border take its bends along. */
  readonly follow: boolean
  readonly chosen?: readonly string[]
  readonly marked?: readonly string[]
  /** Where the server says that something is wrong. */
  readonly wrongAt?: Corner | null
}

/** Draws an outline or a line over the village, by pointer or by keys, joining neighbours' borders. */
export function OutlineEditor({ village, grids, outline, draw, open = false, follow, wrongAt, ...marks }: Props) {
  const m = useMessages()
  const [aim, setAim] = useState<Corner | null>(null)
  const [keyed, setKeyed] = useState(false)
  const dragged = useRef<{ place: Place; begun: boolean } | null>(null)
  const borders = [village, ...grids].flatMap(({ geometry }) => ringsOf(geometry).rings)
  const [first] = outline.rings[0] ?? []
  const { chosen } = outline
  const held = chosen ? outline.rings[chosen.ring]?.[chosen.corner] : undefined

  // A line must come from outside and leave to outside: drawn to the border, it would only touch it.
  const joined = (corner: Corner, { pixelMetres }: Sketch) =>
    open ? { corner, to: null } : snap(corner, borders, SNAP_PIXELS * pixelMetres)

  function add(corner: Corner, sketch: Sketch) {
    if (outline.closed) return draw({ kind: 'choose', place: null })
    const last = outline.rings[0]?.at(-1)
    const near = first !== undefined && metres(corner, first) < SNAP_PIXELS * sketch.pixelMetres
    const closes = !open && near && outline.rings[0]?.length !== 1
    const next = closes ? first : joined(corner, sketch).corner
    // The second click of a double click adds nothing.
    if (!closes && last && metres(last, next) < sketch.pixelMetres) return
    const bends = follow && !open && last ? alongBorder(last, next, borders) : []
    draw(closes ? { kind: 'close', corners: bends } : { kind: 'add', corners: [...bends, next] })
  }

  function close() {
    const last = outline.rings[0]?.at(-1)
    draw({ kind: 'close', corners: follow && last && first ? alongBorder(last, first, borders) : [] })
  }

  function hover(corner: Corner | null, sketch: Sketch) {
    const { current } = dragged
    setKeyed(false)
    setAim(corner && !current ? corner : null)
    if (!current || !corner) return
    draw({ kind: 'move', place: current.place, corner: joined(corner, sketch).corner, first: !current.begun })
    dragged.current = { ...current, begun: true }
  }

  function pushed(event: KeyboardEvent, way: readonly [number, number], sketch: Sketch) {
    const { width, height } = sketch.size
    const { x, y } = sketch.onScreen(held ?? aim ?? sketch.onEarth({ x: width / 2, y: height / 2 }))
    const by = KEY_PIXELS * (event.shiftKey ? 10 : 1)
    const to = sketch.onEarth({ x: x + way[0] * by, y: y + way[1] * by })
    setKeyed(true)
    if (chosen && held) draw({ kind: 'move', place: chosen, corner: to, first: !event.repeat })
    else setAim(to)
  }

  function onKey(event: KeyboardEvent, sketch: Sketch): boolean {
    const { key } = event
    const way = arrows[key]
    const total = outline.rings.flat().length
    if (key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey)) draw({ kind: event.shiftKey ? 'redo' : 'undo' })
    else if (event.ctrlKey || event.metaKey || event.altKey) return false
    else if (way) pushed(event, way, sketch)
    else if (key === 'Enter' && chosen && held)
      draw({ kind: 'move', place: chosen, corner: joined(held, sketch).corner, first: true })
    else if (key === 'Enter' && aim) add(aim, sketch)
    else if (key === 'n' || key === 'p') draw({ kind: 'next', by: key === 'n' ? 1 : -1 })
    else if (key === 'i' && chosen) insert(chosen)
    else if (key === 'c' && !open) close()
    else if ((key === 'Delete' || key === 'Backspace') && chosen) draw({ kind: 'remove', place: chosen })
    else if ((key === 'Delete' || key === 'Backspace') && !outline.closed && total > 0) draw({ kind: 'undo' })
    else if (key === 'Escape' && chosen) draw({ kind: 'choose', place: null })
    else return false
    return true
  }

  function drag(event: PointerEvent, place: Place) {
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = { place, begun: false }
    draw({ kind: 'choose', place })
  }
  function pull(event: PointerEvent, after: Place) {
    event.stopPropagation()
    insert(after)
    dragged.current = { place: { ...after, corner: after.corner + 1 }, begun: true }
  }
  function insert(after: Place) {
    const ring = outline.rings[after.ring] ?? []
    const [from, to] = [ring[after.corner], ring[(after.corner + 1) % ring.length]]
    if (from && to) draw({ kind: 'insert', after, corner: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] })
  }

  return (
    <Scene
      village={village}
      grids={grids}
      label={m.drawingArea}
      keys={open ? m.lineKeys : m.drawKeys}
      {...marks}
      attention={keyed ? (held ?? aim) : null}
      onClick={add}
      onHover={hover}
      onRelease={() => (dragged.current = null)}
      onKey={onKey}
    >
      {(sketch) => {
        const aimed = aim && joined(aim, sketch)
        return (
          <Marks
            outline={outline}
            open={open}
            crossings={crossingsOf(outline.rings, open || !outline.closed)}
            aim={aimed?.corner ?? null}
            joined={(aimed?.to ?? null) !== null}
            wrongAt={wrongAt ?? null}
            sketch={sketch}
            onDrag={drag}
            onPull={pull}
          />
        )
      }}
    </Scene>
  )
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
