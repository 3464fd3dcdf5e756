import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { registerMatterCounters } from '../modules/command/index.ts'
import { createLocator } from '../modules/areas/index.ts'
import { holdings, openStatuses, transitions } from '../modules/matters/index.ts'
import { foldCounters } from '../platform/counters/index.ts'
import { platformWorld, type PlatformWorld } from '../platform/testing.ts'
import { actingIn } from './acting.ts'
import { rehearseFlood } from './flood.ts'
import { castFlood } from './flood-cast.ts'
import { DEMO_COUNTY, loadDemo } from './load.ts'

let world: PlatformWorld

// One county for all tests: they only read, but for the last.
beforeAll(async () => {
  world = await platformWorld()
  expect(await loadDemo(world.deps, { matters: 1_500 })).toBe(true)
})
afterAll(() => world.close())

const rows = async <T>(statement: string) => (await sql.raw<T>(statement).execute(world.deps.db)).rows
const count = async (from: string) => Number((await rows<{ count: number }>(`SELECT count(*) FROM ${from}`))[0]?.count)

describe('the demo county', () => {
  it('is left alone when it is there already', async () => {
    const before = await count('matters')
    expect(await loadDemo(world.deps)).toBe(false)
    expect(await count('matters')).toBe(before)
  })

  it('has the 17 towns and 278 villages of today and 381 grids, each with outline, code and parent', async () => {
    const levels = await rows(`SELECT level, count(*) FROM areas GROUP BY level ORDER BY level`)
    expect(levels).toEqual([
      { level: 'county', count: 1 },
      { level: 'grid', count: 381 },
      { level: 'town', count: 17 },
      { level: 'village', count: 278 },
    ])
    expect(await count('area_versions WHERE boundary IS NULL OR lon IS NULL')).toBe(0)
    expect(
      await count("area_versions v JOIN areas a ON a.id = v.area_id WHERE v.parent_id IS NULL AND a.level <> 'county'"),
    ).toBe(0)
    expect(await count('area_codes')).toBe(677)
    expect(await count("area_versions v WHERE v.name ~ '委员会|生活区|公司'")).toBe(0)
  })

  it('has the three offices of every town, the five of every village and every department', async () => {
    const kinds = await rows<{ kind: string; count: number }>('SELECT kind, count(*) FROM units GROUP BY kind')
    const of = (prefix: string) => kinds.filter(({ kind }) => kind.startsWith(prefix)).map((row) => row.count)
    expect([of('county_centre'), of('town_'), of('village_')]).toEqual([[1], [17, 17, 17], [278, 278, 278, 278, 278]])
    expect(of('department')).toEqual([26])
  })

  it('gives every grid its worker and every station a clerk', async () => {
    expect(
      await count(`areas a WHERE level = 'grid' AND NOT EXISTS (
      SELECT FROM assignments s JOIN posts p ON p.staff_id = s.staff_id WHERE s.area_id = a.id AND s.kind = 'worker')`),
    ).toBe(0)
    expect(
      await count(`units u WHERE kind = 'village_grid_station' AND NOT EXISTS (
      SELECT FROM posts p JOIN roles r ON r.id = p.role_id WHERE p.unit_id = u.id AND r.code = 'station_clerk')`),
    ).toBe(0)
  })

  it('has a roster of this week and the next at every station, nobody in two places, and one leave and one swap that wait', async () => {
    expect(await count('roster_weeks WHERE published_at IS NOT NULL')).toBeGreaterThanOrEqual(2 * 112)
    expect(
      await count(`areas a WHERE level = 'grid' AND NOT EXISTS (
      SELECT FROM assignments s JOIN shifts d ON d.staff_id = s.staff_id WHERE s.area_id = a.id AND s.kind = 'worker')`),
    ).toBe(0)
    expect([await count("leaves WHERE state = 'asked'"), await count("shift_swaps WHERE state = 'asked'")]).toEqual([
      1, 1,
    ])
  })

  it('has each persona at their own desk', async () => {
    const personas = await rows(`
      SELECT s.login, u.name AS unit, r.code AS role FROM staff s
      JOIN posts p ON p.staff_id = s.id JOIN units u ON u.id = p.unit_id JOIN roles r ON r.id = p.role_id
      WHERE s.login IN ('zhoumin', 'hefang', 'luobin', 'chenli', 'wujing', 'huangjian', 'suwen') ORDER BY s.login`)
    expect(personas).toEqual([
      { login: 'chenli', unit: '松滋市社会治理中心', role: 'hotline_operator' },
      { login: 'hefang', unit: '林园社区网格站', role: 'station_clerk' },
      { login: 'huangjian', unit: '市住建局市政维护所', role: 'department_officer' },
      { login: 'luobin', unit: '新江口街道网格所', role: 'town_dispatcher' },
      { login: 'suwen', unit: '松滋市社会治理中心', role: 'administrator' },
      { login: 'wujing', unit: '松滋市社会治理中心', role: 'centre_supervisor' },
      { login: 'zhoumin', unit: '林园社区网格站', role: 'grid_worker' },
    ])
    const [grid] =
      await rows(`SELECT c.code FROM assignments a JOIN staff s ON s.id = a.staff_id JOIN area_codes c ON c.area_id = a.area_id
      WHERE s.login = 'zhoumin' AND a.kind = 'worker'`)
    expect(grid).toEqual({ code: '421087001010003' })
  })
})

describe('the matters of the demo', () => {
  it('stand in every status, some overdue, some in danger, none in the future', async () => {
    const statuses = await rows<{ status: string }>('SELECT DISTINCT status FROM matters')
    expect(statuses.map(({ status }) => status).toSorted()).toEqual(Object.keys(holdings).toSorted())
    expect(await count('matters')).toBeGreaterThanOrEqual(600)
    const now = world.deps.now().toISOString()
    expect(await count(`matters WHERE due_at < '${now}'`)).toBeGreaterThan(2)
    expect(await count('matters WHERE danger AND closed_at IS NULL')).toBeGreaterThan(0)
    expect(await count(`matter_entries WHERE at > '${now}'`)).toBe(0)
  })

  it('lie in the grid that their pin shows', async () => {
    const locator = await createLocator(world.deps.db, DEMO_COUNTY, '2026-11-23')
    const pins = await rows<{ lon: number; lat: number; gridId: string }>(
      'SELECT lon, lat, grid_id FROM matters WHERE lon IS NOT NULL',
    )
    const astray = pins.filter(({ lon, lat, gridId }) => {
      const placement = locator.locate(lon, lat)
      return placement.outcome === 'outside' || placement.gridId !== gridId
    })
    // A neighbour's second report may lie across the border of a small grid.
    expect(astray.length).toBeLessThan(pins.length / 100)
  })

  it('took only steps that the transition table allows', async () => {
    const steps = await rows<{ kind: string; fromStatus: string; toStatus: string }>(
      'SELECT DISTINCT kind, from_status, to_status FROM matter_entries WHERE from_status IS NOT NULL',
    )
    const known = new Map(Object.entries(transitions))
    const wrong = steps.filter(({ kind, fromStatus, toStatus }) => {
      // Silence is the platform's own closing of what the resident did not answer.
      const rule = known.get(kind === 'silence' ? 'close' : kind)
      const targets: readonly string[] = [rule?.to ?? []].flat()
      return !rule || !rule.from.some((status) => status === fromStatus) || !targets.includes(toStatus)
    })
    expect(wrong).toEqual([])
  })

  it('run the clocks that their status asks for, and no other', async () => {
    const running = await rows<{ status: string; kinds: string[] | null; paused: string[] | null }>(`
      SELECT m.status, array_agg(c.kind ORDER BY c.kind) FILTER (WHERE c.id IS NOT NULL AND c.paused_at IS NULL) AS kinds,
        array_agg(c.kind ORDER BY c.kind) FILTER (WHERE c.paused_at IS NOT NULL) AS paused
      FROM matters m LEFT JOIN clocks c ON c.subject_id = m.id AND c.stopped_at IS NULL GROUP BY m.id, m.status`)
    for (const { status, kinds, paused } of running) {
      const { step, whole } = holdings[status as keyof typeof holdings]
      expect([status, kinds ?? []]).toEqual([status, [...(step ? [step] : []), ...(whole === 'runs' ? ['whole'] : [])]])
      expect([status, paused ?? []]).toEqual([
        status,
        status === 'paused' ? ['handle', 'whole'] : whole === 'waits' ? ['whole'] : [],
      ])
    }
  })

  it('wait in one inbox each while they are open, in none afterwards', async () => {
    const waiting = await rows<{ status: string; kinds: string[] }>(`
      SELECT m.status, coalesce(array_agg(w.kind) FILTER (WHERE w.kind <> 'extension'), '{}') AS kinds
      FROM matters m LEFT JOIN work_items w ON w.subject_id = m.id AND w.done_at IS NULL GROUP BY m.id, m.status`)
    for (const { status, kinds } of waiting) {
      const { item } = holdings[status as keyof typeof holdings]
      expect([status, kinds]).toEqual([status, item ? [item.kind] : []])
    }
    expect(await count('work_items w LEFT JOIN units u ON u.id = w.unit_id WHERE u.id IS NULL')).toBe(0)
  })

  it('leave nobody checking their own work', async () => {
    expect(
      await count(`matter_entries v WHERE v.kind = 'verify' AND v.by_id = (
      SELECT s.by_id FROM matter_entries s WHERE s.matter_id = v.matter_id AND s.kind LIKE 'settle%' AND s.at < v.at ORDER BY s.at DESC LIMIT 1)`),
    ).toBe(0)
  })

  it('give every persona something to do', async () => {
    const logins = await rows<{ login: string }>(`
      SELECT DISTINCT s.login FROM work_items w JOIN posts p ON p.unit_id = w.unit_id JOIN staff s ON s.id = p.staff_id
      WHERE w.staff_id IS NULL OR w.staff_id = s.id`)
    expect(logins.map(({ login }) => login)).toEqual(
      expect.arrayContaining(['zhoumin', 'hefang', 'luobin', 'chenli', 'wujing', 'huangjian']),
    )
  })

  it('add up to the figures of the command screen', async () => {
    registerMatterCounters()
    await foldCounters(world.deps, DEMO_COUNTY, 'Asia/Shanghai')
    const open = await count(`matters WHERE status = any('{${openStatuses.join(',')}}')`)
    const [sum] = await rows<{ sum: number }>(
      "SELECT sum(c.value) FROM counters c JOIN areas a ON a.id = c.area_id WHERE a.level = 'town' AND c.measure = 'open'",
    )
    expect(sum?.sum).toBe(open)
  })

  it('leave the next number free', async () => {
    const [behind] = await rows<{ count: number }>(`
      SELECT count(*) FROM (SELECT replace(substr(number, 1, 9), '-', '') AS period, max(substr(number, 11)::int) AS used FROM matters GROUP BY 1) m
      LEFT JOIN numbering n ON n.period = m.period AND n.kind = 'matter' WHERE n.last IS DISTINCT FROM m.used`)
    expect(behind?.count).toBe(0)
  })
})

describe('the flood below the dam', () => {
  it('can be rehearsed to its end, also at night when nobody is on shift', async () => {
    const app = await createApp(world.deps)
    const cast = await castFlood(world.deps)
    const told: string[] = []
    const room = await rehearseFlood({
      cast,
      by: await actingIn(world.deps, app),
      next: (words) => Promise.resolve(void told.push(words)),
    })
    await app.close()
    expect(told).toHaveLength(21)
    expect(room.state).toBe('reviewed')
    const byPhone = room.tasks.filter(({ staff }) => cast.phones.some(({ staffId }) => staffId === staff?.id))
    expect(byPhone.length).toBeGreaterThanOrEqual(cast.phones.length)
    expect(new Set(byPhone.map(({ state }) => state))).toEqual(new Set(['done']))
  })
})
