import { myDutyRoutes, rosterRoutes } from '@linli/contract/duty-roster'
import type { Me } from '@linli/contract/sign-in'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { LeaveCard } from '../roster/LeaveCard.tsx'
import '../roster/roster.css'
import { SwapCard } from '../roster/SwapCard.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly me: Me
  readonly kind: 'leave' | 'swap'
  readonly subjectId: string
}

/** Leave that somebody asks for, or a shift that somebody would swap, with its answer. */
export default function DutyPreview({ me, kind, subjectId }: Props) {
  const m = useMessages()
  const manages = me.permissions.includes('fieldwork.manage')
  const leaves = usePaged(rosterRoutes.listLeaves, { limit: 200 }, kind === 'leave')
  const swaps = usePaged(rosterRoutes.listSwaps, { limit: 200 }, kind === 'swap' && manages)
  const own = useQuery({ ...reading(myDutyRoutes.getMyRoster, {}), enabled: kind === 'swap' })
  const error = leaves.error ?? swaps.error ?? own.error
  if (error) return <ErrorState error={error} onRetry={() => void own.refetch()} />
  if (kind === 'leave' ? !leaves.isRead : !own.data) return <Loading />
  const leave = leaves.items.find(({ id }) => id === subjectId)
  const swap = [...(own.data?.swaps ?? []), ...swaps.items].find(({ id }) => id === subjectId)
  return (
    <section className="pv">
      <div className="in">
        {kind === 'leave' && leave && <LeaveCard leave={leave} />}
        {kind === 'swap' && swap && <SwapCard swap={swap} meId={me.id} manages={manages} />}
        {!leave && !swap && <p className="blank">{m.gone}</p>}
      </div>
    </section>
  )
}
