import { PointState } from '@linli/contract/screen-shapes'
import { Icon } from '@linli/ui'
import { useLayoutEffect, useRef } from 'react'
import { useMessages } from '../messages.ts'
import { drawPlace, drawState } from './draw-marks.ts'
import { readPaint } from './paint.ts'
import type { Layers } from './scene.ts'

interface Props {
  readonly layers: Layers
  /** Marks are drawn anew when it changes. */
  readonly theme: string
  readonly onLayers: (layers: Partial<Layers>) => void
  readonly listed: boolean
  readonly onList: () => void
}

/** What the marks mean, and which of them are shown. */
export function Legend({ layers, theme, onLayers, listed, onList }: Props) {
  const m = useMessages()
  const change = (changed: Partial<Layers>) => onLayers({ ...layers, ...changed })
  const byPlace = layers.marks === 'places'
  const states = byPlace ? PointState.options : []
  const sites = layers.sites ? Object.entries(m.siteLetters) : []
  return (
    <div className={states.length + sites.length > 0 ? 'lg full' : 'lg'}>
      <span className="switch" role="group" aria-label={m.map}>
        <button type="button" aria-pressed={!byPlace} onClick={() => change({ marks: 'areas' })}>
          {m.byArea}
        </button>
        <button type="button" aria-pressed={byPlace} onClick={() => change({ marks: 'places' })}>
          {m.byPlace}
        </button>
      </span>
      <span className="keys" aria-hidden="true">
        {!byPlace && <Key shape="circle" words={m.legendOpen} />}
        {!byPlace && <Key shape="diamond" words={m.legendOverdue} />}
        {states.map((state) => (
          <Drawn key={state} what={state} theme={theme} words={m.states[state]} />
        ))}
        <Key shape="ring" words={m.legendNew} />
        {sites.map(([kind, letter]) => (
          <Drawn key={kind} letter={letter} theme={theme} words={m.siteNames[kind as keyof typeof m.siteNames]} />
        ))}
      </span>
      <span className="toggles">
        {/* Who is on duty is told of areas. */}
        {!byPlace && (
          <button type="button" aria-pressed={layers.duty} onClick={() => change({ duty: !layers.duty })}>
            <Icon name="people" /> {m.duty}
          </button>
        )}
        <button type="button" aria-pressed={layers.sites} onClick={() => change({ sites: !layers.sites })}>
          <Icon name="pin" /> {m.sites}
        </button>
        <button type="button" aria-pressed={listed} onClick={onList}>
          <Icon name="list" /> {m.list}
        </button>
      </span>
    </div>
  )
}

/** Side of a drawn key, in units of the marks. */
const SIDE = 36

/** A mark as the map draws it. */
function Drawn({ what, letter, theme, words }: { what?: PointState; letter?: string; theme: string; words: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context) return
    const paint = readPaint(canvas.current)
    const middle = { x: SIDE / 2, y: SIDE / 2 }
    context.setTransform(2, 0, 0, 2, 0, 0)
    context.clearRect(0, 0, SIDE, SIDE)
    if (what) drawState(context, paint, what, middle)
    if (letter) drawPlace(context, paint, letter, middle)
  }, [what, letter, theme])
  return (
    <span>
      <canvas ref={canvas} width={SIDE * 2} height={SIDE * 2} />
      {words}
    </span>
  )
}

function Key({ shape, words }: { shape: 'circle' | 'diamond' | 'ring'; words: string }) {
  return (
    <span>
      <svg viewBox="0 0 30 30">
        {shape === 'circle' && <circle className="key-circle" cx="15" cy="15" r="12" />}
        {shape === 'diamond' && <path className="key-diamond" d="M15 1l14 14-14 14L1 15z" />}
        {shape === 'ring' && <circle className="key-ring" cx="15" cy="15" r="12" />}
      </svg>
      {words}
    </span>
  )
}
