import { Icon, useLocale } from '@linli/ui'
import { type Figure, none } from './figures.ts'
import type { Land } from './land.ts'
import { useMessages } from './messages.ts'

interface Props {
  readonly land: Land
  readonly figures: ReadonlyMap<string, Figure>
  readonly unplaced: number
  readonly onEnter: (areaId: string) => void
}

/** The areas below, in the county's own order: a way in without a mouse, and no ranking. */
export function AreaList({ land, figures, unplaced, onEnter }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  if (land.below.length === 0) return <p className="blank">{m.noneBelow}</p>
  return (
    <>
      <ul>
        {land.below.map(({ id, name, nameEn }) => {
          const { open, overdue } = figures.get(id) ?? none
          return (
            <li key={id}>
              <button type="button" className="arow" onClick={() => onEnter(id)}>
                <b>{locale === 'zh' ? name : (nameEn ?? name)}</b>
                <small>{m.group(open, overdue)}</small>
                <Icon name="right" />
              </button>
            </li>
          )
        })}
      </ul>
      {unplaced > 0 && <p className="more mut">{m.unplaced(unplaced)}</p>}
    </>
  )
}
