import { Field } from '../areas/form/Field.tsx'

interface SelectProps<Code extends string> {
  readonly label: string
  readonly value: Code
  readonly codes: readonly Code[]
  readonly words: Readonly<Record<string, string>>
  readonly fault?: string | undefined
  readonly onChoose: (code: Code) => void
}

/** One of some codes, by its words. */
export function Select<Code extends string>({ label, value, codes, words, fault, onChoose }: SelectProps<Code>) {
  return (
    <Field label={label} fault={fault}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={({ target }) => {
            const chosen = codes.find((code) => code === target.value)
            if (chosen !== undefined) onChoose(chosen)
          }}
        >
          {codes.map((code) => (
            <option key={code} value={code}>
              {words[code] ?? code}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface TicksProps<Code extends string | number> {
  readonly label: string
  readonly options: readonly (readonly [Code, string])[]
  readonly chosen: readonly Code[]
  readonly fault?: string | undefined
  readonly onChange: (chosen: Code[]) => void
}

/** Some of several, in the order of the options. */
export function Ticks<Code extends string | number>({ label, options, chosen, fault, onChange }: TicksProps<Code>) {
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="ticks">
        {options.map(([code, words]) => (
          <label key={code} className="inline">
            <input
              type="checkbox"
              checked={chosen.includes(code)}
              onChange={({ target }) =>
                onChange(
                  options.flatMap(([one]) => ((one === code ? target.checked : chosen.includes(one)) ? [one] : [])),
                )
              }
            />
            {words}
          </label>
        ))}
      </div>
      {fault !== undefined && (
        <small className="bad" role="alert">
          {fault}
        </small>
      )}
    </fieldset>
  )
}

interface WholeNumberProps {
  readonly label: string
  /** Null: left empty. */
  readonly value: number | null
  readonly least: number
  readonly most: number
  readonly required?: boolean
  readonly fault?: string | undefined
  readonly onChange: (value: number | null) => void
}

/** A whole number; what is out of range is said by the server, beside it. */
export function WholeNumber({ label, value, least, most, required = true, fault, onChange }: WholeNumberProps) {
  return (
    <Field label={label} fault={fault}>
      {(control) => (
        <input
          {...control}
          type="number"
          min={least}
          max={most}
          step={1}
          required={required}
          value={value ?? ''}
          onChange={({ target }) => onChange(target.value === '' ? null : Math.round(target.valueAsNumber))}
        />
      )}
    </Field>
  )
}

interface LineProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly most: number
  readonly pattern?: string
  readonly fault?: string | undefined
  readonly onChange: (value: string) => void
}

/** A line that must be there. */
export function Line({ label, hint, value, most, pattern, fault, onChange }: LineProps) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(control) => (
        <input
          {...control}
          required
          pattern={pattern}
          maxLength={most}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
