import { useMemo } from 'react'
import { type Cluster, clustered, type Spot } from '@linli/ui/map'
import type { Sketch } from '../../areas/scene/Scene.tsx'
import { Badge } from '../../map/Marks.tsx'

export interface Place {
  readonly id: string
  /** A cell stands for several places. */
  readonly kind: 'dwelling' | 'building' | 'cell'
  readonly point: { readonly lon: number; readonly lat: number }
  readonly places: number
  readonly households: number
}

/** Nearer than this on the screen, two places are one number. */
const TOGETHER_PIXELS = 36
/** Beyond the edge, so that nothing pops up while pushing. */
const EDGE = 40

interface Props {
  readonly places: readonly Place[]
  readonly sketch: Sketch
  /** Pointed at in the list. */
  readonly pointed: Place['point'] | null
  readonly onChoose: (members: readonly Place[]) => void
}

/** Dwellings and buildings, or how many households where they lie close. For the mouse: the list beside is the keyboard's way. */
export function Dots({ places, sketch, pointed, onChoose }: Props) {
  const { ground, pixelMetres, size } = sketch
  const spots = useMemo(
    () => places.map((place) => ({ ...place, ...ground.onPlane([place.point.lon, place.point.lat]) })),
    [places, ground],
  )
  const clusters = useMemo(() => clustered(spots, TOGETHER_PIXELS * pixelMetres), [spots, pixelMetres])
  const shown = clusters.flatMap((cluster) => {
    const at = sketch.onScreen(ground.onEarth(cluster))
    const outside = at.x < -EDGE || at.y < -EDGE || at.x > size.width + EDGE || at.y > size.height + EDGE
    return outside ? [] : [{ cluster, at }]
  })
  const ring = pointed && sketch.onScreen([pointed.lon, pointed.lat])
  return (
    <g aria-hidden="true">
      {shown.map(({ cluster, at }) => (
        <Dot key={cluster.id} cluster={cluster} at={at} onChoose={onChoose} />
      ))}
      {ring && <circle className="ring chosen" cx={ring.x} cy={ring.y} r="19" />}
    </g>
  )
}

function Dot({ cluster, at, onChoose }: { cluster: Cluster<Place & Spot>; at: Spot; onChoose: Props['onChoose'] }) {
  const { members } = cluster
  const [only] = members
  const households = members.reduce((sum, one) => sum + one.households, 0)
  return (
    <g
      className={households === 0 ? 'place empty' : 'place'}
      data-places={members.reduce((sum, one) => sum + one.places, 0)}
      transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`}
      onClick={() => onChoose(members)}
    >
      <circle r="14" className="hit" fill="transparent" />
      {members.length > 1 || !only || only.kind === 'cell' ? (
        <Badge open={households} overdue={0} />
      ) : only.kind === 'building' ? (
        <>
          <rect x="-14" y="-11" width="28" height="22" rx="3" />
          <text className="count" y="5">
            {households}
          </text>
        </>
      ) : (
        <circle className="point" r="7" />
      )}
    </g>
  )
}
