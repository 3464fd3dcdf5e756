import { Icon, useLocale } from '@linli/ui'
import { type ReactNode, useEffect, useState } from 'react'
import { isTyping } from '../frame/keys.ts'
import { Preview } from '../matter/Preview.tsx'
import { Link } from '../router.tsx'
import { AreaList } from './AreaList.tsx'
import { areaAt, type Figure, levelBelow, type PlacedPin } from './figures.ts'
import type { Land } from './land.ts'
import { MatterList } from './MatterList.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly land: Land
  readonly figures: ReadonlyMap<string, Figure>
  readonly total: number
  readonly unplaced: number
  /** In view, nearest limit first. */
  readonly pins: readonly PlacedPin[]
  /** Those of one spot on the map, where the map could not take them apart. */
  readonly picked: boolean
  readonly chosenId: string | undefined
  readonly withoutPin: { readonly count: number; readonly list: string }
  readonly onPoint: (pin: PlacedPin | null) => void
  readonly onChoose: (matterId: string | undefined) => void
  readonly onUnpick: () => void
  readonly onEnter: (areaId: string) => void
}

/** Beside the map the same without a mouse: what is in view, the areas below, or one matter. */
export function Side(props: Props) {
  const { land, figures, total, pins, picked, chosenId, withoutPin, onChoose } = props
  const m = useMessages()
  const [tab, setTab] = useState<'matters' | 'areas'>('matters')
  const { locale } = useLocale()
  const names = new Map(land.below.map(({ id, name, nameEn }) => [id, locale === 'zh' ? name : (nameEn ?? name)]))
  const at = pins.findIndex(({ id }) => id === chosenId)
  const step = (by: 1 | -1) => {
    const next = pins[at + by] ?? pins[by === 1 ? 0 : pins.length - 1]
    if (next) onChoose(next.id)
  }
  useKeys(chosenId !== undefined, step, () => onChoose(undefined))

  if (chosenId !== undefined)
    return (
      <aside className="mapside" aria-label={m.preview}>
        <div className="sidehead">
          <button type="button" className="btn txt" onClick={() => onChoose(undefined)}>
            <Icon name="left" />
            {m.back}
          </button>
          <span className="keyhints" aria-hidden="true">
            <kbd>J</kbd>
            <kbd>K</kbd> {m.upDown} <kbd>Esc</kbd> {m.close}
          </span>
        </div>
        <Preview key={chosenId} matterId={chosenId} onNext={() => step(1)} />
      </aside>
    )
  return (
    <aside className="mapside" aria-label={m.matters}>
      <div className="tabs" role="tablist">
        <Tab on={tab === 'matters'} count={pins.length} onChoose={() => setTab('matters')}>
          {m.matters}
        </Tab>
        <Tab on={tab === 'areas'} count={land.below.length} onChoose={() => setTab('areas')}>
          {m.levels[levelBelow[land.here.level]]}
        </Tab>
      </div>
      {tab === 'areas' ? (
        <div className="sidescroll" role="tabpanel">
          <AreaList land={land} figures={figures} unplaced={props.unplaced} onEnter={props.onEnter} />
        </div>
      ) : (
        <>
          <p className="sidenote" role="status">
            {picked ? m.pickedHere(pins.length) : m.inView(pins.length)}
            {picked && (
              <button type="button" className="btn txt" onClick={props.onUnpick}>
                {m.allInView}
              </button>
            )}
          </p>
          <div className="sidescroll" role="tabpanel">
            {pins.length === 0 && <p className="blank">{total === 0 ? m.noneHere : m.noneInView}</p>}
            <MatterList
              pins={pins}
              chosenId={chosenId}
              placeOf={(pin) => names.get(areaAt(levelBelow[land.here.level], pin) ?? '')}
              onPoint={props.onPoint}
              onChoose={({ id }) => onChoose(id)}
            />
          </div>
        </>
      )}
      {withoutPin.count > 0 && (
        <p className="sidenote foot">
          {m.withoutPin(withoutPin.count)} <Link to={withoutPin.list}>{m.asList}</Link>
        </p>
      )}
    </aside>
  )
}

interface TabProps {
  readonly on: boolean
  readonly count: number
  readonly onChoose: () => void
  readonly children: ReactNode
}

function Tab({ on, count, onChoose, children }: TabProps) {
  return (
    <button type="button" role="tab" aria-selected={on} className={on ? 'on' : ''} onClick={onChoose}>
      {children}
      <em>{count}</em>
    </button>
  )
}

/** As in the inbox: J and K go through the list while a preview is open, Escape closes it. */
function useKeys(open: boolean, step: (by: 1 | -1) => void, close: () => void): void {
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'j') step(1)
      else if (event.key === 'k') step(-1)
      else if (event.key === 'Escape') close()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
