import type { PileKind } from '@linli/contract/work-items'
import { type ReactNode, useEffect, useState } from 'react'
import { queryClient } from '../api.ts'
import { useKeys } from '../frame/keys.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { Paged } from '../paged.tsx'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

interface Props<Item> {
  readonly kind: PileKind
  readonly list: Paged<Item>
  readonly idOf: (item: Item) => string
  /** The page on which all of them lie open. */
  readonly desk: string
  readonly children: (item: Item) => ReactNode
}

/** A pile, worked off one at a time; what somebody skips comes again the next time. */
export function Pile<Item>({ kind, list, idOf, desk, children }: Props<Item>) {
  const m = useMessages()
  const [skipped, skip] = useState<ReadonlySet<string>>(new Set())
  const item = list.items.find((one) => !skipped.has(idOf(one)))
  const id = item === undefined ? undefined : idOf(item)
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
            <p className="mut">{item === undefined ? (list.more ? m.loadingPile : m.pileDone) : m.oneAtATime}</p>
            {item !== undefined && children(item)}
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
        <Link to={desk} className="btn txt next">
          {m.openDesk}
        </Link>
      </div>
    </section>
  )
}
