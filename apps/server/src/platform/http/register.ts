import type { Route, RouteOutput, RouteParsed, RouteTable } from '@linli/contract/route'
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor, Ctx } from '../command/ctx.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'
import { faultsOf } from './faults.ts'

export type Handler<R extends Route> = (ctx: Ctx, input: RouteParsed<R>) => Promise<RouteOutput<R>>
interface Registered {
  readonly deps: Deps
  readonly handler: Handler<Route>
}
const registered = new WeakMap<FastifyInstance, Map<Route, Registered>>()

export type Handlers<T extends RouteTable> = { readonly [K in keyof T]: Handler<T[K]> }

/** Registers every route of a table; throws at start when an obligation is missing. */
export function registerRoutes<T extends RouteTable>(
  app: FastifyInstance,
  deps: Deps,
  table: T,
  handlers: Handlers<T>,
): void {
  for (const [name, route] of Object.entries(table)) {
    // Object.entries widens the key; the handler table is keyed by the same names.
    const handler = handlers[name as keyof T] as unknown as Handler<Route> | undefined
    if (!handler) throw new Error(`route ${name} has no handler`)
    if (route.method !== 'GET' && !route.audit) throw new Error(`route ${name} writes but has no audit name`)
    remember(app, route, { deps, handler })
    app.route({
      method: route.method,
      url: `/api${route.path}`,
      ...(route.maxBody ? { bodyLimit: route.maxBody } : {}),
      config: { route },
      handler: async (request, reply) => {
        requireAccess(route, request.actor)
        const input = parseInput(route, request)
        const output = await handler(contextOf(deps, request, route, input), input)
        // Parsing strips whatever the contract does not name: a field beyond the purpose cannot leave by accident.
        if (!reply.sent) return reply.header('cache-control', 'no-store').send(route.output.parse(output))
        return reply
      },
    })
  }
}

function remember(app: FastifyInstance, route: Route, entry: Registered): void {
  const known = registered.get(app) ?? new Map<Route, Registered>()
  registered.set(app, known.set(route, entry))
}

/**
 * Runs a route as if its input had come by itself from whoever acts in `ctx`: same access, same checks, same handler,
 * same cut of the answer. For several commands in one request, and for commands that somebody else hands in.
 * @throws whatever the route would have answered as a problem
 */
export async function runRoute(app: FastifyInstance, ctx: Ctx, route: Route, given: unknown): Promise<unknown> {
  const entry = registered.get(app)?.get(route)
  if (!entry) throw new Error(`${route.method} ${route.path} is not registered`)
  requireAccess(route, ctx.actor)
  const parsed = route.input.safeParse(given, { reportInput: true })
  if (!parsed.success) throw new Problem('input.invalid', undefined, faultsOf(parsed.error))
  const own = { ...ctx, audit: route.audit ?? '', inputHash: hashOf(parsed.data) }
  return route.output.parse(await entry.handler(own, parsed.data))
}

function requireAccess(route: Route, actor: Actor): void {
  switch (route.access) {
    case 'public':
      return
    case 'resident':
      if (actor.kind !== 'resident') throw new Problem('session.required')
      return
    case 'staff':
      if (actor.kind !== 'staff') throw new Problem('session.required')
      return
    default:
      if (actor.kind !== 'staff') throw new Problem('session.required')
      if (!actor.may(route.access)) throw new Problem('permission.missing', { permission: route.access })
  }
}

function parseInput(route: Route, request: FastifyRequest): unknown {
  const params = isRecord(request.params) ? request.params : {}
  const rest = route.method === 'GET' ? request.query : (request.body ?? {})
  if (!isRecord(rest)) throw new Problem('input.invalid', undefined, [{ path: '', rule: 'object' }])
  const parsed = route.input.safeParse({ ...rest, ...params }, { reportInput: true })
  if (!parsed.success) {
    // An address that cannot exist is absent, not badly written.
    if (parsed.error.issues.every((issue) => issue.path.length === 1 && String(issue.path[0]) in params)) {
      throw new Problem('not_found')
    }
    throw new Problem('input.invalid', undefined, faultsOf(parsed.error))
  }
  return parsed.data
}

function contextOf(deps: Deps, request: FastifyRequest, route: Route, input: unknown): Ctx {
  return {
    deps,
    db: deps.db,
    countyId: request.actor.countyId,
    actor: request.actor,
    requestId: request.id,
    http: request.httpSide,
    locale: request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh',
    audit: route.audit ?? '',
    inputHash: hashOf(input),
  }
}

const hashOf = (input: unknown) => createHash('sha256').update(canonical(input)).digest()

// Key order is the client's whim; the meaning is not.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
