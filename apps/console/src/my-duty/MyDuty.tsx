import { type MyRoster, myDutyRoutes } from '@linli/contract/duty-roster'
import type { Me } from '@linli/contract/sign-in'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import '../roster/roster.css'
import { SwapCard } from '../roster/SwapCard.tsx'
import { useMessages } from './messages.ts'
import { MyLeave } from './MyLeave.tsx'
import { MyShifts } from './MyShifts.tsx'

/** My own shifts, leave and swaps: at a desk what the phone has for those who walk. */
export default function MyDuty({ me }: PageProps) {
  const roster = useQuery(reading(myDutyRoutes.getMyRoster, {}))
  if (roster.error) return <ErrorState error={roster.error} onRetry={() => void roster.refetch()} />
  if (!roster.data) return <Loading />
  return (
    <main className="scroll pad stack">
      <Asked roster={roster.data} me={me} />
      <MyShifts roster={roster.data} meId={me.id} />
      <MyLeave roster={roster.data} />
    </main>
  )
}

/** Colleagues who wait for an answer come first. */
function Asked({ roster, me }: { readonly roster: MyRoster; readonly me: Me }) {
  const m = useMessages()
  const waiting = roster.swaps.filter(({ state, to }) => state === 'asked' && to.id === me.id)
  if (waiting.length === 0) return null
  return (
    <section className="panel">
      <h2>{m.askedMe}</h2>
      {waiting.map((swap) => (
        <SwapCard key={swap.id} swap={swap} meId={me.id} manages={false} />
      ))}
    </section>
  )
}
