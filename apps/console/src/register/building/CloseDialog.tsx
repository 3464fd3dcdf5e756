import type { Building } from '@linli/contract/people'
import { type Dwelling, dwellingRoutes } from '@linli/contract/people-dwellings'
import { FormFault } from '../../frame/FormFault.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { Dialog } from '../form/Dialog.tsx'
import { useRegisterCommand } from '../queries.ts'

export function CloseBuilding({ building, onClose }: { building: Building; onClose: () => void }) {
  const m = useBuildingMessages()
  const close = useRegisterCommand(dwellingRoutes.closeBuilding)
  const run = () => close.run({ buildingId: building.id, seenVersion: building.version })
  return <Closing title={m.closeBuilding} hint={m.closeBuildingHint} {...{ close, run, onClose }} />
}

export function CloseDwelling({ dwelling, onClose }: { dwelling: Dwelling; onClose: () => void }) {
  const m = useBuildingMessages()
  const close = useRegisterCommand(dwellingRoutes.closeDwelling)
  const run = () => close.run({ dwellingId: dwelling.id, seenVersion: dwelling.version })
  return <Closing title={m.closeDwelling} hint={m.closeDwellingHint} {...{ close, run, onClose }} />
}

interface ClosingProps {
  readonly title: string
  readonly hint: string
  readonly close: { readonly busy: boolean; readonly fault: string | null }
  readonly run: () => Promise<unknown>
  readonly onClose: () => void
}

/** What is gone for good is asked once more. */
function Closing({ title, hint, close, run, onClose }: ClosingProps) {
  const submit = async () => {
    if (await run()) onClose()
  }
  return (
    <Dialog
      title={title}
      intro={<p className="mut">{hint}</p>}
      submit={title}
      danger
      busy={close.busy}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <FormFault text={close.fault} />
    </Dialog>
  )
}
