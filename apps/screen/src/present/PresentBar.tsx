import { Icon } from '@linli/ui'
import { useEffect, useState } from 'react'
import { useMessages } from '../messages.ts'
import type { Presentation } from './use-presentation.ts'

/** Untouched for so long, the bar leaves the picture to those who watch. */
const IDLE_MS = 4_000

/** Where the round is, and how it is held, led and ended. */
export function PresentBar({ presentation }: { presentation: Presentation }) {
  const m = useMessages()
  const { index, count, paused, seconds } = presentation
  const idle = useIdle() && !paused
  return (
    <div className={idle ? 'presentbar idle' : 'presentbar'} role="group" aria-label={m.present}>
      <i
        key={`${index} ${paused}`}
        className={paused ? 'gone held' : 'gone'}
        style={{ animationDuration: `${seconds}s` }}
        aria-hidden="true"
      />
      <span>{m.scene(index + 1, count)}</span>
      <button type="button" className="tool" aria-label={m.previous} onClick={() => presentation.step(-1)}>
        <Icon name="left" />
      </button>
      <button type="button" className="tool" aria-label={paused ? m.goOn : m.pause} onClick={presentation.toggle}>
        <Icon name={paused ? 'right' : 'pause'} />
      </button>
      <button type="button" className="tool" aria-label={m.next} onClick={() => presentation.step(1)}>
        <Icon name="right" />
      </button>
      <button type="button" onClick={presentation.end}>
        {m.endPresent}
      </button>
    </div>
  )
}

/** Nobody has moved a pointer, touched or pressed a key for a while. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    let timer = 0
    const wake = () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => setIdle(true), IDLE_MS)
      setIdle(false)
    }
    const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
    wake()
    for (const sign of signs) addEventListener(sign, wake)
    return () => {
      clearTimeout(timer)
      for (const sign of signs) removeEventListener(sign, wake)
    }
  }, [])
  return idle
}
