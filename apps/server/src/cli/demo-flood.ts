import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createApp } from '../app.ts'
import { rehearseFlood } from '../demo/flood.ts'
import { castFlood } from '../demo/flood-cast.ts'
import { DEMO_COUNTY } from '../demo/load.ts'
import { areaSource, todayIn } from '../modules/areas/index.ts'
import { actorOfStaff } from '../modules/identity/index.ts'
import { systemCtx } from '../platform/command/system-ctx.ts'
import { runRoute } from '../platform/http/register.ts'
import { UsageError } from './usage-error.ts'
import { withDeps } from './with-database.ts'

const MOST_SECONDS = 600
/** Longer than it takes until the word of the last commit has gone round to the server beside. */
const LAST_WORD_MS = 500

/** Rehearses the flood beside the running platform: screens, consoles and phones follow it as if people did it. */
export default function demoFlood(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { seconds: { type: 'string', default: '5' } } })
  const seconds = Number(values.seconds)
  if (!(seconds >= 0 && seconds <= MOST_SECONDS)) throw new UsageError('demo flood [--seconds 0…600]')
  return withDeps(async (deps) => {
    if (deps.config.countyId !== DEMO_COUNTY || !deps.config.demo)
      throw new UsageError('只在演示县演练 · rehearsed in the demo county only')
    const app = await createApp(deps)
    try {
      await app.ready()
      const cast = await castFlood(deps)
      const today = await todayIn(deps, DEMO_COUNTY)
      const by = async <R extends Route>(staffId: string, route: R, input: RouteInput<R>): Promise<RouteOutput<R>> => {
        const actor = await actorOfStaff(deps, areaSource(deps), staffId, today)
        if (!actor) throw new UsageError('演练需要的人已停用 · somebody of the rehearsal has no open account')
        // The route's own schema has cut the answer.
        return (await runRoute(app, { ...systemCtx(deps, DEMO_COUNTY, ''), actor }, route, input)) as RouteOutput<R>
      }
      const began = Date.now()
      const room = await rehearseFlood({
        cast,
        by,
        async next(words) {
          console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${words}`)
          await pause(seconds * 1000)
        },
      })
      console.log(`演练结束 · over: /console/incidents/${room.id}`)
      await pause(LAST_WORD_MS)
    } finally {
      await app.close()
    }
  })
}
