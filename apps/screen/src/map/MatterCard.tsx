import type { ScreenPoint } from '@linli/contract/screen-shapes'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useMessages } from '../messages.ts'
import { matterAddress } from '../rows.ts'

/** One matter on the map: what it stands at, and the way to it. What it is about stands on its own page. */
export function MatterCard({ point, mayRead, onClose }: { point: ScreenPoint; mayRead: boolean; onClose: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <div className="call">
      <b>{m.matterHere}</b>
      <p>{m.states[point.state]}</p>
      <p className="mut">{m.reportedAt(whenText(point.at, locale))}</p>
      <p className="two">
        {mayRead && (
          <a className="do" href={matterAddress(point.id)} target="linli-console">
            {m.openMatter} <Icon name="right" />
          </a>
        )}
        <button type="button" className="tool" onClick={onClose} aria-label={m.close}>
          <Icon name="close" />
        </button>
      </p>
    </div>
  )
}
