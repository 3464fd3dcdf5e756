import './incidents.css'
import '../register/register.css'
import { incidentRoutes } from '@linli/contract/incidents'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import type { PageProps } from '../pages.ts'
import { Broadcasts } from './Broadcasts.tsx'
import { Log } from './Log.tsx'
import { useMessages } from './messages.ts'
import { People } from './People.tsx'
import { Plans } from './Plans.tsx'
import { Review } from './Review.tsx'
import { RoomHead } from './RoomHead.tsx'
import { Tasks } from './Tasks.tsx'

const tabs = ['tasks', 'plans', 'broadcasts', 'people', 'review'] as const

/** One room: its head, the work on the left, the log on the right; it follows what others do. */
export default function Room({ path, search }: PageProps) {
  const m = useMessages()
  const incidentId = path.slice(path.lastIndexOf('/') + 1)
  const room = useQuery(reading(incidentRoutes.getIncident, { incidentId }))
  const tab = tabOf(tabs, search)
  if (room.error) return <ErrorState error={room.error} onRetry={() => void room.refetch()} />
  if (!room.data) return <Loading />
  const incident = room.data
  return (
    <main className="scroll">
      <RoomHead incident={incident} />
      <div className="room">
        <section className="panel" aria-label={m.tabs[tab]}>
          <Tabs tabs={tabs} words={m.tabs} label={m.title} chosen={tab} />
          {tab === 'tasks' && <Tasks incident={incident} />}
          {tab === 'plans' && <Plans incident={incident} />}
          {tab === 'broadcasts' && <Broadcasts incident={incident} />}
          {tab === 'people' && <People incident={incident} />}
          {tab === 'review' && <Review incident={incident} />}
        </section>
        <Log incident={incident} />
      </div>
    </main>
  )
}
