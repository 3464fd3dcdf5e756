import { publicAreaRoutes } from '@linli/contract/areas'
import { categoryRoutes } from '@linli/contract/categories'
import type { Point } from '@linli/contract/common'
import { residentRoutes } from '@linli/contract/identity'
import { matterRoutes, placeRoutes } from '@linli/contract/matters'
import { noticeRoutes } from '@linli/contract/notices'
import { rightsRoutes } from '@linli/contract/people-rights'
import { storedLocale } from '@linli/ui'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './api.ts'
import { receipts } from './keep/receipts.ts'

/** Everything the portal reads, each under one key. */

/** The areas directly below one; below the county without an id. */
export const areasQuery = (parentId?: string) =>
  queryOptions({
    queryKey: ['areas', parentId ?? null],
    queryFn: () => client.call(publicAreaRoutes.listPublicAreas, parentId ? { parentId } : {}),
    staleTime: 3_600_000,
  })

export const outlinesQuery = (level: 'town' | 'village' | 'grid', parentId: string | undefined) =>
  queryOptions({
    queryKey: ['outlines', level, parentId ?? null],
    queryFn: () => client.call(publicAreaRoutes.getAreaMap, parentId ? { level, parentId } : { level }),
    staleTime: 3_600_000,
  })

export const gridCardQuery = (gridId: string) =>
  queryOptions({
    // What may be decided comes in the reader's language.
    queryKey: ['grid', gridId, storedLocale()],
    queryFn: () => client.call(publicAreaRoutes.getGridCard, { gridId }),
    staleTime: 600_000,
  })

export const locatedQuery = (point: Point) =>
  queryOptions({
    queryKey: ['located', point.lon, point.lat],
    queryFn: () => client.call(publicAreaRoutes.locatePoint, point),
    staleTime: 3_600_000,
  })

export const addressQuery = (q: string) =>
  queryOptions({
    queryKey: ['address', q],
    queryFn: () => client.call(publicAreaRoutes.locateAddress, { q }),
    staleTime: 600_000,
  })

export const categoriesQuery = () =>
  queryOptions({
    queryKey: ['categories'],
    queryFn: () => client.call(categoryRoutes.listPublicCategories, {}),
    staleTime: 3_600_000,
  })

export const suggestionsQuery = (words: string) =>
  queryOptions({
    queryKey: ['suggestions', words],
    queryFn: () => client.call(categoryRoutes.suggestCategories, { words }),
    staleTime: 600_000,
  })

export const nearbyQuery = (point: Point, more: { categoryCode?: string; words?: string }) =>
  queryOptions({
    queryKey: ['nearby', point.lon, point.lat, more],
    queryFn: () => client.call(matterRoutes.findNearbyReports, { point, ...more }),
    staleTime: 60_000,
  })

export const scannedPlaceQuery = (token: string) =>
  queryOptions({ queryKey: ['place', token], queryFn: () => client.call(placeRoutes.getPublicPlace, { token }) })

/** With the code that this phone holds, else with the session. */
export const progressQuery = (number: string) =>
  queryOptions({
    queryKey: ['progress', number],
    queryFn: () => {
      const code = receipts.find(number)?.code
      return client.call(matterRoutes.trackReport, code ? { number, code } : { number })
    },
    refetchInterval: 60_000,
  })

export const myReportsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['my-reports'],
    queryFn: ({ pageParam }) =>
      client.call(matterRoutes.listMyReports, pageParam ? { cursor: pageParam, limit: 20 } : { limit: 20 }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const residentQuery = () =>
  queryOptions({ queryKey: ['resident'], queryFn: () => client.call(residentRoutes.residentMe, {}) })

/** The demo's messages; refused everywhere else. */
export const demoMessagesQuery = () =>
  queryOptions({ queryKey: ['demo-messages'], queryFn: () => client.call(noticeRoutes.listOutbox, {}), staleTime: 0 })

/** One's own files in the register, and those of children one answers for. */
export const ownFilesQuery = () =>
  queryOptions({ queryKey: ['own', 'files'], queryFn: () => client.call(rightsRoutes.listOwnFiles, {}) })

export const ownReadingsQuery = (personId: string) =>
  infiniteQueryOptions({
    queryKey: ['own', 'readings', personId],
    queryFn: ({ pageParam }) =>
      client.call(rightsRoutes.listOwnReadings, {
        personId,
        limit: 20,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })

export const ownLinksQuery = (personId: string) =>
  queryOptions({
    queryKey: ['own', 'links', personId],
    queryFn: () => client.call(rightsRoutes.listOwnLinks, { personId }),
  })

export const ownRequestsQuery = () =>
  queryOptions({ queryKey: ['own', 'requests'], queryFn: () => client.call(rightsRoutes.listOwnRequests, {}) })
