import type { AreaMeasure } from '@linli/contract/screen-shapes'
import { Icon, useLocale } from '@linli/ui'
import { decimalsOf } from '../decimals.ts'
import { useMessages } from '../messages.ts'
import { type Scale, shadeAt } from './shades.ts'

interface Props {
  readonly measures: readonly AreaMeasure[]
  readonly measure: AreaMeasure
  readonly scale: Scale
  readonly onMeasure: (code: string) => void
  readonly onExplain: () => void
}

/** By what the areas are shaded, and where each shade begins. */
export function Ramp({ measures, measure, scale, onMeasure, onExplain }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const { edges } = scale
  const decimals = decimalsOf(edges)
  return (
    <span className="ramp">
      <select aria-label={m.measure} value={measure.code} onChange={(event) => onMeasure(event.target.value)}>
        {measures.map(({ code, names }) => (
          <option key={code} value={code}>
            {names[locale]}
          </option>
        ))}
      </select>
      <button type="button" className="tool" aria-label={m.how} onClick={onExplain}>
        <Icon name="note" />
      </button>
      <span className="steps" aria-hidden="true">
        {Array.from({ length: edges.length + 1 }, (_, step) => (
          <i key={step} className={`shade-${shadeAt(edges, step)}`}>
            {step > 0 && <b>{edges[step - 1]?.toFixed(decimals)}</b>}
          </i>
        ))}
      </span>
    </span>
  )
}
