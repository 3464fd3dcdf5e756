import type { Area } from '@linli/contract/areas'
import { useState } from 'react'
import { type Ring, squareKm } from '../editor/plane.ts'
import { Field } from '../form/Field.tsx'
import { HouseholdsField } from '../form/HouseholdsField.tsx'
import type { Draft } from '../form/use-draft.ts'
import { useMessages } from '../messages.ts'

interface Props {
  readonly draft: Draft
  readonly faults: Readonly<Record<string, string>>
  /** Each part's outline; undefined before it is cut. */
  readonly parts: readonly (Ring | undefined)[]
  /** Households of the grid that is split. */
  readonly whole: number | null
  readonly rule: Area['householdRule']
}

/** Name and households of each part, and whether they add up to the whole. */
export function PartFields({ draft, faults, parts, whole, rule }: Props) {
  const m = useMessages()
  const [counts, count] = useState<Readonly<Record<number, number | null>>>(() =>
    Object.fromEntries(parts.map((_, index) => [index, startOf(draft.text(`households${index}`))])),
  )
  const given = parts.flatMap((_, index) => counts[index] ?? [])
  const sum = given.reduce((total, one) => total + one, 0)
  return (
    <>
      {parts.map((part, index) => (
        // A part has no other name than its number.
        <fieldset key={index}>
          <legend>{part ? `${m.part(index + 1)} · ${m.surface(squareKm(part))}` : m.part(index + 1)}</legend>
          <Field label={m.nameOptional} fault={faults[`parts.${index}.name`]}>
            {(control) => (
              <input {...control} name={`name${index}`} maxLength={100} defaultValue={draft.text(`name${index}`)} />
            )}
          </Field>
          <HouseholdsField
            name={`households${index}`}
            start={draft.text(`households${index}`)}
            rule={rule}
            fault={faults[`parts.${index}.households`]}
            onCount={(households) => count({ ...counts, [index]: households })}
          />
        </fieldset>
      ))}
      {whole !== null && given.length > 0 && (
        <p className={given.length === parts.length && sum !== whole ? 'lost' : 'mut'}>{m.sumOf(sum, whole)}</p>
      )}
    </>
  )
}

const startOf = (text: string) => (text === '' ? null : Number(text))
