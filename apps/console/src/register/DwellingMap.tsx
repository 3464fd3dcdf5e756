import '../areas/areas.css'
import './register.css'
import { peopleRoutes } from '@linli/contract/people'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { reading } from '../api.ts'
import { Scene } from '../areas/scene/Scene.tsx'
import type { Shape } from '../areas/scene/ground.ts'
import { areaOf } from '../frame/area.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { filter, go } from '../router.tsx'
import { AreaFilter } from './AreaFilter.tsx'
import { BuildingList } from './building/BuildingList.tsx'
import { useBuildingMessages } from './building-messages.ts'
import { Dots, type Place } from './map/Dots.tsx'
import { useLand } from './map/use-land.ts'
import { Households } from './search/Households.tsx'

const tabs = ['buildings', 'households'] as const

/** Where dwellings and buildings are, never where anybody is; beside it the same as lists. */
export default function DwellingMap({ search, me }: PageProps) {
  const m = useBuildingMessages()
  const areaId = areaOf({ search, me })
  const tab = tabOf(tabs, search)
  const [pointed, point] = useState<Place['point'] | null>(null)
  return (
    <main className="scroll register mapmain">
      <div className="head find">
        <AreaFilter areaId={areaId} />
      </div>
      {areaId === null ? (
        <p className="blank">{m.chooseArea}</p>
      ) : (
        <div className="dwellings">
          <Dwellings key={areaId} areaId={areaId} pointed={pointed} />
          <div className="beside">
            <Tabs tabs={tabs} words={m.tabs} label={m.lists} chosen={tab} />
            {tab === 'buildings' ? (
              <BuildingList areaId={areaId} onPoint={(building) => point(building?.point ?? null)} />
            ) : (
              <Households areaId={areaId} need={search.get('need')} onNeed={(need) => filter({ need })} />
            )}
          </div>
        </div>
      )}
    </main>
  )
}

function Dwellings({ areaId, pointed }: { areaId: string; pointed: Place['point'] | null }) {
  const m = useBuildingMessages()
  const land = useLand(areaId)
  const points = useQuery({ ...reading(peopleRoutes.listDwellingPoints, { areaId }), staleTime: 60_000 })
  const [goTo, setGoTo] = useState<Shape | null>(null)
  const places = useMemo(() => points.data?.items ?? [], [points.data])
  const error = land.error ?? points.error
  if (error) return <ErrorState error={error} onRetry={() => void points.refetch()} />
  if (!land.isRead || !points.data) return <Loading />
  if (!land.here) return <p className="blank">{m.noOutline}</p>

  function choose(members: readonly Place[]) {
    const [only] = members
    if (members.length === 1 && only) {
      if (only.kind === 'building') go(paths.building(only.id))
      return
    }
    setGoTo(around(members))
  }

  const households = places.reduce((sum, place) => sum + place.households, 0)
  return (
    <div className="mapleft">
      <Scene
        village={land.here}
        grids={land.around}
        label={m.map}
        keys={m.mapKeys}
        goTo={goTo}
        onChoose={(id) => {
          if (id !== areaId) filter({ area: id })
        }}
      >
        {(sketch) => <Dots places={places} sketch={sketch} pointed={pointed} onChoose={choose} />}
      </Scene>
      <p className="mapnote">
        <b role="status">{places.length === 0 ? m.noPoints : m.points(places.length, households)}</b>
        {points.data.truncated && <span className="lost">{m.truncated}</span>}
        <span>{m.legend}</span>
      </p>
    </div>
  )
}

/** The rectangle that these places lie in, to go there; the id tells one group from another. */
function around(members: readonly Place[]): Shape {
  const [lons, lats] = [members.map(({ point }) => point.lon), members.map(({ point }) => point.lat)]
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return {
    id: members.map(({ id }) => id).join(' '),
    name: '',
    geometry: { type: 'Polygon', coordinates: [ring] },
  }
}
