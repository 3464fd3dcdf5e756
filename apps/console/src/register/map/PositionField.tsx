import type { Point } from '@linli/contract/common'
import { Field } from '../../areas/form/Field.tsx'
import { Scene } from '../../areas/scene/Scene.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { useLand } from './use-land.ts'

interface Props {
  /** Whose outline is shown, to be tapped on. */
  readonly areaId: string
  readonly point: Point | null
  readonly onPoint: (point: Point | null) => void
  readonly fault?: string | undefined
}

const rounded = (degrees: number) => Number(degrees.toFixed(6))

/** Where something stands: by a tap on the map of its area, or in numbers for whoever has no mouse; or nowhere yet. */
export function PositionField({ areaId, point, onPoint, fault }: Props) {
  const m = useBuildingMessages()
  const land = useLand(areaId)
  const coordinate = (which: 'lon' | 'lat', most: number) => (
    <Field label={m[which]} fault={which === 'lon' ? fault : undefined}>
      {(control) => (
        <input
          {...control}
          type="number"
          step="any"
          min={-most}
          max={most}
          value={point?.[which] ?? ''}
          onChange={({ target }) =>
            onPoint(target.value === '' ? null : { lon: 0, lat: 0, ...point, [which]: Number(target.value) })
          }
        />
      )}
    </Field>
  )
  return (
    <details className="position" open={point !== null}>
      <summary>{point === null ? m.positionNone : m.position}</summary>
      {land.here && (
        <Scene
          village={land.here}
          grids={land.around}
          label={m.positionMap}
          keys={m.positionKeys}
          onClick={([lon, lat]) => onPoint({ lon: rounded(lon), lat: rounded(lat) })}
        >
          {(sketch) => {
            const at = point && sketch.onScreen([point.lon, point.lat])
            return at && <circle className="ring chosen" cx={at.x} cy={at.y} r="9" aria-hidden="true" />
          }}
        </Scene>
      )}
      <div className="row2">
        {coordinate('lon', 180)}
        {coordinate('lat', 90)}
      </div>
      {point !== null && (
        <button type="button" className="btn txt" onClick={() => onPoint(null)}>
          {m.positionClear}
        </button>
      )}
    </details>
  )
}
