import { areaRoutes } from '@linli/contract/areas'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import type { Shape } from '../../areas/scene/ground.ts'

/** An area's outline with those of the areas directly below it; of a grid, the grids beside it. */
export function useLand(areaId: string) {
  const { locale } = useLocale()
  const area = useQuery({ ...reading(areaRoutes.getArea, { areaId }), staleTime: 600_000 })
  const level = area.data?.level === 'county' ? 'town' : area.data?.level === 'town' ? 'village' : 'grid'
  const parentId = area.data?.level === 'grid' ? (area.data.path.at(-1)?.id ?? areaId) : areaId
  const below = useQuery({
    ...reading(areaRoutes.getAreaMap, { level, parentId }),
    enabled: area.data !== undefined,
    staleTime: 600_000,
    // Outlines are large and never change in part.
    structuralSharing: false,
  })
  const around: Shape[] = (below.data?.features ?? []).flatMap(
    ({ geometry, properties: { id, name, nameEn, lon, lat } }) =>
      geometry ? [{ id, name: locale === 'zh' ? name : (nameEn ?? name), geometry, at: [lon, lat] as const }] : [],
  )
  const boundary = area.data?.boundary
  const here: Shape | null = boundary ? { id: areaId, name: area.data?.name ?? '', geometry: boundary } : null
  return { error: area.error ?? below.error, isRead: area.data !== undefined && below.data !== undefined, here, around }
}
