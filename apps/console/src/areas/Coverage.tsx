import { areaRoutes } from '@linli/contract/areas'
import type { MapArea } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useMessages } from './messages.ts'

interface Spot extends MapArea {
  readonly kind: 'gap' | 'overlap'
}

/** Gaps and overlaps of a village's grids, as shapes for the map and lines for the list. */
export function useCoverage(villageId: string) {
  const m = useMessages()
  const query = useQuery(reading(areaRoutes.checkCoverage, { areaId: villageId }))
  const spots: Spot[] = [
    ...(query.data?.gaps.features ?? []).map(({ geometry, properties }, index) => ({
      id: `gap-${index}`,
      kind: 'gap' as const,
      name: m.gap(properties.squareMetres),
      geometry,
    })),
    ...(query.data?.overlaps.features ?? []).map(({ geometry, properties }, index) => ({
      id: `overlap-${index}`,
      kind: 'overlap' as const,
      name: m.overlapOf(properties.grids.map(({ name }) => name).join('、'), properties.squareMetres),
      geometry,
    })),
  ]
  return { query, spots }
}

interface Props extends ReturnType<typeof useCoverage> {
  readonly shown: string | null
  readonly onShow: (id: string) => void
}

export function CoverageList({ query, spots, shown, onShow }: Props) {
  const m = useMessages()
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Loading />
  const { covered, withoutBoundary } = query.data
  return (
    <div className="empty" role="status">
      <p>{covered === null ? m.noOutline : m.covered(covered)}</p>
      {withoutBoundary.length > 0 && <p>{m.without(withoutBoundary.map(({ name }) => name).join('、'))}</p>}
      {spots.length === 0 && covered !== null && <p>{m.tidy}</p>}
      <ul>
        {spots.map((spot) => (
          <li key={spot.id}>
            <button
              type="button"
              className={spot.id === shown ? 'chip on' : 'chip'}
              aria-pressed={spot.id === shown}
              onClick={() => onShow(spot.id)}
            >
              {spot.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
