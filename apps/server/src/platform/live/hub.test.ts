import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../crypto/id.ts'
import type { Deps } from '../deps.ts'
import { addEvents, countyId, otherCountyId, type PlatformWorld, platformWorld } from '../testing.ts'
import type { LiveEvent } from './hub.ts'

let world: PlatformWorld
let other: Deps
beforeAll(async () => {
  world = await platformWorld()
  other = world.another()
  await world.deps.live.start()
  await other.live.start()
})
afterAll(() => world.close())

function listen(deps: Deps, filter: (event: LiveEvent) => boolean = () => true, of: number | null = countyId) {
  const heard: string[] = []
  const stop = deps.live.subscribe({ countyId: of, filter, send: (event) => heard.push(event.subjectId) })
  return { heard, stop }
}
/** As a command does: commit, then the word. */
async function happen(deps: Deps, event: Parameters<typeof addEvents>[1][number] = {}): Promise<string> {
  const subjectId = newId()
  await addEvents(deps.db, [{ subjectId, ...event }])
  deps.live.poke()
  return subjectId
}
const until = (heard: readonly string[]) => expect.poll(() => [...heard], { timeout: 20_000, interval: 10 })

// Transactions of other tests in the same cluster hold events back: what the test before wrote may come only now.
beforeEach(async () => {
  const everyone = [world.deps, other].map((deps) => listen(deps, undefined, null))
  const last = await happen(world.deps)
  for (const { heard, stop } of everyone) {
    await until(heard).toContain(last)
    stop()
  }
})

describe('the live hub', () => {
  it('tells listeners of its own process and of every other', async () => {
    const [here, there] = [listen(world.deps), listen(other)]
    const id = await happen(world.deps)
    await until(here.heard).toEqual([id])
    await until(there.heard).toEqual([id])
    here.stop()
    there.stop()
  })

  it('tells in order and once, however fast things happen', async () => {
    const { heard, stop } = listen(other)
    const ids: string[] = []
    for (let i = 0; i < 60; i++) ids.push(await happen(i % 2 === 0 ? world.deps : other))
    await until(heard).toEqual(ids)
    stop()
  })

  it('tells only what a listener asked for, of its county', async () => {
    const { heard, stop } = listen(world.deps, (event) => event.kind === 'matter.settle')
    const everywhere = listen(world.deps, undefined, null)
    await happen(world.deps)
    await happen(world.deps, { countyId: otherCountyId, kind: 'matter.settle' })
    const id = await happen(world.deps, { kind: 'matter.settle' })
    await until(heard).toEqual([id])
    await until(everywhere.heard).toHaveLength(3)
    stop()
    everywhere.stop()
  })

  it('does not wait for its fallback when an older transaction without events held one back', async () => {
    const { heard, stop } = listen(other)
    const open = await world.deps.db.startTransaction().execute()
    await open.updateTable('counties').set({ nameEn: 'Songzi City' }).where('countyId', '=', countyId).execute()
    // Six of these at 60 ms: the fallback of a second would show.
    const started = performance.now()
    const id = await happen(world.deps)
    await setTimeout(60)
    expect(heard).toEqual([])
    await open.commit().execute()
    await until(heard).toEqual([id])
    expect(performance.now() - started).toBeLessThan(800)
    stop()
  })

  it('finds what nobody announced: a process may die between its commit and its word', async () => {
    const { heard, stop } = listen(world.deps)
    const subjectId = newId()
    await addEvents(world.deps.db, [{ subjectId }])
    await until(heard).toEqual([subjectId])
    stop()
  })

  it('does not let one listener that fails keep the others from hearing', async () => {
    const broken = world.deps.live.subscribe({
      countyId,
      filter: () => true,
      send: () => {
        throw new Error('listener broke')
      },
    })
    const { heard, stop } = listen(world.deps)
    const id = await happen(world.deps)
    await until(heard).toEqual([id])
    broken()
    stop()
  })

  it('goes on after its connections were cut', async () => {
    const { heard, stop } = listen(other)
    await world.deps.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    const id = await happen(world.deps)
    await until(heard).toEqual([id])
    stop()
  })

  it('is silent to whoever stopped listening', async () => {
    const { heard, stop } = listen(world.deps)
    stop()
    const witness = listen(world.deps)
    const id = await happen(world.deps)
    await until(witness.heard).toEqual([id])
    expect(heard).toEqual([])
    witness.stop()
  })
})
