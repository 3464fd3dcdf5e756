import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createApp } from '../app.ts'
import { actingIn } from '../demo/acting.ts'
import { rehearseFlood } from '../demo/flood.ts'
import { castFlood } from '../demo/flood-cast.ts'
import { DEMO_COUNTY } from '../demo/load.ts'
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
      const began = Date.now()
      const room = await rehearseFlood({
        cast: await castFlood(deps),
        by: await actingIn(deps, app),
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
