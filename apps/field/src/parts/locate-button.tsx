import type { Point } from '@linli/contract/common'
import { Icon } from '@linli/ui'
import { useState } from 'react'
import { messages } from '../words/messages.ts'
import { locate, type LocateFailure } from './position.ts'

/** Where this is, asked of the phone once and only when touched. */
export function LocateButton({ point, onPoint }: { point: Point | null; onPoint: (point: Point | null) => void }) {
  const t = messages.useMessages()
  const [state, setState] = useState<LocateFailure | 'asking' | number | null>(null)

  async function ask(): Promise<void> {
    setState('asking')
    const found = await locate()
    if (typeof found === 'string') return setState(found)
    setState(found.metres)
    onPoint(found.point)
  }

  return (
    <>
      {point === null ? (
        <button type="button" className="button wide" disabled={state === 'asking'} onClick={() => void ask()}>
          <Icon name="target" />
          {state === 'asking' ? t.locating : t.useGps}
        </button>
      ) : (
        <div className="located">
          <Icon name="pin" />
          <span>
            {typeof state === 'number' ? t.located(state) : `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`}
          </span>
          <button type="button" className="button quiet" onClick={() => onPoint(null)}>
            {t.dropPoint}
          </button>
        </div>
      )}
      <p role="alert" className="fault">
        {state === 'failed' ? t.locateFailed : state === 'refused' ? t.locateRefused : ''}
      </p>
    </>
  )
}
