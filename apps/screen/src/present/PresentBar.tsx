import { Icon } from '@linli/ui'
import { useMessages } from '../messages.ts'
import type { Presentation } from './use-presentation.ts'

/** Where the round is, and how it is held, led and ended. */
export function PresentBar({ presentation }: { presentation: Presentation }) {
  const m = useMessages()
  const { index, count, paused, seconds } = presentation
  return (
    <div className="presentbar" role="group" aria-label={m.present}>
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
