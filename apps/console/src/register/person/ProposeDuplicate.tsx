import { type Person, peopleRoutes, type SearchHit } from '@linli/contract/people'
import { useState } from 'react'
import { FormFault } from '../../frame/FormFault.tsx'
import { paths } from '../../paths.ts'
import { go } from '../../router.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { HitPicker } from '../form/HitPicker.tsx'
import { useMessages } from '../messages.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useRegisterCommand } from '../queries.ts'

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

/** Names another file of the same person; both are compared before anything is merged. */
export function ProposeDuplicate({ person, onClose }: Props) {
  const m = useMessages()
  const mine = usePersonMessages()
  const [other, choose] = useState<SearchHit | null>(null)
  const propose = useRegisterCommand(peopleRoutes.proposeDuplicate)
  async function submit() {
    if (other && (await propose.run({ keptId: person.id, otherId: other.id }))) go(paths.registerDesks)
  }
  return (
    <Dialog
      title={mine.duplicateTitle}
      intro={<p className="mut">{mine.duplicateHint}</p>}
      submit={mine.propose}
      busy={propose.busy || other === null}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <HitPicker
        label={mine.otherFile}
        hint={m.findHint}
        kind="person"
        exceptId={person.id}
        chosen={other}
        onChoose={choose}
      />
      <FormFault text={propose.fault} />
    </Dialog>
  )
}
