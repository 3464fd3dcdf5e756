import { Icon } from '@linli/ui'
import type { DraftLine } from './plan-draft.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { usePlanWords } from './plan-messages.ts'
import { useOwners } from './use-owners.ts'

interface Props {
  readonly line: DraftLine
  readonly at: number
  readonly isLast: boolean
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (part: Partial<DraftLine>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** One line of a check-list: what, whose duty, who gets it, and within how long. */
export function PlanLineFields({ line, at, isLast, faults, onChange, onMove, onRemove }: Props) {
  const p = usePlanWords()
  const owners = useOwners()
  const place = at + 1
  const texts = [
    ['zh', p.what.zh, 100, true, 'names.zh'],
    ['en', p.what.en, 200, false, 'names.en'],
    ['dutyZh', p.duty.zh, 60, true, 'duty.zh'],
    ['dutyEn', p.duty.en, 120, false, 'duty.en'],
  ] as const
  return (
    <li>
      {texts.map(([name, label, most, required, path]) => (
        <label key={name}>
          <small>{label}</small>
          <input
            aria-label={p.ofLine(place, label ?? '')}
            required={required}
            maxLength={most}
            value={line[name]}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
          <FieldFault text={faults[`lines.${at}.${path}`]} />
        </label>
      ))}
      <label>
        <small>{p.owner}</small>
        <select
          aria-label={p.ofLine(place, p.owner)}
          value={line.unit}
          onChange={({ target }) => onChange({ unit: target.value })}
        >
          <option value="">{p.nobody}</option>
          {owners.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
          {line.unit !== '' && !owners.some(({ code }) => code === line.unit) && (
            <option value={line.unit}>{line.unit}</option>
          )}
        </select>
      </label>
      <label>
        <small>{p.within}</small>
        <input
          type="number"
          aria-label={p.ofLine(place, p.within)}
          min={1}
          max={10_080}
          value={line.within}
          onChange={({ target }) => onChange({ within: target.value })}
        />
        <FieldFault text={faults[`lines.${at}.within`]} />
      </label>
      <span className="lineacts">
        <button
          type="button"
          className="btn txt flip"
          disabled={at === 0}
          aria-label={p.up(place)}
          onClick={() => onMove(-1)}
        >
          <Icon name="down" />
        </button>
        <button
          type="button"
          className="btn txt"
          disabled={isLast}
          aria-label={p.down(place)}
          onClick={() => onMove(1)}
        >
          <Icon name="down" />
        </button>
        <button type="button" className="btn txt" aria-label={p.remove(place)} onClick={onRemove}>
          <Icon name="close" />
        </button>
      </span>
    </li>
  )
}
