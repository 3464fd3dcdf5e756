import { type Cluster, type Spot } from '@linli/ui/map'
import type { PlacedPin } from './figures.ts'
import { Badge, Sign } from './Marks.tsx'

/** A group and where it is on the screen. */
export interface Group extends Cluster<PlacedPin> {
  readonly at: Spot
}

interface Props {
  readonly groups: readonly Group[]
  readonly chosenId: string | undefined
  readonly pointedId: string | null
  readonly onPoint: (members: readonly PlacedPin[] | null) => void
  readonly onChoose: (members: readonly PlacedPin[]) => void
}

/** Open matters where they are. For the mouse only: the list beside it is the keyboard's way to the same. */
export function Pins({ groups, chosenId, pointedId, onPoint, onChoose }: Props) {
  return (
    <g aria-hidden="true">
      {groups.map(({ id, members, at }) => {
        const has = (matterId: string | null | undefined) => members.some((member) => member.id === matterId)
        return (
          <g
            key={id}
            className="pin"
            data-matters={members.length}
            transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`}
            onClick={() => onChoose(members)}
            onPointerEnter={() => onPoint(members)}
            onPointerLeave={() => onPoint(null)}
          >
            <circle r="14" className="hit" />
            {(has(chosenId) || has(pointedId)) && <circle r="19" className={has(chosenId) ? 'ring chosen' : 'ring'} />}
            <Mark members={members} />
          </g>
        )
      })}
    </g>
  )
}

function Mark({ members }: { members: readonly PlacedPin[] }) {
  const [only] = members
  if (members.length > 1 || !only)
    return <Badge open={members.length} overdue={members.filter(({ overdue }) => overdue).length} />
  return <Sign danger={only.danger} overdue={only.overdue} />
}
