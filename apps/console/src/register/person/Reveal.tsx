import { FieldGroup, type Person, peopleRoutes, RevealPurpose } from '@linli/contract/people'
import type { RouteOutput } from '@linli/contract/route'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { FormFault } from '../../frame/FormFault.tsx'
import { useCommand } from '../../pages/use-command.ts'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useWords } from '../words.ts'

/**
 * What each purpose may open: the same table as the vault's own (`vault.purposes`), which decides. Own requests and
 * emergencies have pages of their own.
 */
const groupsOf: Readonly<Partial<Record<RevealPurpose, readonly FieldGroup[]>>> = {
  upkeep: ['identity', 'contact'],
  service: ['identity', 'contact', 'health', 'child'],
  visit: ['contact'],
  merge: ['identity', 'contact'],
}

interface Props {
  readonly person: Person
  /** The piece of work that the file was opened for. */
  readonly work: { readonly caseId?: string }
  readonly onClose: () => void
  readonly onOpened: (values: RouteOutput<typeof peopleRoutes.revealPerson>['values']) => void
}

/** Asks for what, for which purpose and why, and says that all of it is recorded. */
export function Reveal({ person, work, onClose, onOpened }: Props) {
  const mine = usePersonMessages()
  const words = useWords()
  const [purpose, choose] = useState<RevealPurpose>('upkeep')
  const [none, setNone] = useState(false)
  const reveal = useCommand(peopleRoutes.revealPerson, [])
  const faults = faultsOf(reveal, ['reason', 'groups', 'purpose'])
  const groups = groupsOf[purpose] ?? []
  const purposes = RevealPurpose.options.filter(
    (one) => groupsOf[one] !== undefined && (one !== 'merge' || person.may.includes('merge')),
  )

  async function submit(form: FormData) {
    const chosen = FieldGroup.array().parse(form.getAll('group'))
    setNone(chosen.length === 0)
    if (chosen.length === 0) return
    const reason = fieldText(form, 'reason')
    const done = await reveal.run({ personId: person.id, purpose, groups: chosen, reason, ...work })
    if (done) onOpened(done.values)
  }

  return (
    <Dialog
      title={mine.reveal}
      intro={<p className="told warn">{mine.revealIntro}</p>}
      submit={mine.open}
      busy={reveal.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Choice
        name="purpose"
        label={mine.purpose}
        words={words.purpose}
        codes={purposes}
        start={purpose}
        fault={faults.at('purpose')}
        onChoose={choose}
      />
      <fieldset className="ways">
        <legend>{mine.groups}</legend>
        {groups.map((group) => (
          <label key={`${purpose} ${group}`} className="inline">
            <input type="checkbox" name="group" value={group} defaultChecked={groups.length === 1} />
            {words.group[group]}
          </label>
        ))}
      </fieldset>
      {none && <FormFault text={mine.chooseGroup} />}
      <Field label={mine.reason} hint={mine.reasonHint} fault={faults.at('reason')}>
        {(control) => <textarea {...control} name="reason" required maxLength={200} />}
      </Field>
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
