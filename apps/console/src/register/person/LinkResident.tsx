import type { Person } from '@linli/contract/people'
import { DocumentSeen, rightsRoutes } from '@linli/contract/people-rights'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { useCommand } from '../../pages/use-command.ts'
import { monthsLater } from '../age.ts'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { usePersonMessages } from '../person-messages.ts'

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

/** At the counter: whose phone sees this file on the portal, by the document that was shown. */
export function LinkResident({ person, onClose }: Props) {
  const mine = usePersonMessages()
  const [asGuardian, guard] = useState(false)
  const link = useCommand(rightsRoutes.linkResident, [])
  const faults = faultsOf(link, ['phone', 'seen', 'asGuardian'])
  // From fourteen years on people act for themselves.
  const mayBeChild = person.birthOn === null || monthsLater(person.birthOn, 14 * 12) > today()
  // An identity card shows who somebody is, and not whom they answer for.
  const documents = DocumentSeen.options.filter((one) => !asGuardian || one !== 'identity_card')
  async function submit(form: FormData) {
    const seen = DocumentSeen.parse(fieldText(form, 'seen'))
    if (await link.run({ personId: person.id, phone: fieldText(form, 'phone'), asGuardian, seen })) onClose()
  }
  return (
    <Dialog
      title={mine.link}
      intro={<p className="mut">{mine.linkHint}</p>}
      submit={mine.linkIt}
      busy={link.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={mine.phone} hint={mine.linkPhoneHint} fault={faults.at('phone')}>
        {(control) => <input {...control} name="phone" inputMode="tel" autoComplete="off" required maxLength={30} />}
      </Field>
      {mayBeChild && (
        <label className="inline">
          <input type="checkbox" checked={asGuardian} onChange={(event) => guard(event.target.checked)} />
          {mine.asGuardian}
        </label>
      )}
      {faults.at('asGuardian') !== undefined && <FormFault text={faults.at('asGuardian') ?? null} />}
      <Choice
        key={String(asGuardian)}
        name="seen"
        label={mine.seen}
        words={mine.documentsSeen}
        codes={documents}
        start={documents[0] ?? ''}
        fault={faults.at('seen')}
      />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
