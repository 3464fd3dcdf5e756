import type { publicAreaRoutes } from '@linli/contract/areas'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { faultsOf } from '../../platform/http/faults.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaMap } from './area-map.ts'

/** Browsers and proxies may keep a map for a minute, and afterwards ask only whether it has changed. */
const CACHE = 'public, max-age=60, stale-while-revalidate=600'
/** Whoever has just drawn a grid must see it: staff ask each time, and hear in a few bytes that nothing has changed. */
const STAFF_CACHE = 'private, no-cache'

/** The public map. It has no audience to check and a body worth keeping, which the general registration never caches. */
export function registerAreaMap(app: FastifyInstance, deps: Deps, route: typeof publicAreaRoutes.getAreaMap): void {
  app.route({
    method: route.method,
    url: `/api${route.path}`,
    config: { route },
    handler: async (request, reply) => {
      const parsed = route.input.safeParse(request.query, { reportInput: true })
      if (!parsed.success) throw new Problem('input.invalid', undefined, faultsOf(parsed.error))
      const { etag, body } = await areaMap(deps, request.actor.countyId, parsed.data)
      reply
        .header('cache-control', request.actor.kind === 'staff' ? STAFF_CACHE : CACHE)
        .header('etag', etag)
        .header('vary', 'accept-encoding, cookie')
      if (request.headers['if-none-match'] === etag) return reply.status(304).send()
      return reply.type('application/geo+json').send(body)
    },
  })
}
