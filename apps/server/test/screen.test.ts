import { matterRoutes } from '@linli/contract/matters'
import { screenRoutes } from '@linli/contract/screen'
import { arrangementRoutes } from '@linli/contract/screen-arrangement'
import type { ScreenPatch } from '@linli/contract/screen-patch'
import { patched } from '@linli/contract/screen-patch'
import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { registerMatterCounters } from '../src/modules/command/index.ts'
import { dayIn } from '../src/platform/calendar/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { area, spot, staffId, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
let today: string
beforeAll(async () => {
  registerMatterCounters()
  world = await createWorld()
  steps = stepsIn(world)
  // Events bear the database's own time, and a screen shows today: half past eleven at night lies behind all of them.
  today = dayIn('Asia/Shanghai', new Date())
  world.forward((Date.parse(`${today}T23:30:00+08:00`) - world.now().getTime()) / 60_000)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const screenOf = async (areaId?: string) =>
  (await world.call('wujing', screenRoutes.getScreen, areaId === undefined ? {} : { areaId })).body

/** Reported from the field, given to the station's worker and settled by her. */
async function settled(changes: Parameters<Steps['report']>[0] = {}): Promise<string> {
  const { id } = await steps.report({ categoryCode: '1001', ...changes })
  await steps.done('hefang', matterRoutes.dispatchMatter, id, { unitId: unit.station, staffId: staffId.zhoumin })
  await steps.done('zhoumin', matterRoutes.settleMatter, id, { words: '已答复' })
  return id
}

describe('the figures of the screen', () => {
  it('are those that SQL counts, for the county, its towns and whatever has no place', async () => {
    await steps.report()
    await steps.report({ point: spot.yuling1 })
    const { id } = await steps.report({ point: spot.dayanzui1 })
    await settled()
    // Nobody knows where it is: it is the county's all the same.
    await steps.report({ point: undefined, address: '说不清在哪里', description: '打不通热线' })
    const { rows } = await sql<{ received: number; settled: number; open: number }>`
      SELECT count(*) FILTER (WHERE kind = 'matter.report')::int AS received,
        count(*) FILTER (WHERE kind IN ('matter.settle', 'matter.settle_on_spot'))::int AS settled,
        (SELECT count(*)::int FROM matters WHERE closed_at IS NULL) AS open
      FROM events WHERE module = 'matters'`.execute(world.deps.db)
    // The figures follow the events a moment later, and other transactions may hold those back.
    const counted = async () => {
      const { figures, now } = await screenOf()
      return { received: figures.received.today, settled: figures.settled.today, open: now.open }
    }
    await expect.poll(counted, { timeout: 15_000 }).toEqual(rows[0])
    expect(rows[0]).toEqual({ received: 5, settled: 1, open: 5 })
    const county = await screenOf()
    expect(county.settledBy).toEqual({ grid: 1, village: 0, town: 0, county: 0 })
    expect(county.figures.onTime.today).toBe(100)
    expect(county.areas.map(({ name, open }) => [name, open])).toEqual([
      ['新江口镇', 3],
      ['洈水镇', 1],
    ])
    expect(county.stream[0]).toMatchObject({ areaId: null })
    const town = await screenOf(area.weishui)
    expect(town).toMatchObject({
      area: { level: 'town', path: [{ level: 'county' }, { name: '洈水镇' }] },
      now: { open: 1 },
    })
    expect(town.figures.received.today).toBe(1)
    const points = await world.call('wujing', screenRoutes.listScreenPoints, { areaId: area.weishui })
    expect(points.body.items).toEqual([expect.objectContaining({ id, state: 'waiting' })])
  })

  it('tell nothing of fewer than ten people, nor a title or place that is confidential', async () => {
    const { id } = await steps.report({ categoryCode: '0701', description: '隔壁经常打孩子，哭得厉害' })
    const screen = await screenOf(area.xinjiangkou)
    expect(screen.figures.satisfied).toMatchObject({ today: null, few: true })
    expect(screen.areas.every(({ values }) => values['satisfied'] === null)).toBe(true)
    const line = screen.stream.find((item) => item.id === id)
    expect(line?.title).toBe(line?.category.names.zh)
    const points = await world.call('wujing', screenRoutes.listScreenPoints, {})
    expect(points.body.items.some((point) => point.id === id)).toBe(false)
  })

  it('count the desks and grids of the area that is shown', async () => {
    const kinds = { towns: 'town_grid_office', villages: 'village_grid_station' }
    const inSql = async (areaId: string) => {
      const { rows } = await sql<{ kind: string; staffed: number; all: number }>`
        WITH RECURSIVE within AS (SELECT ${areaId}::uuid AS id UNION
          SELECT v.area_id FROM area_versions v JOIN within ON v.parent_id = within.id WHERE v.valid_to IS NULL)
        SELECT u.kind, count(*) FILTER (WHERE EXISTS (SELECT FROM posts p WHERE p.unit_id = u.id AND p.valid_to IS NULL))::int
          AS staffed, count(*)::int AS all
        FROM units u JOIN within ON within.id = u.area_id
        WHERE u.valid_to IS NULL AND u.kind = any(${Object.values(kinds)}) GROUP BY 1 ORDER BY 1`.execute(world.deps.db)
      return rows
    }
    for (const areaId of [area.xinjiangkou, area.weishui]) {
      const { duty, area: shown } = await screenOf(areaId)
      const desks = Object.entries(kinds).flatMap(([of, kind]) =>
        duty.filter(({ code }) => code === of).map(({ staffed, all }) => ({ kind, staffed, all })),
      )
      expect(desks).toEqual(await inSql(areaId))
      expect(duty.find(({ code }) => code === 'grids')?.all ?? 0).toBeLessThanOrEqual(shown.grids)
    }
    const [county, town] = [await screenOf(), await screenOf(area.xinjiangkou)]
    expect(town.area.grids).toBeLessThan(county.area.grids)
    expect(county.duty.map(({ code }) => code)).toContain('county')
    expect(town.duty.map(({ code }) => code)).not.toContain('county')
  })

  it('open down to the matters that they count', async () => {
    const id = await settled()
    await world.call(null, matterRoutes.reportMatter, {
      commandId: newId(),
      description: '路面有坑',
      categoryCode: '0501',
      point: spot.linyuan3,
    })
    const rows = await world.call('wujing', matterRoutes.listMatters, {
      happened: 'settled',
      happenedFrom: today,
      happenedTo: today,
      settleLevel: 'grid',
      areaId: area.xinjiangkou,
    })
    expect(rows.body.items.map((row) => row.id)).toContain(id)
    // The figures follow the events a moment later.
    await vi.waitFor(async () => expect((await screenOf(area.xinjiangkou)).settledBy.grid).toBe(rows.body.items.length))
  })
})

describe('a screen that follows', () => {
  it('is told what changed, and ends up with what a fresh look shows', async () => {
    const stream = await follow()
    const before = await stream.next('screen')
    const { id } = await steps.report({ description: '井盖不见了，路人差点掉下去' })
    let screen = before as ScreenSnapshot
    while (!screen.stream.some((item) => item.id === id))
      screen = patched(screen, (await stream.next('patch')) as ScreenPatch)
    // What came in just before may be told with it.
    expect(screen.now.open).toBeGreaterThan((before as ScreenSnapshot).now.open)
    // Counters follow the events a moment later, and come with a patch of their own.
    const parts = ({ at: _at, position: _position, ...rest }: ScreenSnapshot) => rest
    let fresh = await screenOf()
    while (!isDeepStrictEqual(parts(screen), parts(fresh))) {
      screen = patched(screen, (await stream.next('patch')) as ScreenPatch)
      fresh = await screenOf()
    }
    expect(parts(screen)).toEqual(parts(fresh))
    stream.stop()
  })

  it('hears that the county has arranged its screens anew, and keeps to what was saved last', async () => {
    const stream = await follow()
    await stream.next('screen')
    const widgets = [{ name: 'map' as const, x: 0, y: 0, w: 24, h: 24 }]
    const input = { form: 'screen' as const, widgets, seenVersion: 0 }
    const saved = await world.call('wujing', arrangementRoutes.arrangeScreen, { ...input, commandId: newId() })
    expect(saved.body).toEqual({ widgets, version: 1 })
    await stream.next('arranged')
    stream.stop()
    const stale = await world.call('wujing', arrangementRoutes.arrangeScreen, { ...input, commandId: newId() })
    expect(stale.code).toBe('screen.stale')
    const overlapping = [...widgets, { name: 'duty' as const, x: 2, y: 2, w: 6, h: 6 }]
    const refused = await world.call('wujing', arrangementRoutes.arrangeScreen, {
      ...input,
      commandId: newId(),
      widgets: overlapping,
      seenVersion: 1,
    })
    expect(refused.problem.faults).toEqual([expect.objectContaining({ rule: 'widgets_collide' })])
    expect((await world.call('hefang', arrangementRoutes.getArrangement, { form: 'screen' })).status).toBe(403)
  })
})

/** A screen on the wall, by its event stream. */
async function follow() {
  const cut = new AbortController()
  const answer = await fetch(`${await world.address()}/api/screen/live`, {
    headers: { cookie: await world.cookie('wujing') },
    signal: cut.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const messages = readMessages(answer)
  return {
    async next(name: string): Promise<unknown> {
      for (;;) {
        const { value, done } = await messages.next()
        if (done) throw new Error(`ended without ${name}`)
        if (value.name === name) return value.data
      }
    },
    stop: () => cut.abort(),
  }
}

async function* readMessages(answer: Response): AsyncGenerator<{ name: string; data: unknown }, void> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const part of answer.body ?? []) {
    rest += decoder.decode(part as Uint8Array, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (name !== undefined && data !== undefined) yield { name, data: JSON.parse(data) as unknown }
    }
  }
}
