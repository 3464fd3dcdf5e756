import type { fieldDeviceRoutes } from '@linli/contract/field-devices'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { asProblem, problemBody } from '../../../platform/http/errors.ts'
import { runRoute } from '../../../platform/http/register.ts'
import { ownDevice } from './devices.ts'
import { offlineRoutes } from './offline-commands.ts'

type Send = typeof fieldDeviceRoutes.sendCommands

/** Commands of an outbox, one after the other; what refuses one of them does not stop the next. */
export async function sendCommands(
  app: FastifyInstance,
  ctx: Ctx,
  { deviceId, items }: RouteParsed<Send>,
): Promise<RouteOutput<Send>> {
  await ownDevice(ctx, deviceId)
  const answers: RouteOutput<Send>['answers'] = []
  for (const { command, input } of items) {
    try {
      answers.push({ status: 200, answer: await runRoute(app, ctx, offlineRoutes[command], input), problem: null })
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status >= 500) ctx.deps.log.error({ err: error, code: problem.code, command }, 'command failed')
      answers.push({ status: problem.status, answer: null, problem: problemBody(problem, ctx.requestId) })
    }
  }
  return { answers }
}
