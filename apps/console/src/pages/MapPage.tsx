import { areaRoutes } from '@linli/contract/areas'
import { matterRoutes } from '@linli/contract/matters'
import { CountyMap } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** Open matters on the map of towns, and the same as a list beside it. */
export default function MapPage() {
  const m = useMessages()
  const map = useQuery({ ...reading(areaRoutes.getAreaMap, { level: 'town' }), staleTime: 3_600_000 })
  const points = useQuery(reading(matterRoutes.listMatterPoints, {}))
  if (points.error) return <ErrorState error={points.error} onRetry={() => void points.refetch()} />
  if (!points.data || !map.data) return <Loading />
  const areas = map.data.features.flatMap((feature) =>
    feature.geometry ? [{ id: feature.properties.id, name: feature.properties.name, geometry: feature.geometry }] : [],
  )
  return (
    <main className="cols" style={{ height: 'calc(100vh - 48px)' }}>
      <section className="panel mapbox" style={{ height: '100%' }}>
        <CountyMap areas={areas} step={() => 1} label={m.mapTitle}>
          {(projection) => (
            <>
              {points.data.items.map((point) => (
                <circle
                  key={point.id}
                  className={point.overdue || point.danger ? 'dot late' : 'dot'}
                  cx={projection.x(point.lon)}
                  cy={projection.y(point.lat)}
                  r={5}
                  onClick={() => go(paths.matter(point.id))}
                  style={{ cursor: 'pointer' }}
                >
                  <title>{point.title}</title>
                </circle>
              ))}
            </>
          )}
        </CountyMap>
      </section>
      <aside className="side panel" style={{ overflow: 'auto' }}>
        <h2>{`${m.open} ${points.data.items.length}`}</h2>
        {points.data.items.length === 0 && <p className="empty">{m.noPoints}</p>}
        {points.data.items.slice(0, 200).map((point) => (
          <p key={point.id} className="empty">
            <Link to={paths.matter(point.id)}>{point.title}</Link>{' '}
            {point.overdue && <span className="bad">{m.overdue}</span>}
          </p>
        ))}
      </aside>
    </main>
  )
}
