import { Education, type Person, type PersonSaid, peopleRoutes, Sex, Work } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { BirthField } from '../form/BirthField.tsx'
import { CatalogueFields, furtherOf, useFurtherFields } from '../form/CatalogueFields.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { NumberFields, numbersOf } from '../form/NumberFields.tsx'
import { usePersonMessages } from '../person-messages.ts'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'

const fields = ['name', 'sex', 'birthOn', 'education', 'work', 'document', 'document.kind', 'document.number', 'phone']

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

/** Records what was said now. Only what differs from the file as it came up is sent, so that nothing else is claimed. */
export function ChangePerson({ person, onClose }: Props) {
  const m = useWorkMessages()
  const mine = usePersonMessages()
  const words = useWords()
  const [before] = useState(person)
  const further = useFurtherFields()
  const change = useRegisterCommand(peopleRoutes.changePerson)
  const faults = faultsOf(change, [...fields, 'validFrom', ...further.map(({ code }) => code)])
  const meanwhile = (field: 'name' | 'birthOn') =>
    person[field] === before[field] ? undefined : mine.nowIs(person[field] ?? mine.nothing)

  async function submit(form: FormData) {
    const { sealed, extra } = furtherOf(form, further)
    const said = { ...saidIn(form, before), ...(Object.keys(extra).length > 0 ? { extra } : {}) }
    const parts = {
      ...(Object.keys(said).length > 0 ? { said } : {}),
      ...(sealed.length > 0 ? { sealed } : {}),
      ...numbersOf(form, before.documentKind),
    }
    if (Object.keys(parts).length === 0) return onClose()
    const done = await change.run({
      personId: before.id,
      seenVersion: person.version,
      knownHow: knownHowOf(form),
      validFrom: fieldText(form, 'validFrom'),
      ...parts,
    })
    if (done) onClose()
  }

  return (
    <Dialog
      title={mine.changeTitle}
      submit={m.save}
      busy={change.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <div className="row2">
        <Field label={m.name} hint={meanwhile('name')} fault={faults.at('name')}>
          {(control) => (
            <input {...control} name="name" required maxLength={80} autoComplete="off" defaultValue={before.name} />
          )}
        </Field>
        <Choice name="sex" label={m.sex} words={words.sex} start={before.sex} fault={faults.at('sex')} />
      </div>
      <BirthField start={before.birthOn} hint={meanwhile('birthOn')} fault={faults.at('birthOn')} />
      <div className="row2">
        <Choice
          name="education"
          label={mine.education}
          words={words.education}
          start={before.education ?? ''}
          {...(before.education === null ? { nothing: mine.noAnswer } : {})}
          fault={faults.at('education')}
        />
        <Choice
          name="work"
          label={mine.work}
          words={words.work}
          start={before.work ?? ''}
          {...(before.work === null ? { nothing: mine.noAnswer } : {})}
          fault={faults.at('work')}
        />
      </div>
      <NumberFields documentKind={before.documentKind} phoneMasked={before.phoneMasked} faults={faults} />
      <CatalogueFields fields={further} faults={faults} />
      <div className="row2">
        <KnownField />
        <Field label={mine.validFrom} hint={mine.validFromHint} fault={faults.at('validFrom')}>
          {(control) => (
            <input
              {...control}
              name="validFrom"
              type="date"
              required
              min="1900-01-01"
              max={today()}
              defaultValue={today()}
            />
          )}
        </Field>
      </div>
      <FormFault text={faults.whole} />
    </Dialog>
  )
}

function saidIn(form: FormData, before: Person): PersonSaid {
  const text = (name: string) => fieldText(form, name)
  const filled: PersonSaid = {
    name: text('name'),
    sex: Sex.catch('unknown').parse(text('sex')),
    birthOn: text('birthOn') || null,
    education: Education.nullable().catch(null).parse(text('education')),
    work: Work.nullable().catch(null).parse(text('work')),
  }
  const was: PersonSaid = before
  return Object.fromEntries(Object.entries(filled).filter(([field, value]) => value !== was[field as keyof PersonSaid]))
}
