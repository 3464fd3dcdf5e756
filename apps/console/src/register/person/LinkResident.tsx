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
import { LinkedPhones } from './LinkedPhones.tsx'

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

interface Sent {
  readonly challenge: string
  readonly phone: string
}

/** At the counter: whose phone sees this file on the portal. First a code goes to it, then what was shown is written down. */
export function LinkResident({ person, onClose }: Props) {
  const [sent, setSent] = useState<Sent | null>(null)
  return sent === null ? (
    <AskForPhone person={person} onSent={setSent} onClose={onClose} />
  ) : (
    <Prove person={person} sent={sent} onAgain={() => setSent(null)} onClose={onClose} />
  )
}

function AskForPhone({ person, onSent, onClose }: Props & { readonly onSent: (sent: Sent) => void }) {
  const mine = usePersonMessages()
  const send = useCommand(rightsRoutes.sendLinkCode, [])
  const faults = faultsOf(send, ['phone'])
  async function submit(form: FormData) {
    const phone = fieldText(form, 'phone')
    const answer = await send.run({ personId: person.id, phone })
    if (answer) onSent({ challenge: answer.challenge, phone })
  }
  return (
    <Dialog
      title={mine.link}
      intro={<p className="mut">{mine.linkHint}</p>}
      submit={mine.sendCode}
      busy={send.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <LinkedPhones personId={person.id} />
      <Field label={mine.phone} hint={mine.linkPhoneHint} fault={faults.at('phone')}>
        {(control) => <input {...control} name="phone" inputMode="tel" autoComplete="off" required maxLength={30} />}
      </Field>
      <FormFault text={faults.whole} />
    </Dialog>
  )
}

interface ProveProps extends Props {
  readonly sent: Sent
  readonly onAgain: () => void
}

function Prove({ person, sent, onAgain, onClose }: ProveProps) {
  const mine = usePersonMessages()
  const [asGuardian, guard] = useState(false)
  const link = useCommand(rightsRoutes.linkResident, [rightsRoutes.listLinks.path])
  const faults = faultsOf(link, ['code', 'seen', 'asGuardian'])
  // From fourteen years on people act for themselves.
  const mayBeChild = person.birthOn === null || monthsLater(person.birthOn, 14 * 12) > today()
  // An identity card shows who somebody is, and not whom they answer for.
  const documents = DocumentSeen.options.filter((one) => !asGuardian || one !== 'identity_card')
  async function submit(form: FormData) {
    const seen = DocumentSeen.parse(fieldText(form, 'seen'))
    const { challenge } = sent
    if (await link.run({ personId: person.id, challenge, code: fieldText(form, 'code'), asGuardian, seen })) onClose()
  }
  return (
    <Dialog
      title={mine.link}
      intro={
        <p className="mut" role="status">
          {mine.codeSentTo(sent.phone)}
        </p>
      }
      submit={mine.linkIt}
      busy={link.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={mine.code} fault={faults.at('code')}>
        {(control) => (
          <input
            {...control}
            name="code"
            inputMode="numeric"
            autoComplete="off"
            required
            maxLength={6}
            pattern="\d{6}"
          />
        )}
      </Field>
      <button type="button" className="btn txt" onClick={onAgain}>
        {mine.otherPhone}
      </button>
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
