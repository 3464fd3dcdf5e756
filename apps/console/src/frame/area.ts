import { areaRoutes } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import type { PageProps } from '../pages.ts'

type Where = Pick<PageProps, 'search' | 'me'>

/** The area that the address names, else that of one's own unit; null for who works for the whole county. */
export function areaOf({ search, me }: Where): string | null {
  return search.get('area') ?? me.posts[0]?.unit.areaId ?? null
}

/** The same where an area must be named: whoever works for the whole county begins with the county. */
export function useAreaOrCounty(where: Where): string | null {
  const own = areaOf(where)
  const top = useQuery({ ...reading(areaRoutes.listAreaChildren, {}), enabled: own === null, staleTime: 600_000 })
  return own ?? top.data?.items[0]?.id ?? null
}
