import type { RouteInput, RouteOutput } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { areaSource, todayIn } from '../modules/areas/index.ts'
import { actorOfStaff } from '../modules/identity/index.ts'
import { systemCtx } from '../platform/command/system-ctx.ts'
import type { Deps } from '../platform/deps.ts'
import { runRoute } from '../platform/http/register.ts'
import type { Actor } from './flood.ts'
import { DEMO_COUNTY } from './load.ts'

/** Whoever plays in the demo county acts through the routes, as a visitor's own browser would. @throws Error for a closed account. */
export async function actingIn(deps: Deps, app: FastifyInstance): Promise<Actor> {
  const today = await todayIn(deps, DEMO_COUNTY)
  return async (staffId, route, input) => {
    const actor = await actorOfStaff(deps, areaSource(deps), staffId, today)
    if (!actor) throw new Error('演练需要的人已停用 · somebody of the rehearsal has no open account')
    const ctx = { ...systemCtx(deps, DEMO_COUNTY, ''), actor }
    // The route's own schema has cut the answer.
    return (await runRoute(app, ctx, route, input as RouteInput<typeof route>)) as RouteOutput<typeof route>
  }
}
