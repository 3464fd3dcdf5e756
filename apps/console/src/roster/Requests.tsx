import { rosterRoutes } from '@linli/contract/duty-roster'
import type { Me } from '@linli/contract/sign-in'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { filter } from '../router.tsx'
import { LeaveCard } from './LeaveCard.tsx'
import { useMessages } from './messages.ts'
import { SwapCard } from './SwapCard.tsx'

/** Leave and swaps of the people in reach: what waits, and what came of the others. */
export function Requests({ me, settled }: { readonly me: Me; readonly settled: boolean }) {
  const m = useMessages()
  const leaves = usePaged(rosterRoutes.listLeaves, {
    limit: 30,
    state: settled ? ['granted', 'refused', 'withdrawn'] : ['asked'],
  })
  const swaps = usePaged(rosterRoutes.listSwaps, {
    limit: 30,
    state: settled ? ['accepted', 'refused', 'withdrawn'] : ['asked', 'agreed'],
  })
  const error = leaves.error ?? swaps.error
  if (error) return <ErrorState error={error} onRetry={() => (leaves.error ? leaves.refetch() : swaps.refetch())} />
  if (!leaves.isRead || !swaps.isRead) return <Loading />
  return (
    <>
      <div className="rosterhead">
        {([false, true] as const).map((one) => (
          <button
            key={String(one)}
            type="button"
            className={one === settled ? 'chip on' : 'chip'}
            aria-pressed={one === settled}
            onClick={() => filter({ state: one ? 'settled' : undefined })}
          >
            {one ? m.settled : m.waiting}
          </button>
        ))}
      </div>
      <section className="panel">
        <h2>{m.leaves}</h2>
        {leaves.items.length === 0 && <p className="empty">{m.noLeaves}</p>}
        {leaves.items.map((leave) => (
          <LeaveCard key={leave.id} leave={leave} />
        ))}
        <More list={leaves} />
      </section>
      <section className="panel">
        <h2>{m.swaps}</h2>
        {swaps.items.length === 0 && <p className="empty">{m.noSwaps}</p>}
        {swaps.items.map((swap) => (
          <SwapCard key={swap.id} swap={swap} meId={me.id} manages />
        ))}
        <More list={swaps} />
      </section>
    </>
  )
}
