import type { Area } from '@linli/contract/areas'
import { useState } from 'react'
import { useMessages } from '../messages.ts'
import { Field } from './Field.tsx'

interface Props {
  readonly name?: string
  readonly start: string
  /** Fewest and most households that the county wants in a grid; a warning, never a refusal. */
  readonly rule: Area['householdRule']
  readonly hint?: string | undefined
  readonly fault: string | undefined
  readonly onCount?: (count: number | null) => void
}

/** How many households, with the county's rule beside it while one types. */
export function HouseholdsField({ name = 'households', start, rule, hint, fault, onCount }: Props) {
  const m = useMessages()
  const [text, setText] = useState(start)
  const count = text === '' ? null : Number(text)
  const outside = rule !== null && count !== null && (count < rule.min || count > rule.max)
  return (
    <Field
      label={m.households}
      hint={
        outside ? m.householdsOutside(count, rule.min, rule.max) : (hint ?? (rule ? m.rule(rule.min, rule.max) : ''))
      }
      warn={outside}
      fault={fault}
    >
      {(control) => (
        <input
          {...control}
          name={name}
          type="number"
          min={0}
          max={100_000}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            onCount?.(target.value === '' ? null : Number(target.value))
          }}
        />
      )}
    </Field>
  )
}
