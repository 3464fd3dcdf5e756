import { useQuery } from '@tanstack/react-query'
import { myGrid } from '../../keep/my-grid.ts'
import { useStored } from '../../keep/stored.ts'
import type { View } from '../../parts/map/view.ts'
import { gridCardQuery, outlinesQuery } from '../../queries.ts'

/** Where to look first: the grid that this phone calls its own. */
export function useHomeView(): View | null {
  const gridId = useStored(myGrid)?.gridId
  const card = useQuery({ ...gridCardQuery(gridId ?? ''), enabled: gridId !== undefined }).data
  const villageId = card?.village?.id
  const outlines = useQuery({ ...outlinesQuery('grid', villageId), enabled: villageId !== undefined }).data
  const grid = outlines?.features.find(({ properties }) => properties.id === gridId)?.properties
  return grid ? { centre: { lon: grid.lon, lat: grid.lat }, scale: 0.2 } : null
}
