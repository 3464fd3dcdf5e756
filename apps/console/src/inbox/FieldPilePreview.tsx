import '../register/register.css'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { ConflictPair } from '../fieldwork/Conflicts.tsx'
import { QuarantinedWork } from '../fieldwork/Quarantine.tsx'
import { usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Pile } from './Pile.tsx'

/** What field work left to be decided, with the same forms as on its desks. */
export default function FieldPilePreview({ kind }: { readonly kind: 'conflicts' | 'quarantine' }) {
  return kind === 'conflicts' ? <ConflictPile /> : <QuarantinePile />
}

function ConflictPile() {
  const list = usePaged(fieldworkRoutes.listConflicts, { limit: 20 })
  return (
    <Pile kind="conflicts" list={list} idOf={({ id }) => id} desk={paths.conflicts}>
      {(conflict) => <ConflictPair key={conflict.id} item={conflict} withKeys />}
    </Pile>
  )
}

function QuarantinePile() {
  const list = usePaged(fieldDeviceRoutes.listQuarantine, { limit: 20, state: 'waiting' })
  return (
    <Pile kind="quarantine" list={list} idOf={({ id }) => id} desk={paths.quarantine}>
      {(work) => <QuarantinedWork key={work.id} item={work} />}
    </Pile>
  )
}
