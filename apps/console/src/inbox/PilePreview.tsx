import '../register/register.css'
import { peopleRoutes } from '@linli/contract/people'
import type { PileKind } from '@linli/contract/work-items'
import { useEffect, useState } from 'react'
import { queryClient } from '../api.ts'
import { useKeys } from '../frame/keys.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { ContestedPair } from '../register/desks/Contested.tsx'
import { DuplicatePair } from '../register/desks/Duplicates.tsx'
import { useMessages } from './messages.ts'

/** A pile, worked off one at a time with the same pair of forms as on the register's desk. */
export default function PilePreview({ kind }: { kind: Extract<PileKind, 'duplicates' | 'contested'> }) {
  const m = useMessages()
  const [skipped, skip] = useState<ReadonlySet<string>>(new Set())
  const duplicates = usePaged(peopleRoutes.listDuplicates, { limit: 20, state: 'open' }, kind === 'duplicates')
  const contested = usePaged(peopleRoutes.listContested, { limit: 20 }, kind === 'contested')
  const list = kind === 'duplicates' ? duplicates : contested
  const pair = duplicates.items.find(({ id }) => !skipped.has(id))
  const record = contested.items.find((one) => !skipped.has(one.record.id))
  const id = kind === 'duplicates' ? pair?.id : record?.record.id
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
            {kind === 'duplicates' && pair && <DuplicatePair key={pair.id} item={pair} withKeys />}
            {kind === 'contested' && record && <ContestedPair key={record.record.id} item={record} withKeys />}
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
        <Link to={paths.registerDesks} className="btn txt next">
          {m.openDesk}
        </Link>
      </div>
    </section>
  )
}
