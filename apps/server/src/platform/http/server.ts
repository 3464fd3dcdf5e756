import fastifyCompress from '@fastify/compress'
import fastifyCookie from '@fastify/cookie'
import fastifyRateLimit from '@fastify/rate-limit'
import type { Route } from '@linli/contract/route'
import { randomUUID } from 'node:crypto'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import helmet from 'helmet'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'
import { answerUnroutable, registerErrors } from './errors.ts'
import { registerSessions, type SessionResolver } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    route?: Route
  }
}

const MEBIBYTE = 1024 * 1024

/** The bare HTTP server: limits, headers, sessions, errors; modules add their routes to it. */
export async function createHttpServer(deps: Deps, resolve: SessionResolver): Promise<FastifyInstance> {
  // Named as the base logger, or the instance's type would carry pino's and fit no signature.
  const loggerInstance: FastifyBaseLogger = deps.log
  const app: FastifyInstance = fastify({
    loggerInstance,
    // Addresses carry ids and search words: the log line names the route, never the address.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustProxy,
    bodyLimit: MEBIBYTE,
    requestTimeout: 60_000,
    genReqId: () => randomUUID(),
    frameworkErrors: answerUnroutable,
    routerOptions: { maxParamLength: 200, querystringParser: parseQuery },
  })
  registerErrors(app)
  const secure = helmet(securityHeaders(deps))
  app.addHook('onRequest', (request, reply, done) => secure(request.raw, reply.raw, () => done()))
  await app.register(fastifyCookie)
  await app.register(fastifyCompress, { threshold: 2048, encodings: ['br', 'gzip'] })
  registerSessions(app, deps, resolve)
  await app.register(fastifyRateLimit, {
    max: deps.config.rateLimitPerMinute,
    timeWindow: 60_000,
    // An office shares one address; a signed-in person is counted alone.
    keyGenerator: (request) => request.httpSide.sessionId ?? request.ip,
    hook: 'preHandler',
    errorResponseBuilder: (_request, context) =>
      new Problem('rate.limited', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('linli-request-id', request.id)
    done()
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    request.log.info(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  return app
}

// `?a=1&a=2` would become an array and `__proto__` a trap: the last value wins, on an object without prototype.
function parseQuery(query: string): Record<string, string> {
  const parsed: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [key, value] of new URLSearchParams(query)) parsed[key] = value
  return { ...parsed }
}

function securityHeaders(deps: Deps) {
  const tiles = deps.config.tileOrigins
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // React and MapLibre set style attributes; no inline <style> element comes from data.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
        connectSrc: ["'self'", ...tiles],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only over TLS: on plain http://localhost the header would lock the demo out of its own port.
    strictTransportSecurity: deps.config.publicUrl?.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' as const },
  }
}
