import { rosterRoutes } from '@linli/contract/duty-roster'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import type { PageProps } from '../pages.ts'
import { useMessages } from './messages.ts'
import { OnDuty } from './OnDuty.tsx'
import { Requests } from './Requests.tsx'
import './roster.css'
import { mondayOf, thisMonday } from './week.ts'
import { WeekDesk } from './WeekDesk.tsx'

/** Who works when at a station, who is away, who is there now. */
export default function Roster({ search, me }: PageProps) {
  const m = useMessages()
  const manages = me.permissions.includes('fieldwork.manage')
  const tabs = manages ? (['week', 'requests', 'now'] as const) : (['week', 'now'] as const)
  const tab = tabOf(tabs, search)
  return (
    <main className="scroll pad stack">
      <Tabs tabs={tabs} words={m} label={m.week} chosen={tab} />
      {tab === 'week' && <Week search={search} ownUnits={me.posts.map(({ unit }) => unit.id)} />}
      {tab === 'requests' && <Requests me={me} settled={search.get('state') === 'settled'} />}
      {tab === 'now' && <OnDuty />}
    </main>
  )
}

/** The station that was chosen, else one's own; the week that was chosen, else this one. */
function Week({ search, ownUnits }: { readonly search: URLSearchParams; readonly ownUnits: readonly string[] }) {
  const m = useMessages()
  const asked = search.get('monday')
  const monday = asked !== null && /^\d{4}-\d\d-\d\d$/.test(asked) ? mondayOf(asked) : thisMonday()
  const stations = useQuery(reading(rosterRoutes.listRosterStations, { monday }))
  if (stations.error) return <ErrorState error={stations.error} onRetry={() => void stations.refetch()} />
  if (!stations.data) return <Loading />
  const { items } = stations.data
  const unitId =
    items.find(({ id }) => id === search.get('unit'))?.id ??
    items.find(({ id }) => ownUnits.includes(id))?.id ??
    items[0]?.id
  if (unitId === undefined) return <p className="blank">{m.noStations}</p>
  return <WeekDesk key={`${unitId} ${monday}`} stations={items} unitId={unitId} monday={monday} />
}
