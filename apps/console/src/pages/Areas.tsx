import { newId } from '@linli/client'
import { areaRoutes } from '@linli/contract/areas'
import { CountyMap, fieldText, Icon, middleOf } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

/** The tree on the left; facts, map, history and who answers for it on the right. */
export default function Areas({ search, me }: PageProps) {
  const m = useMessages()
  const chosenId = search.get('id')
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
            depth={0}
            open
          />
        ))}
      </nav>
      <div>
        {chosenId ? (
          <AreaFacts key={chosenId} areaId={chosenId} mayManage={me.permissions.includes('area.manage')} />
        ) : (
          <p className="blank">{m.choose}</p>
        )}
      </div>
    </main>
  )
}

function Branch({
  id,
  name,
  children_,
  chosenId,
  depth,
  open,
}: {
  id: string
  name: string
  children_: number
  chosenId: string | null
  depth: number
  open?: boolean
}) {
  const [shown, show] = useState(open ?? false)
  const below = useQuery({
    ...reading(areaRoutes.listAreaChildren, { parentId: id }),
    enabled: shown && children_ > 0,
    staleTime: 60_000,
  })
  return (
    <div style={{ paddingLeft: depth * 12 }}>
      <button
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
            depth={depth + 1}
          />
        ))}
    </div>
  )
}

function AreaFacts({ areaId, mayManage }: { areaId: string; mayManage: boolean }) {
  const m = useMessages()
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
      <dl className="facts four">
        <div>
          <dt>{m.codes}</dt>
          <dd>{data.code ?? '—'}</dd>
        </div>
        <div>
          <dt>{m.households}</dt>
          <dd>{data.households ?? '—'}</dd>
        </div>
        <div>
          <dt>{m.since}</dt>
          <dd>{data.openedOn}</dd>
        </div>
        <div>
          <dt>{m.until}</dt>
          <dd>{data.closedOn ?? '—'}</dd>
        </div>
      </dl>
      {data.warnings.length > 0 && (
        <p className="lost">{`${m.warnings}：${data.warnings.map((warning) => JSON.stringify(warning)).join('；')}`}</p>
      )}
      {shapes.length > 0 && (
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
      <section className="panel">
        <h2>{m.duties}</h2>
        {data.assignments.length === 0 && <p className="empty">{m.none}</p>}
        <table className="grid">
          <tbody>
            {data.assignments.map((one) => (
              <tr key={one.id}>
                <td>{one.kind}</td>
                <td>{(one.staff ?? one.unit ?? one.outside)?.name}</td>
                <td>{one.duties}</td>
                <td>{`${one.validFrom} – ${one.validTo ?? ''}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="panel">
        <h2>{m.changes}</h2>
        <table className="grid">
          <tbody>
            {data.history.map((version) => (
              <tr key={version.validFrom}>
                <td>{version.validFrom}</td>
                <td>{version.validTo ?? ''}</td>
                <td>{version.name}</td>
                <td>{version.changed.join('、')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {mayManage && data.level === 'village' && <NewGrid villageId={data.id} />}
    </div>
  )
}

function NewGrid({ villageId }: { villageId: string }) {
  const m = useMessages()
  const create = useCommand(areaRoutes.createGrid, ['/areas/tree', '/areas/:areaId', '/areas/map'])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    const households = fieldText(form, 'households')
    const done = await create.run({
      id: newId(),
      villageId,
      ...(form.get('name') ? { name: fieldText(form, 'name') } : {}),
      ...(households ? { households: Number(households) } : {}),
    })
    if (done) element.reset()
  }
  return (
    <section className="panel">
      <h2>{m.newGrid}</h2>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <div className="row2">
          <label>
            {m.name}
            <input name="name" maxLength={100} />
          </label>
          <label>
            {m.households}
            <input name="households" type="number" min={0} max={100000} />
          </label>
        </div>
        {create.fault && (
          <p className="bad" role="alert">
            {create.fault}
          </p>
        )}
        <div>
          <button type="submit" className="btn pri" disabled={create.busy}>
            {m.create}
          </button>
        </div>
      </form>
    </section>
  )
}
