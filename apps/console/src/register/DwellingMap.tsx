import '../areas/areas.css'
import './register.css'
import { peopleRoutes } from '@linli/contract/people'
import { useSettled } from '@linli/ui/use-settled'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { reading } from '../api.ts'
import { Scene, type Sketch } from '../areas/scene/Scene.tsx'
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
  const isMany = points.data?.items.some(({ kind }) => kind === 'cell') ?? false
  const [seen, look] = useState<string | null>(null)
  const box = useSettled(seen, 300)
  // Of many places the whole area has sums only: what is looked at is asked for by itself.
  const near = useQuery({
    ...reading(peopleRoutes.listDwellingPoints, { areaId, ...(box === null ? {} : { box: box.split(',') }) }),
    enabled: isMany && box !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const all = points.data?.items ?? []
  const shown = isMany ? near.data : points.data
  const places = useMemo(() => shown?.items ?? points.data?.items ?? [], [shown, points.data])
  const error = land.error ?? points.error
  if (error) return <ErrorState error={error} onRetry={() => void points.refetch()} />
  if (!land.isRead || !points.data) return <Loading />
  if (!land.here) return <p className="blank">{m.noOutline}</p>

  function choose(members: readonly Place[]) {
    const [only] = members
    if (members.length === 1 && only) {
      if (only.kind === 'building') return go(paths.building(only.id))
      if (only.kind === 'dwelling') return go(paths.dwelling(only.id))
    }
    setGoTo(around(members))
  }

  const sum = (key: 'places' | 'households') => all.reduce((total, place) => total + place[key], 0)
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
        {(sketch) => (
          <>
            {isMany && <Looking sketch={sketch} onBox={look} />}
            <Dots places={places} sketch={sketch} pointed={pointed} onChoose={choose} />
          </>
        )}
      </Scene>
      <p className="mapnote">
        <b role="status">{all.length === 0 ? m.noPoints : m.points(sum('places'), sum('households'))}</b>
        <span>{m.legend}</span>
      </p>
    </div>
  )
}

/** Tells which part of the earth is on the screen, in steps that do not change with every pixel. */
function Looking({ sketch, onBox }: { sketch: Sketch; onBox: (box: string) => void }) {
  const { width, height } = sketch.size
  const [west, north] = sketch.onEarth({ x: 0, y: 0 })
  const [east, south] = sketch.onEarth({ x: width, y: height })
  const step = Math.max((east - west) / 4, 0.0005)
  const out = (value: number, round: (value: number) => number) => (round(value / step) * step).toFixed(5)
  const box = [out(west, Math.floor), out(south, Math.floor), out(east, Math.ceil), out(north, Math.ceil)].join(',')
  useEffect(() => onBox(box), [box, onBox])
  return null
}

/** Half of a cell's width about its middle, so that going to one shows what is in it. */
const AROUND = 0.001

/** The rectangle that these places lie in, to go there; the id tells one group from another. */
function around(members: readonly Place[]): Shape {
  const [lons, lats] = [members.map(({ point }) => point.lon), members.map(({ point }) => point.lat)]
  const air = members.length === 1 ? AROUND : 0
  const [west, east] = [Math.min(...lons) - air, Math.max(...lons) + air]
  const [south, north] = [Math.min(...lats) - air, Math.max(...lats) + air]
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
