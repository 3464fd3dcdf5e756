import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { useWorkMessages } from '../work-messages.ts'

interface Props {
  readonly start: string | null
  /** A newborn's day is always known. */
  readonly must?: boolean
  readonly hint?: string | undefined
  readonly fault: string | undefined
}

/** The birthday, or that it is not known. */
export function BirthField({ start, must = false, hint, fault }: Props) {
  const m = useWorkMessages()
  const [unknown, setUnknown] = useState(start === null && !must)
  return (
    <div className="withunknown">
      <Field label={m.birthOn} hint={hint} fault={fault}>
        {(control) => (
          <input
            {...control}
            type="date"
            name="birthOn"
            min="1850-01-01"
            max={today()}
            required={must || !unknown}
            disabled={unknown && !must}
            defaultValue={start ?? (must ? today() : '')}
          />
        )}
      </Field>
      {!must && (
        <label className="inline">
          <input type="checkbox" checked={unknown} onChange={({ target }) => setUnknown(target.checked)} />
          {m.unknown}
        </label>
      )}
    </div>
  )
}
