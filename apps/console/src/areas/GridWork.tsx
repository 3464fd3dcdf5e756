import './areas.css'
import { type Area, type AreaMap, areaRoutes } from '@linli/contract/areas'
import { Icon, type IconName } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { today } from './form/today.ts'
import { GridList } from './GridList.tsx'
import { Lineage } from './Lineage.tsx'
import { useMessages } from './messages.ts'
import type { Shape } from './scene/ground.ts'
import { Scene } from './scene/Scene.tsx'
import { useAddress, type Work } from './work/address.ts'
import { CloseDesk } from './work/CloseDesk.tsx'
import { CoverageDesk } from './work/CoverageDesk.tsx'
import type { DeskProps } from './work/desk.ts'
import { MergeDesk } from './work/MergeDesk.tsx'
import { OutlineDesk } from './work/OutlineDesk.tsx'
import { SplitDesk } from './work/SplitDesk.tsx'

const icons = {
  draw: 'plus',
  edit: 'edit',
  split: 'half',
  merge: 'merge',
  close: 'ban',
  coverage: 'check',
} as const satisfies Record<Work, IconName>

/** The grids of one village on a map and in a list, and what may be done with them, each from a day on. */
export function GridWork({ area }: { area: Area }) {
  const m = useMessages()
  const villageId = (area.level === 'village' ? area : area.path.at(-1))?.id ?? area.id
  const { work, on, told, begin, lookAt, end } = useAddress(area.id, villageId)
  const day = on === undefined ? {} : { on }
  const village = useQuery(reading(areaRoutes.getArea, { areaId: villageId, ...day }))
  const map = useQuery(reading(areaRoutes.getAreaMap, { level: 'grid', parentId: villageId, ...day }))
  const facts = useQuery(reading(areaRoutes.listAreaChildren, { parentId: villageId, ...day }))
  const grids = useMemo(() => shapesOf(map.data), [map.data])
  const boundary = village.data?.boundary ?? grids[0]?.geometry ?? area.boundary
  const name = village.data?.name ?? ''
  const shape = useMemo(() => boundary && { id: villageId, name, geometry: boundary }, [boundary, villageId, name])
  const failed = village.error ?? map.error ?? facts.error
  if (failed) {
    const retry = () => void Promise.all([village.refetch(), map.refetch(), facts.refetch()])
    return <ErrorState error={failed} onRetry={retry} />
  }
  if (!map.data || !village.data || !facts.data) return <Loading />
  // Without any outline there is nothing to draw on, and nothing to check.
  const offered = shape ? worksFor(area, on, grids) : []
  const current = work !== undefined && offered.includes(work) ? work : undefined
  const desk: DeskProps | null = shape && { area, village: shape, grids, facts: facts.data.items, end }
  return (
    <section className="panel" aria-label={m.map}>
      <h2>
        {current ? `${m.works[current]} · ${area.name}` : m.map}
        {village.data.illustrative && <small>{m.illustrative}</small>}
      </h2>
      {!current && (
        <div className="worktop">
          {offered.map((one) => (
            <button key={one} type="button" className="btn" onClick={() => begin(one)}>
              <Icon name={icons[one]} />
              {m.works[one]}
            </button>
          ))}
          <label className="inline">
            {m.lookDay}
            <input
              type="date"
              value={on ?? today()}
              min="1900-01-01"
              max="2199-12-31"
              onChange={({ target }) => target.value && lookAt(target.value)}
            />
          </label>
        </div>
      )}
      {!current && told && (
        <p className="told" role="status">
          <Icon name="ok" />
          {`${m.told[told.work]}${m.since(told.from)}`}
        </p>
      )}
      {!current && on !== undefined && (
        <p className="told warn" role="status">
          {m.otherDay(on)}
          <button type="button" className="btn txt" onClick={() => lookAt(today())}>
            {m.backToToday}
          </button>
        </p>
      )}
      {!current && <Lineage area={area} />}
      {!shape && (
        <p className="empty">
          {m.noMap}{' '}
          <Link to={paths.areaImport} className="btn">
            {m.importOutlines}
          </Link>
        </p>
      )}
      {!current && shape && (
        <>
          <Scene
            village={shape}
            grids={grids}
            label={m.mapOf(name)}
            chosen={area.level === 'grid' ? [area.id] : []}
            onChoose={(id) => go(paths.area(id))}
          />
          {area.level === 'village' && (
            <GridList villageId={villageId} facts={facts.data.items} grids={grids} today={on === undefined} />
          )}
        </>
      )}
      {desk && current && (
        // Another work begins with what belongs to it, not with what the last one left.
        <Desk key={`${area.id} ${current}`} {...desk} work={current} />
      )}
    </section>
  )
}

function Desk({ work, ...desk }: DeskProps & { work: Work }) {
  switch (work) {
    case 'draw':
    case 'edit':
      return <OutlineDesk {...desk} edit={work === 'edit'} />
    case 'split':
      return <SplitDesk {...desk} />
    case 'merge':
      return <MergeDesk {...desk} />
    case 'close':
      return <CloseDesk {...desk} />
    case 'coverage':
      return <CoverageDesk {...desk} />
  }
}

function shapesOf(map: AreaMap | undefined): Shape[] {
  const shapes = (map?.features ?? []).map(({ geometry, properties: { id, name, kind, lon, lat } }): Shape => ({
    id,
    name,
    geometry,
    dedicated: kind === 'dedicated',
    at: [lon, lat],
  }))
  // Drawn last, they lie on top, where a pointer finds them.
  return shapes.toSorted((a, b) => Number(a.dedicated) - Number(b.dedicated))
}

function worksFor(area: Area, on: string | undefined, grids: readonly Shape[]): Work[] {
  const village = area.level === 'village'
  // Another day is looked at, not worked on: a change would be made upon what is true today.
  if (!area.manageable || on !== undefined) return village && on === undefined ? ['coverage'] : []
  const merge: Work[] = grids.length > 1 ? ['merge'] : []
  if (village) return ['draw', ...merge, 'coverage']
  return ['edit', ...(area.hasBoundary ? (['split'] as const) : []), ...merge, 'close']
}
