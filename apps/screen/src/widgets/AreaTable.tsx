import type { AreaFigures, AreaMeasure, ScreenSnapshot } from '@linli/contract/screen-shapes'
import { useLocale } from '@linli/ui'
import { type CSSProperties, memo } from 'react'
import { shortName } from '../area-names.ts'
import { decimalsOf } from '../decimals.ts'
import { useMessages } from '../messages.ts'

interface Props {
  readonly data: ScreenSnapshot
  readonly measure: AreaMeasure | undefined
  readonly onEnter: (areaId: string) => void
  readonly onPoint?: (areaId: string | null) => void
  /** Beside the map, which names the measure already. */
  readonly brief?: boolean
}

/** The map in words: every area with its figures, in the official order. What the mouse does there, keys do here. */
export const AreaTable = memo(function AreaTable({ data, measure, onEnter, onPoint = () => {}, brief = false }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const unit = measure?.unit[locale] ?? ''
  const decimals = decimalsOf(data.areas.flatMap(({ values }) => values[measure?.code ?? ''] ?? []))
  return (
    <table className="areas" style={{ '--rows': data.areas.length } as CSSProperties}>
      <thead>
        <tr>
          <th scope="col">{m.areaColumn}</th>
          <th scope="col">{m.openColumn}</th>
          <th scope="col">{m.overdueColumn}</th>
          <th scope="col">{m.todayColumn}</th>
          {measure && <th scope="col">{brief ? unit : `${measure.names[locale]}${unit && ` (${unit})`}`}</th>}
        </tr>
      </thead>
      <tbody>
        {data.areas.map((area) => (
          <tr key={area.id} onPointerEnter={() => onPoint(area.id)} onPointerLeave={() => onPoint(null)}>
            <th scope="row">
              <button
                type="button"
                onClick={() => onEnter(area.id)}
                onFocus={() => onPoint(area.id)}
                onBlur={() => onPoint(null)}
              >
                {shortName(area, locale)}
              </button>
            </th>
            <td>{area.open}</td>
            <td className={area.overdue > 0 ? 'late' : ''}>{area.overdue}</td>
            <td>{area.receivedToday}</td>
            {measure && <td>{valueText(area, measure, m.hidden, decimals)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
})

export function valueText(
  { values }: AreaFigures,
  { code, ofPeople }: AreaMeasure,
  hidden: string,
  decimals = decimalsOf([values[code] ?? 0]),
): string {
  const value = values[code] ?? null
  if (value === null) return ofPeople ? hidden : '—'
  return `${code === 'weekAgainstPast' && value > 0 ? '+' : ''}${value.toFixed(decimals)}`
}
