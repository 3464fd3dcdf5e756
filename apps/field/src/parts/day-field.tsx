import { useId } from 'react'
import { Fault } from './field.tsx'

interface Props {
  readonly label: string
  /** The label is there for screen readers only: it stands above already. */
  readonly bare?: boolean
  /** `2026-11-23`; empty while nothing is chosen. */
  readonly value: string
  readonly latest?: string
  readonly onDay: (day: string) => void
  readonly fault?: string | undefined
}

export function DayField({ label, bare = false, value, latest, onDay, fault }: Props) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? 'sr' : undefined}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value}
        max={latest}
        onChange={(event) => onDay(event.target.value)}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-fault`}
      />
      <Fault id={`${id}-fault`} fault={fault} />
    </div>
  )
}
