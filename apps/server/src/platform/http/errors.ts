import type { ProblemBody } from '@linli/contract/problems'
import type { FastifyError, FastifyInstance } from 'fastify'
import { problemFromDatabase } from '../problem/database-problem.ts'
import { Problem } from '../problem/problem.ts'

/** Turns whatever is thrown into an RFC 9457 body; what is not a Problem is a bug and says nothing but its request id. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed')
    if (problem.status === 503) reply.header('retry-after', '2')
    void reply
      .status(problem.status)
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(problem, request.id)))
  })
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  return {
    type: `/docs/problems#${problem.code}`,
    title: problem.code,
    status: problem.status,
    code: problem.code,
    requestId,
    ...(problem.faults ? { faults: problem.faults } : {}),
    ...(problem.details ? { details: problem.details } : {}),
  }
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const fromDatabase = problemFromDatabase(error)
  if (fromDatabase) return fromDatabase
  // Fastify's own refusals (bad JSON, wrong media type, body too large, rate limit) carry a status.
  const { statusCode, code } = error as Partial<FastifyError>
  if (statusCode === 413) return new Problem('input.too_large')
  if (statusCode === 429) return new Problem('rate.limited')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('input.invalid', undefined, [{ path: '', rule: code ?? 'unreadable' }])
  }
  return new Problem('server.failed')
}
