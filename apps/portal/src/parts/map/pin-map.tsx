import './pin-map.css'
import type { Point } from '@linli/contract/common'
import { Icon } from '@linli/ui'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { reportWords } from '../../words/report.ts'
import { Outlines } from './outlines.tsx'
import { useGestures } from './use-gestures.ts'
import { type Box, toPoint, toScreen, type View, zoomed } from './view.ts'

interface Props {
  readonly pin: Point | null
  readonly onPin: (point: Point) => void
  /** Where to look when there is no pin yet; the county until it is known. */
  readonly start: View | null
  readonly children?: ReactNode
}

// From here on a touch is meant to the metre; farther off, the map comes nearer first.
const preciseScale = 0.08
const pinScale = 0.25
const step = 16

/**
 * Area outlines with one pin. No tiles and no map library: outlines are what we have everywhere, and this weighs nothing.
 * All it does can be done by keyboard, and an address list stands beside it.
 */
export default function PinMap({ pin, onPin, start, children }: Props) {
  const t = reportWords.useMessages()
  const frame = useRef<HTMLDivElement>(null)
  const box = useBox(frame)
  const [view, setView] = useState<View | null>(pin ? { centre: pin, scale: pinScale } : null)
  const shown = view ?? start

  // A pin from elsewhere (GPS, address) is brought into sight.
  const [seenPin, setSeenPin] = useState(pin)
  if (pin !== seenPin) {
    setSeenPin(pin)
    setView(pin && withInSight(shown, box, pin))
  }

  const gestures = useGestures(shown, box, setView, (at) => {
    if (!shown) return
    onPin(toPoint(shown, box, at))
  })

  function onKeyDown(event: KeyboardEvent) {
    const direction = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[
      event.key
    ]
    if (!shown) return
    if (event.key === '+' || event.key === '=') setView(zoomed(shown, box, 2))
    else if (event.key === '-') setView(zoomed(shown, box, 0.5))
    else if (direction) {
      const [dx = 0, dy = 0] = direction
      const from = pin ? toScreen(shown, box, [pin.lon, pin.lat]) : { x: box.width / 2, y: box.height / 2 }
      onPin(toPoint(shown, box, { x: from.x + dx, y: from.y + dy }))
      event.preventDefault()
    }
  }

  const at = shown && pin ? toScreen(shown, box, [pin.lon, pin.lat]) : null
  return (
    <div ref={frame} className="pin-map">
      {/* The focus is on a <div>: Preact writes tabIndex of an <svg> as an attribute that browsers do not know. */}
      <div
        className="pin-map-face"
        role="application"
        aria-label={t.mapLabel}
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...gestures}
      >
        <svg width={box.width} height={box.height} aria-hidden="true">
          <Outlines
            view={shown}
            box={box}
            onFit={(fit) => setView((now) => now ?? fit)}
            fitCounty={start === null && pin === null}
          />
          {at && (
            <g transform={`translate(${at.x} ${at.y})`}>
              <ellipse cy="1" rx="9" ry="3" className="pin-shadow" />
              <path d="M0 0s-15-15-15-27a15 15 0 0 1 30 0C15-15 0 0 0 0z" className="pin-body" />
              <circle cy="-27" r="5.5" className="pin-eye" />
            </g>
          )}
        </svg>
      </div>
      <span className="map-note">{t.schematic}</span>
      <div className="map-zoom">
        <button type="button" aria-label={t.zoomIn} onClick={() => shown && setView(zoomed(shown, box, 2))}>
          <Icon name="plus" />
        </button>
        <button type="button" aria-label={t.zoomOut} onClick={() => shown && setView(zoomed(shown, box, 0.5))}>
          <span aria-hidden="true">−</span>
        </button>
      </div>
      {children}
    </div>
  )
}

function withInSight(view: View | null, box: Box, pin: Point): View {
  if (!view) return { centre: pin, scale: pinScale }
  const { x, y } = toScreen(view, box, [pin.lon, pin.lat])
  const inSight = x > 20 && y > 40 && x < box.width - 20 && y < box.height - 10
  return inSight && view.scale >= preciseScale ? view : { centre: pin, scale: Math.max(view.scale, pinScale) }
}

function useBox(frame: { readonly current: HTMLElement | null }): Box {
  const [box, setBox] = useState<Box>({ width: 390, height: 236 })
  useEffect(() => {
    if (!frame.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setBox({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [frame])
  return box
}
