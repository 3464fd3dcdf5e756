import { createClient } from '@linli/client'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { storedLocale } from '@linli/ui'
import { QueryClient, queryOptions } from '@tanstack/react-query'

export const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5_000 } } })

export const client = createClient({
  baseUrl: '/api',
  locale: storedLocale,
  onSignedOut: () => void queryClient.invalidateQueries({ queryKey: ['/me'] }),
})

/** A reading route as a query; its key is the route's path and the input. */
export function reading<R extends Route>(route: R, input: RouteInput<R>) {
  return queryOptions<RouteOutput<R>>({
    queryKey: [route.path, input],
    queryFn: ({ signal }) => client.call(route, input, { signal }),
  })
}

/** Everything that shows matters is read anew. */
export function refreshMatters(): void {
  for (const path of [
    '/inbox',
    '/matters',
    '/matters/:matterId',
    '/matters/points',
    '/matters/:matterId/units',
    '/my/notices',
  ]) {
    void queryClient.invalidateQueries({ queryKey: [path] })
  }
}
