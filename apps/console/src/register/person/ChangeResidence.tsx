import { type Person, peopleRoutes, Relation, ResidenceKind } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { usePersonMessages } from '../person-messages.ts'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

/** Relation, kind, or living here of somebody who stays in the household: from a day on, and nothing before it changes. */
export function ChangeResidence({ person, onClose }: Props) {
  const m = useWorkMessages()
  const mine = usePersonMessages()
  const words = useWords()
  const [livesHere, setLivesHere] = useState(person.state === 'present')
  const change = useRegisterCommand(peopleRoutes.changeResidence)
  const faults = faultsOf(change, ['on', 'relation', 'residenceKind', 'otherPlace'])

  async function submit(form: FormData) {
    const place = fieldText(form, 'otherPlace')
    const done = await change.run({
      personId: person.id,
      seenVersion: person.version,
      knownHow: knownHowOf(form),
      on: fieldText(form, 'on'),
      relation: Relation.catch('unknown').parse(fieldText(form, 'relation')),
      residenceKind: ResidenceKind.catch('registered').parse(fieldText(form, 'residenceKind')),
      livesHere,
      ...(place ? { otherPlace: place } : {}),
    })
    if (done) onClose()
  }

  return (
    <Dialog
      title={mine.changeResidence}
      submit={mine.do}
      busy={change.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <div className="row2">
        <Choice
          name="relation"
          label={m.relation}
          words={words.relation}
          start={person.relation ?? 'unknown'}
          fault={faults.at('relation')}
        />
        <Choice
          name="residenceKind"
          label={m.residenceKind}
          words={words.residence}
          start={person.residenceKind ?? 'registered'}
          fault={faults.at('residenceKind')}
        />
      </div>
      <label className="inline">
        <input type="checkbox" checked={livesHere} onChange={({ target }) => setLivesHere(target.checked)} />
        {m.livesHere}
      </label>
      {!livesHere && (
        <Field label={mine.awayPlace} fault={faults.at('otherPlace')}>
          {(control) => <input {...control} name="otherPlace" maxLength={200} />}
        </Field>
      )}
      <div className="row2">
        <Field label={mine.sinceDay} hint={mine.sinceDayHint} fault={faults.at('on')}>
          {(control) => (
            <input {...control} name="on" type="date" required min="1900-01-01" max={today()} defaultValue={today()} />
          )}
        </Field>
        <KnownField />
      </div>
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
