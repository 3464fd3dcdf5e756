import { type Person, peopleRoutes } from '@linli/contract/people'
import { FormFault } from '../../frame/FormFault.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { usePersonMessages } from '../person-messages.ts'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

/** A death or departure that was recorded by mistake: they belong to the household as before. */
export function TakeBackEnd({ person, onClose }: Props) {
  const mine = usePersonMessages()
  const words = useWords()
  const take = useRegisterCommand(peopleRoutes.takeBackEnd)
  const [last] = person.residences
  const what = [
    last?.endedBy && words.endedBy[last.endedBy],
    last?.validTo,
    last?.ended && words.knownHow[last.ended.how],
  ]
  async function submit() {
    if (await take.run({ personId: person.id, seenVersion: person.version })) onClose()
  }
  return (
    <Dialog
      title={mine.takeBackTitle(person.name)}
      intro={<p>{mine.takeBackHint(what.filter(Boolean).join(' · '))}</p>}
      submit={mine.takeItBack}
      busy={take.busy}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <FormFault text={take.fault} />
    </Dialog>
  )
}
