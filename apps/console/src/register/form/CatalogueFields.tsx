import type { CatalogueField, FieldSubject } from '@linli/contract/people-fields'
import { fieldText, useLocale } from '@linli/ui'
import { Field } from '../../areas/form/Field.tsx'
import { useFieldsOf } from '../field-names.ts'
import { useWorkMessages } from '../work-messages.ts'
import type { FieldFaults } from './faults.ts'

/** The fields that have places of their own in the form. */
const ownPlaces: readonly string[] = ['document', 'phone']

/** What else the catalogue allows to be written down of somebody; those of the vault and those of the county's own. */
export function useFurtherFields(subject: FieldSubject = 'person'): readonly CatalogueField[] {
  return useFieldsOf(subject).filter(({ storage, code }) => storage !== 'column' && !ownPlaces.includes(code))
}

export function CatalogueFields({ fields, faults }: { fields: readonly CatalogueField[]; faults: FieldFaults }) {
  const m = useWorkMessages()
  const { locale } = useLocale()
  if (fields.length === 0) return null
  return (
    <details className="further">
      <summary>{m.further}</summary>
      <p className="mut">{m.furtherHint}</p>
      {fields.map((field) => (
        <Field
          key={field.code}
          label={field.names[locale]}
          hint={m.basisAndEmpty(field.basis)}
          fault={faults.at(field.code)}
        >
          {(control) =>
            field.shape.type === 'choice' || field.shape.type === 'flag' ? (
              <select {...control} name={nameOf(field)} defaultValue="">
                <option value="">{m.unchanged}</option>
                {(field.shape.options ?? []).map(({ code, names }) => (
                  <option key={code} value={code}>
                    {names[locale]}
                  </option>
                ))}
                {field.shape.type === 'flag' && (
                  <>
                    <option value="true">{m.yes}</option>
                    <option value="false">{m.no}</option>
                  </>
                )}
                <option value="unknown">{m.unknown}</option>
              </select>
            ) : (
              <input
                {...control}
                name={nameOf(field)}
                type={field.shape.type === 'text' ? 'text' : field.shape.type}
                maxLength={field.storage === 'sealed' ? 500 : 200}
                autoComplete="off"
              />
            )
          }
        </Field>
      ))}
    </details>
  )
}

const nameOf = ({ code }: CatalogueField) => `field ${code}`

/** Only what was filled in, as a change of a person takes it. */
export function furtherOf(form: FormData, fields: readonly CatalogueField[]) {
  const filled = fields.flatMap((field) => {
    const value = fieldText(form, nameOf(field))
    return value === '' ? [] : [{ field, value }]
  })
  const sealed = filled.filter(({ field }) => field.storage === 'sealed')
  const extra = filled.filter(({ field }) => field.storage === 'extra')
  return {
    sealed: sealed.map(({ field, value }) => ({ field: field.code, value })),
    extra: Object.fromEntries(extra.map(({ field, value }) => [field.code, asShaped(field, value)])),
  }
}

function asShaped({ shape }: CatalogueField, value: string): string | number | boolean {
  if (shape.type === 'number') return Number(value)
  return shape.type === 'flag' && value !== 'unknown' ? value === 'true' : value
}
