import { areaRoutes } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api.ts'
import { ErrorState, Loading } from '../../frame/States.tsx'
import { useMessages } from '../messages.ts'
import type { Shape } from '../scene/ground.ts'
import { Scene } from '../scene/Scene.tsx'
import type { DeskProps } from './desk.ts'

interface Spot extends Shape {
  readonly kind: 'gap' | 'overlap'
}

/** Gaps between and overlaps of a village's grids, on the map and in a list whose lines go to them. */
export function CoverageDesk({ village, grids, end }: DeskProps) {
  const m = useMessages()
  const coverage = useQuery(reading(areaRoutes.checkCoverage, { areaId: village.id }))
  const [shownId, show] = useState<string | null>(null)
  const spots: Spot[] = [
    ...(coverage.data?.gaps.features ?? []).map(({ geometry, properties }, index) => ({
      id: `gap ${index}`,
      kind: 'gap' as const,
      name: m.gap(properties.squareMetres),
      geometry,
    })),
    ...(coverage.data?.overlaps.features ?? []).map(({ geometry, properties }, index) => ({
      id: `overlap ${index}`,
      kind: 'overlap' as const,
      name: m.overlapOf(properties.grids.map(({ name }) => name).join(m.and), properties.squareMetres),
      geometry,
    })),
  ]
  return (
    <div className="desk">
      <Scene
        village={village}
        grids={grids}
        label={m.mapOf(village.name)}
        goTo={spots.find(({ id }) => id === shownId) ?? null}
      >
        {({ ground, transform }) => (
          <g transform={transform} aria-hidden="true">
            {spots.map((spot) => (
              <path
                key={spot.id}
                className={spot.id === shownId ? `spot ${spot.kind} on` : `spot ${spot.kind}`}
                d={ground.pathOf(spot.geometry)}
              />
            ))}
          </g>
        )}
      </Scene>
      <div className="deskside">
        {coverage.error ? (
          <ErrorState error={coverage.error} onRetry={() => void coverage.refetch()} />
        ) : !coverage.data ? (
          <Loading />
        ) : (
          <div role="status">
            <p>{coverage.data.covered === null ? m.noOutline : m.covered(coverage.data.covered)}</p>
            {coverage.data.withoutBoundary.length > 0 && (
              <p className="lost">{m.without(coverage.data.withoutBoundary.map(({ name }) => name).join(m.and))}</p>
            )}
            {spots.length === 0 && coverage.data.covered !== null && <p>{m.tidy}</p>}
          </div>
        )}
        <ul className="spots">
          {spots.map((spot) => (
            <li key={spot.id}>
              <button
                type="button"
                className={spot.id === shownId ? 'node on' : 'node'}
                aria-pressed={spot.id === shownId}
                onClick={() => show(spot.id)}
              >
                <i className={`spotmark ${spot.kind}`} aria-hidden="true" />
                {spot.name}
              </button>
            </li>
          ))}
        </ul>
        {spots.length > 0 && <p className="mut">{m.spotsHint}</p>}
        <div className="doing">
          <button type="button" className="btn" onClick={() => end(null)}>
            {m.back}
          </button>
        </div>
      </div>
    </div>
  )
}
