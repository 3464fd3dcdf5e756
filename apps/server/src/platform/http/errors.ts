import type { ProblemBody } from '@linli/contract/problems'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problemFromDatabase } from '../problem/database-problem.ts'
import { Problem } from '../problem/problem.ts'

/** Turns whatever is thrown into an RFC 9457 body; what is not a Problem is a bug and says nothing but its request id. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    // Whoever asked has gone, a phone without network most often: nobody is left to answer, and nothing failed here.
    if ((error as Partial<FastifyError>).code === 'ERR_STREAM_PREMATURE_CLOSE') return void reply.raw.destroy()
    const problem = asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed')
    if (problem.status === 503) reply.header('retry-after', '2')
    answerProblem(reply, problem, request.id)
  })
}

/** Addresses that no router can read (a lone `%`, a parameter of kilobytes) lead nowhere; hooks do not run for them. */
export function answerUnroutable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  answerProblem(reply.header('linli-request-id', request.id), new Problem('route.not_found'), request.id)
}

function answerProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  void reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, requestId)))
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

/** What went wrong, in words of the catalogue. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const fromDatabase = problemFromDatabase(error)
  if (fromDatabase) return fromDatabase
  // Fastify's own refusals (bad JSON, wrong media type, body too large, rate limit) carry a status.
  const { statusCode } = error as Partial<FastifyError>
  if (statusCode === 413) return new Problem('input.too_large')
  if (statusCode === 429) return new Problem('rate.limited')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('input.invalid', undefined, [{ path: '', rule: 'unreadable' }])
  }
  return new Problem('server.failed')
}
