import { newId } from '@linli/client'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createWorld, type World } from '../../../../server/test/world.ts'
import { FieldDay } from './day.ts'
import type { Sabotage } from './line.ts'
import { knownDays } from './known-days.ts'
import { browserGlobals } from './phone.ts'
import { step } from './steps.ts'

/** Few in the suite; the long run is asked for: `RUNS=10000 npm test -- field-model`. */
const RUNS = Number(process.env['RUNS'] ?? 4)
const SEED = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }
const steps = fc.array(step, { minLength: 1, maxLength: 24, size: 'max' })

let world: World
let day: FieldDay
beforeAll(async () => {
  for (const [name, value] of Object.entries(browserGlobals)) vi.stubGlobal(name, value)
  world = await createWorld()
  day = await FieldDay.in(world)
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await world.close()
})

const holds = (sabotage?: Sabotage) =>
  fc.asyncProperty(steps, async (given) => {
    expect(await day.live(given, sabotage)).toEqual([])
  })

describe('three phones, two clerks and the platform through a bad day', () => {
  it(
    `lose nothing, double nothing, overwrite nothing in silence, and agree in the end (${RUNS} days)`,
    { timeout: Infinity },
    async () => {
      const began = performance.now()
      await fc.assert(holds(), { numRuns: RUNS, ...SEED })
      if (RUNS > 4) console.log(`${(RUNS / ((performance.now() - began) / 1000)).toFixed(2)} days a second`)
      expect(world.failures).toEqual([])
    },
  )

  it.each(Object.entries(knownDays))('get through a day that was hard once: %s', async (_name, given) => {
    expect(await day.live(given)).toEqual([])
  })

  const newIds: Sabotage = (body) => body.replaceAll(/"commandId":"[^"]+"/g, () => `"commandId":"${newId()}"`)
  const sawAll: Sabotage = (body) => body.replaceAll(/"seenVersion":\d+/g, '"seenVersion":999999')

  it('would notice a server that knows no command again', async () => {
    expect((await day.live(knownDays.answerLost, newIds)).join('\n')).toMatch(/was done [12] times/)
  })

  const knowsNoOwn: Sabotage = (body) => body.replaceAll(/"after":\[[^\]]*\]/g, '"after":[]')

  it('would notice a phone that is contradicted by itself', async () => {
    expect((await day.live(knownDays.twiceOnOnePhone, knowsNoOwn)).join('\n')).toMatch(/its own phone/)
  })

  it('would notice a server where the last one to write wins', async () => {
    expect((await day.live(knownDays.twoPhones, sawAll)).join('\n')).toMatch(/overwrote/)
  })
})
