import type { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { offlineRoutes } from '@linli/contract/offline-commands'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { Gate } from '../../../platform/command/gate.ts'
import { asProblem, problemBody } from '../../../platform/http/errors.ts'
import { runRoute } from '../../../platform/http/register.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { ownDevice } from './devices.ts'

type Send = typeof fieldDeviceRoutes.sendCommands

/** Commands of outboxes at work at once: two weeks of three hundred phones may not make a person at a desk wait. */
const outboxes = new Gate(3)
/** A phone on a slow line gives up after twenty seconds and would send all of it again. */
const ANSWER_WITHIN_MS = 8_000
const AGAIN_SECONDS = 3

/**
 * Commands of an outbox, one after the other; what refuses one of them does not stop the next. Those for which the time is
 * too short are answered `rate.limited`: the phone keeps them and comes again.
 */
export async function sendCommands(
  app: FastifyInstance,
  ctx: Ctx,
  { deviceId, items }: RouteParsed<Send>,
): Promise<RouteOutput<Send>> {
  await ownDevice(ctx, deviceId)
  const answers: RouteOutput<Send>['answers'] = []
  const until = performance.now() + ANSWER_WITHIN_MS
  for (const { command, input } of items) {
    try {
      const answer = await outboxes.pass(() => {
        if (performance.now() > until) throw new Problem('rate.limited', { retryAfterSeconds: AGAIN_SECONDS })
        return runRoute(app, ctx, offlineRoutes[command], input)
      })
      answers.push({ status: 200, answer, problem: null })
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status >= 500) ctx.deps.log.error({ err: error, code: problem.code, command }, 'command failed')
      answers.push({ status: problem.status, answer: null, problem: problemBody(problem, ctx.requestId) })
    }
  }
  return { answers }
}
