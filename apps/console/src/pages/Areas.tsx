import { areaRoutes } from '@linli/contract/areas'
import { CountyMap, Icon, middleOf } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { reading } from '../api.ts'
import { Assignments } from '../areas/Assignments.tsx'
import { warningText } from '../areas/GridList.tsx'
import { GridWork } from '../areas/GridWork.tsx'
import { useMessages as useAreaMessages } from '../areas/messages.ts'
import { FactList } from '../frame/FactList.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** The tree on the left; facts, map, history and who answers for it on the right. */
export default function Areas({ search, me }: PageProps) {
  const m = useMessages()
  const chosenId = search.get('id')
  const chosen = useQuery({
    ...reading(areaRoutes.getArea, { areaId: chosenId ?? '' }),
    enabled: chosenId !== null,
  })
  const above = chosen.data?.path.map(({ id }) => id) ?? []
  const roots = useQuery({ ...reading(areaRoutes.listAreaChildren, {}), staleTime: 60_000 })
  if (roots.error) return <ErrorState error={roots.error} onRetry={() => void roots.refetch()} />
  return (
    <main className="tree">
      <nav aria-label={m.areas}>
        {me.permissions.includes('area.import') && (
          <Link to={paths.areaImport} className="btn">
            <Icon name="up" />
            {m.importList}
          </Link>
        )}
        {roots.data?.items.map((root) => (
          <Branch
            key={root.id}
            id={root.id}
            name={root.name}
            children_={root.childCount}
            chosenId={chosenId}
            above={above}
            depth={0}
            open
          />
        ))}
      </nav>
      <div>{chosenId ? <AreaFacts key={chosenId} areaId={chosenId} /> : <p className="blank">{m.choose}</p>}</div>
    </main>
  )
}

function Branch({
  id,
  name,
  children_,
  chosenId,
  above,
  depth,
  open,
}: {
  id: string
  name: string
  children_: number
  chosenId: string | null
  /** What lies above the chosen one: opened down to it, also when the address came from elsewhere. */
  above: readonly string[]
  depth: number
  open?: boolean
}) {
  const [shown, show] = useState(open ?? false)
  // It stays open when something else is chosen afterwards.
  if (!shown && above.includes(id)) show(true)
  const node = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (id === chosenId) node.current?.scrollIntoView({ block: 'nearest' })
  }, [id, chosenId])
  const below = useQuery({
    ...reading(areaRoutes.listAreaChildren, { parentId: id }),
    enabled: shown && children_ > 0,
    staleTime: 60_000,
  })
  return (
    <div style={{ paddingLeft: depth * 12 }}>
      <button
        ref={node}
        type="button"
        className={id === chosenId ? 'node on' : 'node'}
        aria-expanded={children_ > 0 ? shown : undefined}
        onClick={() => {
          go(paths.area(id))
          show(true)
        }}
      >
        {children_ > 0 ? <Icon name={shown ? 'down' : 'right'} /> : <span style={{ width: 20 }} />}
        {name}
      </button>
      {shown &&
        below.data?.items.map((one) => (
          <Branch
            key={one.id}
            id={one.id}
            name={one.name}
            children_={one.childCount}
            chosenId={chosenId}
            above={above}
            depth={depth + 1}
          />
        ))}
    </div>
  )
}

function AreaFacts({ areaId }: { areaId: string }) {
  const m = useMessages()
  const words = useAreaMessages()
  const area = useQuery(reading(areaRoutes.getArea, { areaId }))
  const below = area.data?.level === 'county' ? 'town' : area.data?.level === 'town' ? 'village' : 'grid'
  const map = useQuery({
    ...reading(areaRoutes.getAreaMap, { level: below, parentId: areaId }),
    enabled: area.data !== undefined && area.data.level !== 'grid',
    staleTime: 600_000,
  })
  if (area.error) return <ErrorState error={area.error} onRetry={() => void area.refetch()} />
  if (!area.data) return <Loading />
  const { data } = area
  const shapes =
    map.data?.features.flatMap((feature) =>
      feature.geometry
        ? [{ id: feature.properties.id, name: feature.properties.name, geometry: feature.geometry }]
        : [],
    ) ?? []
  return (
    <div className="pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{[...data.path.map((above) => above.name), data.name].join(' › ')}</h1>
      <FactList
        className="facts four"
        facts={[
          [m.codes, data.code ?? '—'],
          [m.households, data.households ?? '—'],
          [m.since, data.openedOn],
          [m.until, data.closedOn ?? '—'],
        ]}
      />
      {data.warnings.length > 0 && (
        <p className="lost">{`${m.warnings}：${data.warnings.map((warning) => warningText(warning, words)).join('；')}`}</p>
      )}
      {(data.level === 'village' || data.level === 'grid') && <GridWork area={data} />}
      {data.level !== 'village' && shapes.length > 0 && (
        <div className="mapbox">
          <CountyMap areas={shapes} step={() => 1} label={data.name} onSelect={(id) => go(paths.area(id))}>
            {(projection) =>
              shapes.length < 30 &&
              shapes.map((shape) => (
                <text key={shape.id} className="mapname" {...middleOf(shape.geometry, projection)} pointerEvents="none">
                  {shape.name}
                </text>
              ))
            }
          </CountyMap>
        </div>
      )}
      <Assignments area={data} />
      <section className="panel">
        <h2>{m.changes}</h2>
        <table className="grid">
          <tbody>
            {data.history.map((version) => (
              <tr key={version.validFrom}>
                <td>{version.validFrom}</td>
                <td>{version.validTo ?? ''}</td>
                <td>{version.name}</td>
                <td>{version.changed.map((one) => words.changed[one]).join(words.and)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
