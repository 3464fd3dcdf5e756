import { Icon, MatterStatusTag, Status } from '@linli/ui'
import { useState } from 'react'
import type { PlacedPin } from './figures.ts'
import { useMessages } from './messages.ts'
import { useLimitText } from './Tip.tsx'

const STEP = 100

interface Props {
  /** Nearest limit first. */
  readonly pins: readonly PlacedPin[]
  readonly chosenId: string | undefined
  /** The name of the area below in which it lies. */
  readonly placeOf: (pin: PlacedPin) => string | undefined
  readonly onPoint: (pin: PlacedPin | null) => void
  readonly onChoose: (pin: PlacedPin) => void
}

/** The matters of the map as rows; to focus one shows where it is. */
export function MatterList({ pins, chosenId, placeOf, onPoint, onChoose }: Props) {
  const m = useMessages()
  const limit = useLimitText()
  const [most, setMost] = useState(STEP)
  return (
    <>
      <ul>
        {pins.slice(0, most).map((pin) => (
          <li key={pin.id}>
            <button
              type="button"
              id={`pin-${pin.id}`}
              className={pin.id === chosenId ? 'mrow on' : 'mrow'}
              onClick={() => onChoose(pin)}
              onFocus={() => onPoint(pin)}
              onBlur={() => onPoint(null)}
              onPointerEnter={() => onPoint(pin)}
              onPointerLeave={() => onPoint(null)}
            >
              <b>{pin.title}</b>
              <span className="tags">
                {pin.danger && (
                  <Status tone="danger" icon="alert">
                    {m.danger}
                  </Status>
                )}
                {pin.overdue ? (
                  <Status tone="danger" icon="clock">
                    {m.overdue}
                  </Status>
                ) : (
                  <MatterStatusTag status={pin.status} />
                )}
              </span>
              <small>{[pin.number, placeOf(pin)].filter(Boolean).join(' · ')}</small>
              <small className="limit">{limit(pin)}</small>
            </button>
          </li>
        ))}
      </ul>
      {pins.length > most && (
        <p className="more">
          <button type="button" className="btn" onClick={() => setMost(most + STEP)}>
            <Icon name="down" />
            {m.showMore(Math.min(STEP, pins.length - most))}
          </button>
        </p>
      )}
    </>
  )
}
