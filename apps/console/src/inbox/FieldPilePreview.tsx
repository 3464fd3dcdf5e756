import '../register/register.css'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { useEffect, useState } from 'react'
import { queryClient } from '../api.ts'
import { ConflictPair } from '../fieldwork/Conflicts.tsx'
import { QuarantinedWork } from '../fieldwork/Quarantine.tsx'
import { useKeys } from '../frame/keys.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** What field work left to be decided, one at a time with the same forms as on its desks. */
export default function FieldPilePreview({ kind }: { readonly kind: 'conflicts' | 'quarantine' }) {
  const m = useMessages()
  const [skipped, skip] = useState<ReadonlySet<string>>(new Set())
  const conflicts = usePaged(fieldworkRoutes.listConflicts, { limit: 20 }, kind === 'conflicts')
  const unsent = usePaged(fieldDeviceRoutes.listQuarantine, { limit: 20, state: 'waiting' }, kind === 'quarantine')
  const list = kind === 'conflicts' ? conflicts : unsent
  const conflict = conflicts.items.find(({ id }) => !skipped.has(id))
  const work = unsent.items.find(({ id }) => !skipped.has(id))
  const id = kind === 'conflicts' ? conflict?.id : work?.id
  const later = id === undefined ? null : () => skip(new Set([...skipped, id]))
  useKeys({ n: later })
  const { length } = list.items
  useEffect(() => void queryClient.invalidateQueries({ queryKey: ['/inbox/piles'] }), [length])
  useEffect(() => {
    // All that were fetched are skipped: fetch what follows.
    if (id === undefined && list.more) list.more()
  }, [id, list.more])
  return (
    <section className="pv" aria-label={m.kinds[kind]}>
      <div className="in">
        {list.error ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : !list.isRead ? (
          <Loading />
        ) : (
          <>
            <p className="mut">{id === undefined ? (list.more ? m.loadingPile : m.pileDone) : m.oneAtATime}</p>
            {kind === 'conflicts' && conflict && <ConflictPair key={conflict.id} item={conflict} withKeys />}
            {kind === 'quarantine' && work && <QuarantinedWork key={work.id} item={work} />}
          </>
        )}
      </div>
      <div className="acts">
        {later && (
          <button type="button" className="btn" onClick={later}>
            {m.skip}
            <kbd>N</kbd>
          </button>
        )}
        <Link to={kind === 'conflicts' ? paths.conflicts : paths.quarantine} className="btn txt next">
          {m.openDesk}
        </Link>
      </div>
    </section>
  )
}
