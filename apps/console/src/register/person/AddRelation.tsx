import { newId } from '@linli/client'
import type { Person, SearchHit } from '@linli/contract/people'
import { RelatedAs, relationRoutes } from '@linli/contract/people-relations'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { useCommand } from '../../pages/use-command.ts'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { HitPicker } from '../form/HitPicker.tsx'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { useMessages } from '../messages.ts'
import { useRelationMessages } from '../relation-messages.ts'

interface Props {
  readonly person: Person
  readonly onClose: () => void
  readonly onDone: () => void
}

/** What another person of the register is to this one, and since when. */
export function AddRelation({ person, onClose, onDone }: Props) {
  const m = useRelationMessages()
  const register = useMessages()
  const [other, choose] = useState<SearchHit | null>(null)
  const [as, is] = useState<RelatedAs>('parent')
  const [unchosen, setUnchosen] = useState(false)
  const [relationId] = useState(newId)
  const add = useCommand(relationRoutes.addRelation, [relationRoutes.listRelations.path])
  const faults = faultsOf(add, ['otherId', 'validFrom', 'as'])
  // A parent is one from the birth of the child on; the rest begins some day.
  const born = (as === 'parent' ? person.birthOn : null) ?? ''

  async function submit(form: FormData) {
    setUnchosen(other === null)
    if (other === null) return
    const validFrom = fieldText(form, 'validFrom')
    const asked = { personId: person.id, relationId, otherId: other.id, as, validFrom, knownHow: knownHowOf(form) }
    if (await add.run(asked)) onDone()
  }

  return (
    <Dialog
      title={m.addTitle}
      intro={<p className="mut">{m.addHint}</p>}
      submit={m.record}
      busy={add.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <HitPicker
        label={m.who}
        hint={register.findHint}
        kind="person"
        exceptId={person.id}
        chosen={other}
        onChoose={choose}
        fault={faults.at('otherId') ?? (unchosen && other === null ? m.chooseSomebody : undefined)}
      />
      <Choice
        name="as"
        label={m.asWhat}
        words={m.as}
        codes={RelatedAs.options}
        start={as}
        fault={faults.at('as')}
        onChoose={is}
      />
      <Field label={m.since} hint={m.sinceHint[as]} fault={faults.at('validFrom')}>
        {(control) => (
          <input
            key={born}
            {...control}
            name="validFrom"
            type="date"
            required
            min="1900-01-01"
            max={today()}
            defaultValue={born}
          />
        )}
      </Field>
      <KnownField start="document" />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
