import { Field } from '../../areas/form/Field.tsx'

interface Props<Code extends string> {
  readonly name: string
  readonly label: string
  readonly words: Readonly<Record<Code, string>>
  /** Which of them, in this order; all if left out. */
  readonly codes?: readonly Code[]
  readonly start: Code | ''
  /** Words for having chosen nothing. */
  readonly nothing?: string
  readonly hint?: string | undefined
  readonly fault?: string | undefined
  readonly onChoose?: (code: Code) => void
}

/** One of the register's codes, by its words. */
export function Choice<Code extends string>(props: Props<Code>) {
  const { words, name, start, nothing, onChoose } = props
  // The keys of a table of words are its codes.
  const codes = props.codes ?? (Object.keys(words) as Code[])
  return (
    <Field label={props.label} hint={props.hint} fault={props.fault}>
      {(control) => (
        <select
          {...control}
          name={name}
          defaultValue={start}
          onChange={({ target }) => {
            const chosen = codes.find((code) => code === target.value)
            if (chosen) onChoose?.(chosen)
          }}
        >
          {nothing !== undefined && <option value="">{nothing}</option>}
          {codes.map((code) => (
            <option key={code} value={code}>
              {words[code]}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
