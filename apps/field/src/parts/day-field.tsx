import { Field } from './field.tsx'

interface Props {
  readonly label: string
  readonly bare?: boolean
  /** `2026-11-23`; empty while nothing is chosen. */
  readonly value: string
  readonly latest?: string
  readonly onDay: (day: string) => void
  readonly fault?: string | undefined
}

export function DayField({ label, bare, value, latest, onDay, fault }: Props) {
  return (
    <Field label={label} bare={bare} fault={fault}>
      {(control) => (
        <input {...control} type="date" value={value} max={latest} onChange={(event) => onDay(event.target.value)} />
      )}
    </Field>
  )
}
