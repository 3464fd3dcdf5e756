import type { AreaFigures, AreaMeasure, ScreenSnapshot } from '@linli/contract/screen-shapes'
import { useLocale } from '@linli/ui'
import { areaName } from '../area-names.ts'
import { useMessages } from '../messages.ts'
import { valueText } from '../widgets/AreaTable.tsx'

interface Props {
  readonly data: ScreenSnapshot
  /** The one that is pointed at; without it the card is about the town or village that is shown. */
  readonly area: AreaFigures | undefined
  readonly measure: AreaMeasure | undefined
}

export function AreaCard({ data, area, measure }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  if (!area && data.area.level === 'county') return null
  const { now, area: own, hours } = data
  const shown = area ?? own
  const received = area ? area.receivedToday : hours.today.reduce((sum, count) => sum + count, 0)
  const { open, overdue } = area ?? now
  const line = (name: string, value: string) => (
    <div key={name}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
  return (
    <div className="call">
      <b>{areaName(shown, locale)}</b>
      <dl>
        {line(m.openColumn, `${open} ${m.pieces}`)}
        {line(m.overdueColumn, `${overdue} ${m.pieces}`)}
        {line(m.receivedToday, `${received} ${m.pieces}`)}
        {area &&
          measure &&
          line(measure.names[locale], `${valueText(area, measure, m.hidden)} ${measure.unit[locale]}`)}
        {area && area.grids > 0 && line(m.staffedGrids, m.staffedOf(area.staffed, area.grids))}
        {line(m.households, shown.households.toLocaleString('en'))}
      </dl>
    </div>
  )
}
