import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { callbackPath, finishOidcLogin, startOidcLogin } from './oidc.ts'

export const startPath = '/api/login/oidc'

/** The two addresses of a login at the identity provider. A browser walks through them, so they answer redirects. */
export function registerOidcRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { returnTo?: string } }>(startPath, async (request, reply) => {
    const target = startOidcLogin(
      contextOf(deps, request),
      ownUrl(deps, request),
      request.query.returnTo ?? '/console/',
    )
    return reply.header('cache-control', 'no-store').redirect((await target.catch(failurePage)).toString())
  })
  app.get(callbackPath, async (request, reply) => {
    const current = new URL(request.url, ownUrl(deps, request))
    const target = finishOidcLogin(contextOf(deps, request), current)
    return reply.header('cache-control', 'no-store').redirect(await target.catch(failurePage))
  })
}

// A page with words and a way back, instead of a problem document on an empty screen.
function failurePage(error: unknown): string {
  if (error instanceof Problem && error.code === 'route.not_found') throw error
  const code = error instanceof Problem ? error.code : 'login.oidc_failed'
  const reason = error instanceof Problem ? error.details?.['reason'] : 'unreachable'
  return `/console/login?problem=${code}&reason=${String(reason)}`
}

function ownUrl(deps: Deps, request: FastifyRequest): string {
  return deps.config.publicUrl ?? `${request.protocol}://${request.host}`
}

function contextOf(deps: Deps, request: FastifyRequest): Ctx {
  return {
    deps,
    db: deps.db,
    countyId: deps.config.countyId,
    actor: request.actor,
    requestId: request.id,
    http: request.httpSide,
    locale: request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh',
    audit: 'session.opened',
    inputHash: Buffer.alloc(0),
  }
}
