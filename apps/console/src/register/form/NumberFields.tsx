import { PersonDocumentKind } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'
import { Choice } from './Choice.tsx'
import type { FieldFaults } from './faults.ts'

interface Props {
  /** What is known so far; a new person has neither. */
  readonly documentKind?: PersonDocumentKind
  readonly phoneMasked?: string | null
  readonly faults: FieldFaults
}

const without: readonly string[] = ['none', 'unknown']

/** Document and phone. What is sealed already is not shown here: left empty it stays as it is. */
export function NumberFields({ documentKind, phoneMasked = null, faults }: Props) {
  const m = useWorkMessages()
  const words = useWords()
  const [kind, setKind] = useState<PersonDocumentKind>(documentKind ?? 'unknown')
  const [phoneless, setPhoneless] = useState(false)
  const held = documentKind !== undefined && documentKind === kind && !without.includes(kind)
  return (
    <>
      <div className="row2">
        <Choice
          name="documentKind"
          label={m.documentKind}
          words={words.document}
          start={kind}
          fault={faults.at('document.kind') ?? faults.at('document')}
          onChoose={setKind}
        />
        {!without.includes(kind) && (
          <Field label={m.documentNumber} hint={held ? m.keptIfEmpty : undefined} fault={faults.at('document.number')}>
            {(control) => (
              <input
                {...control}
                name="documentNumber"
                maxLength={40}
                autoComplete="off"
                spellCheck={false}
                required={!held}
              />
            )}
          </Field>
        )}
      </div>
      <div className="withunknown">
        <Field
          label={m.phone}
          hint={phoneMasked && !phoneless ? m.phoneKept(phoneMasked) : undefined}
          fault={faults.at('phone')}
        >
          {(control) => (
            <input {...control} name="phone" type="tel" maxLength={30} autoComplete="off" disabled={phoneless} />
          )}
        </Field>
        <label className="inline">
          <input
            type="checkbox"
            name="phoneless"
            checked={phoneless}
            onChange={({ target }) => setPhoneless(target.checked)}
          />
          {m.phoneless}
        </label>
      </div>
    </>
  )
}

/** Only what was filled in: the rest stays as it is. */
export function numbersOf(form: FormData, documentKind?: PersonDocumentKind) {
  const kind = PersonDocumentKind.catch('unknown').parse(fieldText(form, 'documentKind'))
  const [number, phone] = [fieldText(form, 'documentNumber'), fieldText(form, 'phone')]
  const phoneSaid = form.has('phoneless') ? { phone: null } : phone ? { phone } : {}
  if (number) return { document: { kind, number }, ...phoneSaid }
  return kind === (documentKind ?? 'unknown') ? phoneSaid : { document: { kind }, ...phoneSaid }
}
