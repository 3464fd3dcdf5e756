import { Icon } from '@linli/ui'
import type { Dispatch } from 'react'
import { useMessages } from '../messages.ts'
import type { Outline, Stroke } from './outline.ts'
import { crossingsOf } from './plane.ts'

interface Props {
  readonly outline: Outline
  readonly draw: Dispatch<Stroke>
  readonly open?: boolean
  /** Square kilometres; left out for a line. */
  readonly surface?: number
}

/** What is drawn, in words, and the steps back; a crossing is told while it is drawn, not after it is sent. */
export function Tools({ outline, draw, open = false, surface }: Props) {
  const m = useMessages()
  const { rings, closed, chosen, past, future } = outline
  const total = rings.flat().length
  const crossings = crossingsOf(rings, open || !closed)
  const number = chosen ? rings.slice(0, chosen.ring).flat().length + chosen.corner + 1 : 0
  return (
    <div className="tools">
      <div className="doing">
        <button type="button" className="btn" disabled={past.length === 0} onClick={() => draw({ kind: 'undo' })}>
          <Icon name="undo" />
          {m.undo}
        </button>
        <button type="button" className="btn" disabled={future.length === 0} onClick={() => draw({ kind: 'redo' })}>
          {m.redo}
        </button>
        {!open && !closed && total > 2 && (
          <button type="button" className="btn" onClick={() => draw({ kind: 'close', corners: [] })}>
            {m.closeOutline}
          </button>
        )}
        {chosen && (
          <button type="button" className="btn" onClick={() => draw({ kind: 'remove', place: chosen })}>
            {m.removeCorner}
          </button>
        )}
        <button type="button" className="btn txt" disabled={total === 0} onClick={() => draw({ kind: 'clear' })}>
          {m.drawAnew}
        </button>
      </div>
      <p role="status">
        {[
          chosen ? m.cornerOf(number, total) : m.corners(total),
          surface !== undefined && total > 2 && m.surface(surface),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {!open && !closed && total > 0 && <p className="mut">{m.notClosed}</p>}
      {crossings.length > 0 && (
        <p className="bad" role="alert">
          {m.crossing(crossings.length)}
        </p>
      )}
    </div>
  )
}

export const isDrawn = (outline: Outline): boolean => outline.closed && outline.rings.every((ring) => ring.length >= 3)
