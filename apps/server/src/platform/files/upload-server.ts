import type { ProblemCode } from '@linli/contract/problems'
import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AsyncLocalStorage } from 'node:async_hooks'
import { asProblem, problemBody } from '../http/errors.ts'
import { Problem } from '../problem/problem.ts'

const VERSION = '1.0.0'
/** What the library refuses with a status and English words of its own. */
const refusals: Readonly<Record<number, ProblemCode>> = {
  404: 'attachment.not_found',
  // The file is further, or less far, than its sender believes; it asks, and goes on from there.
  409: 'attachment.incomplete',
  410: 'attachment.gone',
  413: 'attachment.too_large',
  // Extensions of tus that nobody here needs.
  501: 'input.invalid',
}

interface Served {
  readonly request: FastifyRequest
  problem?: Problem
}

/** The library's server, refusing as the rest of the platform does: with a problem whose sentence the faces know. */
export class UploadServer extends Server {
  readonly #served = new AsyncLocalStorage<Served>()

  constructor(options: ConstructorParameters<typeof Server>[0]) {
    super({
      ...options,
      onResponseError: (_request, error) => {
        const served = this.#served.getStore()
        if (served) served.problem = problemOf(error)
        return undefined
      },
    })
  }

  /** The request that is being served. */
  get request(): FastifyRequest | undefined {
    return this.#served.getStore()?.request
  }

  async serve(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.method !== 'OPTIONS' && request.headers['tus-resumable'] !== VERSION) {
      void reply.header('tus-version', VERSION)
      throw new Problem('attachment.protocol')
    }
    // The library answers past the reply, and what was put on it (headers of safety) would be lost.
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    reply.raw.setHeader('linli-request-id', request.id)
    reply.hijack()
    await this.#served.run({ request }, () => this.handle(request.raw, reply.raw))
  }

  override write(...[context, headers, status, body]: Parameters<Server['write']>): ReturnType<Server['write']> {
    if (status < 400) return super.write(context, headers, status, body)
    const served = this.#served.getStore()
    const problem = served?.problem ?? new Problem(refusals[status] ?? 'input.invalid')
    if (problem.status >= 500) served?.request.log.error({ code: problem.code }, 'upload failed')
    headers.set('content-type', 'application/problem+json; charset=utf-8')
    headers.set('cache-control', 'no-store')
    return super.write(context, headers, problem.status, JSON.stringify(problemBody(problem, served?.request.id ?? '')))
  }
}

function problemOf(error: unknown): Problem {
  if (isFull(error)) return new Problem('storage.full')
  if (typeof error !== 'object' || error === null || !('status_code' in error)) return asProblem(error)
  const status = Number(error.status_code)
  // Of its own faults the one that happens is that of two requests for one file the later waited in vain.
  return new Problem(refusals[status] ?? (status < 500 ? 'input.invalid' : 'server.unavailable'))
}

/** No space, or no more of it for this account. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
