import { Icon } from '@linli/ui'
import { type Bounds, isFarthest, isNearest, type Size, type View, zoomed } from '@linli/ui/map'
import { useMessages } from '../messages.ts'

interface Props {
  readonly view: View
  readonly bounds: Bounds
  readonly size: Size
  readonly onView: (view: View) => void
  readonly onWhole: () => void
}

const FACTOR = 1.7

export function Zoom({ view, bounds, size, onView, onWhole }: Props) {
  const m = useMessages()
  return (
    <div className="zoom">
      <button
        type="button"
        aria-label={m.nearer}
        title={m.nearer}
        disabled={isNearest(view)}
        onClick={() => onView(zoomed(view, size, FACTOR))}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        aria-label={m.farther}
        title={m.farther}
        disabled={isFarthest(view, bounds, size)}
        onClick={() => onView(zoomed(view, size, 1 / FACTOR))}
      >
        <svg className="i" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 10h12" />
        </svg>
      </button>
      <button type="button" aria-label={m.wholeMap} title={m.wholeMap} onClick={onWhole}>
        <Icon name="target" />
      </button>
    </div>
  )
}
