import type { AreaFigures, AreaMeasure, ScreenSnapshot } from '@linli/contract/screen-shapes'
import { useLocale } from '@linli/ui'
import { memo } from 'react'
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
  return (
    <table className="areas">
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
            {measure && <td>{valueText(area, measure, m.hidden)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
})

export function valueText({ values }: AreaFigures, { code, ofPeople }: AreaMeasure, hidden: string): string {
  const value = values[code] ?? null
  if (value === null) return ofPeople ? hidden : '—'
  return code === 'weekAgainstPast' && value > 0 ? `+${value}` : String(value)
}

/** 新江口街道 is 新江口 on a map, as on every printed one. */
export function shortName(area: { name: string; nameEn: string | null }, locale: 'zh' | 'en'): string {
  if (locale === 'en' && area.nameEn)
    return area.nameEn.replace(/ (Subdistrict|Tujia Township|Township|Town|Village|Community)$/, '')
  const short = area.name.replace(
    /(街道|镇|土家族乡|乡|社区居委会|社区居民委员会|居委会|村民委员会|村委会|社区|村)$/u,
    '',
  )
  return short || area.name
}
