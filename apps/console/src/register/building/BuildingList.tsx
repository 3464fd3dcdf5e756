import { type BuildingRow, peopleRoutes } from '@linli/contract/people'
import { PagedList, usePaged } from '../../paged.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useBuildingMessages } from '../building-messages.ts'

interface Props {
  readonly areaId: string
  /** Which one is pointed at, for a map beside the list. */
  readonly onPoint?: (building: BuildingRow | null) => void
}

/** The buildings of an area by name. */
export function BuildingList({ areaId, onPoint }: Props) {
  const m = useBuildingMessages()
  const list = usePaged(peopleRoutes.listBuildings, { areaId, limit: 50 })
  return (
    <PagedList list={list} none={m.noBuildings}>
      <ul onPointerLeave={() => onPoint?.(null)} onBlur={() => onPoint?.(null)}>
        {list.items.map((row) => (
          <li key={row.id} onPointerEnter={() => onPoint?.(row)} onFocus={() => onPoint?.(row)}>
            <Link to={paths.building(row.id)} className="hrow">
              <b>{row.name}</b>
              <small className="limit">{row.place.gridName}</small>
              <small>{row.address}</small>
              <small className="limit">
                {onPoint && row.point === null ? m.noPosition : m.size(row.units, row.floors, row.flats)}
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </PagedList>
  )
}
