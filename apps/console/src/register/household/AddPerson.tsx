import { newId } from '@linli/client'
import { type Household, peopleRoutes, Relation, ResidenceKind, Sex } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { BirthField } from '../form/BirthField.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { NumberFields, numbersOf } from '../form/NumberFields.tsx'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'

const fields = ['name', 'sex', 'birthOn', 'relation', 'residenceKind', 'document', 'document.kind', 'document.number']
const fieldsToo = ['phone', 'since', 'otherPlace']
type Came = 'born' | 'moved_in' | 'married' | 'known'

interface Props {
  readonly household: Household
  readonly onClose: () => void
}

/** Somebody new in a household: born, come from elsewhere, or only now written down. */
export function AddPerson({ household, onClose }: Props) {
  const m = useWorkMessages()
  const words = useWords()
  const [came, setCame] = useState<Came>('known')
  // One file, however often the button is pressed.
  const [personId] = useState(newId)
  const add = useRegisterCommand(peopleRoutes.addPerson)
  const faults = faultsOf(add, [...fields, ...fieldsToo])

  async function submit(form: FormData) {
    const text = (name: string) => fieldText(form, name)
    const birthOn = text('birthOn') || null
    const since = came === 'born' ? birthOn : text('since')
    const done = await add.run({
      householdId: household.id,
      knownHow: knownHowOf(form),
      person: {
        personId,
        name: text('name'),
        sex: Sex.catch('unknown').parse(text('sex')),
        birthOn,
        ...numbersOf(form),
        relation: Relation.catch('unknown').parse(text('relation')),
        residenceKind: ResidenceKind.catch('registered').parse(text('residenceKind')),
        livesHere: form.has('livesHere'),
        beganBy: came,
        ...(since ? { since } : {}),
        ...(text('otherPlace') ? { otherPlace: text('otherPlace') } : {}),
      },
    })
    if (done) onClose()
  }

  return (
    <Dialog title={m.addPerson} submit={m.add} busy={add.busy} onClose={onClose} onSubmit={(form) => void submit(form)}>
      <fieldset className="ways">
        <legend>{m.how}</legend>
        {(['born', 'moved_in', 'married', 'known'] as const).map((way) => (
          <label key={way} className="inline">
            <input type="radio" name="came" value={way} checked={came === way} onChange={() => setCame(way)} />
            {m.came[way]}
          </label>
        ))}
      </fieldset>
      <Field label={m.name} fault={faults.at('name')}>
        {(control) => <input {...control} name="name" required maxLength={80} autoComplete="off" />}
      </Field>
      <div className="row2">
        <Choice name="sex" label={m.sex} words={words.sex} start="unknown" fault={faults.at('sex')} />
        <Choice
          name="relation"
          label={m.relation}
          words={words.relation}
          start="unknown"
          fault={faults.at('relation')}
        />
      </div>
      <BirthField
        key={came === 'born' ? 'born' : 'other'}
        start={null}
        must={came === 'born'}
        hint={came === 'born' ? m.bornHint : undefined}
        fault={faults.at('birthOn') ?? (came === 'born' ? faults.at('since') : undefined)}
      />
      <div className="row2">
        <Choice
          key={came}
          name="residenceKind"
          label={m.residenceKind}
          words={words.residence}
          start={came === 'moved_in' ? 'migrant' : came === 'born' ? 'unregistered' : 'registered'}
          fault={faults.at('residenceKind')}
        />
        {came !== 'born' && (
          <Field label={m.cameOn} hint={m.sinceHint} fault={faults.at('since')}>
            {(control) => <input {...control} name="since" type="date" min="1850-01-01" max={today()} />}
          </Field>
        )}
      </div>
      {(came === 'moved_in' || came === 'married') && (
        <Field label={m.cameFrom} hint={m.cameFromHint} fault={faults.at('otherPlace')}>
          {(control) => <input {...control} name="otherPlace" maxLength={200} />}
        </Field>
      )}
      <label className="inline">
        <input type="checkbox" name="livesHere" defaultChecked />
        {m.livesHere}
      </label>
      <NumberFields faults={faults} />
      <KnownField />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
