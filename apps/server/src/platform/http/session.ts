import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type HttpSide, sessionCookie, type SessionKind } from '../command/ctx.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
    httpSide: HttpSide
  }
}

/** Finds whoever a session token belongs to; null when it is unknown, expired or revoked. */
export type SessionResolver = (kind: SessionKind, token: string) => Promise<{ actor: Actor; sessionId: string } | null>

/** Resolves the actor of every request below /api once, before its handler. */
export function registerSessions(app: FastifyInstance, deps: Deps, resolve: SessionResolver): void {
  const nobody = publicActor(deps.config.countyId)
  app.decorateRequest('actor')
  app.decorateRequest('httpSide')
  app.addHook('onRequest', async (request, reply) => {
    request.actor = nobody
    request.httpSide = httpSide(request, reply, null)
    if (!request.url.startsWith('/api/')) return
    refuseForeignOrigin(request, deps.config.publicUrl)
    const found = await firstSession(request, resolve)
    if (!found) return
    request.actor = found.actor
    request.httpSide = httpSide(request, reply, found.sessionId)
  })
}

export function publicActor(countyId: number): Actor {
  const none = { townIds: [], villageIds: [], gridIds: [], unitIds: [] }
  return { kind: 'public', id: null, name: '', countyId, posts: [], may: () => false, reach: () => none }
}

// A route for residents or anyone hears the resident's cookie; every other hears the staff member's.
async function firstSession(request: FastifyRequest, resolve: SessionResolver) {
  const access = request.routeOptions.config.route?.access ?? 'staff'
  const kinds: SessionKind[] =
    access === 'resident' ? ['resident'] : access === 'public' ? ['resident', 'staff'] : ['staff']
  for (const kind of kinds) {
    const token = request.httpSide.cookie(sessionCookie[kind])
    const found = token ? await resolve(kind, token) : null
    if (found) return found
  }
  return null
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

// Cookies travel with forged requests; the Origin header cannot be forged by a page.
// Programs without a browser send neither Origin nor Sec-Fetch-Site and are let through: they hold no ambient cookies.
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (safeMethods.has(request.method)) return
  const { origin, host } = request.headers
  if (request.headers['sec-fetch-site'] === 'cross-site') throw new Problem('origin.refused')
  if (origin === undefined) return
  const own = [publicUrl, `http://${host}`, `https://${host}`]
  if (!own.some((url) => url !== undefined && URL.canParse(url) && new URL(url).origin === origin)) {
    throw new Problem('origin.refused')
  }
}

function httpSide(request: FastifyRequest, reply: FastifyReply, sessionId: string | null): HttpSide {
  const secure = !(request.protocol === 'http' && isLocal(request.hostname))
  const fullName = (name: string) => (secure ? `__Host-${name}` : name)
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    sessionId,
    bearer: /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1],
    cookie: (name) => request.cookies[fullName(name)],
    setCookie: (name, value, maxAge) => {
      reply.setCookie(fullName(name), value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge })
    },
    clearCookie: (name) => {
      reply.clearCookie(fullName(name), { path: '/', httpOnly: true, sameSite: 'lax', secure })
    },
  }
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
