import { matterRoutes } from '@linli/contract/matters'
import type { RouteInput } from '@linli/contract/route'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { otherCountyId } from '../src/platform/testing.ts'
import { area, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { countyId, createWorld, type World } from './world.ts'

type Filters = Omit<RouteInput<typeof matterRoutes.listMatters>, 'cursor' | 'limit'>

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
  await insertMany(400)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

/** Matters of every kind, to the microsecond and with ties, beside those of a neighbouring county. */
async function insertMany(count: number): Promise<void> {
  const pick = (...values: (string | null)[]) =>
    sql`(ARRAY[${sql.join(values)}]::text[])[1 + floor(random() * ${values.length})::int]`
  await sql`INSERT INTO categories (county_id, id, code, version, rules)
    SELECT ${otherCountyId}, id, code, version, rules FROM categories WHERE county_id = ${countyId}`.execute(
    world.deps.db,
  )
  for (const county of [countyId, otherCountyId]) {
    await sql`
      WITH drawn AS MATERIALIZED (
        SELECT n, ${pick('reported', 'accepted', 'dispatched', 'handling', 'paused', 'settled', 'verified', 'closed', 'declined', 'merged')} AS status,
          ${pick(area.linyuan3, area.linyuan1, area.yuling1, area.dayanzui1, null)} AS grid,
          timestamptz '2026-11-23 02:00Z' - interval '1 microsecond' * floor(random() * 40 * 86400)::bigint * 1000000
            + interval '1 microsecond' * floor(random() * 3)::int AS at
        FROM generate_series(1, ${count}) AS n)
      INSERT INTO matters (county_id, id, number, title, description, status, channel, category_id, category_code, danger,
        supervision, town_id, village_id, grid_id, desk_unit_id, desk_level, first_unit_id, lead_unit_id, reported_at, due_at, closed_at)
      SELECT ${county}, gen_random_uuid(), 'T-' || n, ${pick('路灯不亮', '50%的灯坏了', 'a_b灯', '井盖缺损', '积水')} || n, '…', status,
        ${pick('portal', 'qr', 'hotline', 'field', 'import')}, c.id, c.code, random() < 0.2, ${pick('none', 'plain', 'yellow', 'red')},
        CASE WHEN grid IN (${area.linyuan3}, ${area.linyuan1}, ${area.yuling1}) THEN ${area.xinjiangkou} WHEN grid IS NULL THEN NULL ELSE ${area.weishui} END::uuid,
        CASE WHEN grid IN (${area.linyuan3}, ${area.linyuan1}) THEN ${area.linyuan} WHEN grid = ${area.yuling1} THEN ${area.yuling} WHEN grid IS NULL THEN NULL ELSE ${area.dayanzui} END::uuid,
        grid::uuid, ${unit.station}, 'village', ${unit.station}, ${pick(unit.station, unit.maintenance, unit.cityManagement, null)}::uuid,
        at, CASE WHEN status IN ('closed', 'declined', 'merged', 'paused', 'verified') THEN NULL ELSE at + interval '1 day' * floor(random() * 60)::int END,
        CASE WHEN status IN ('closed', 'declined', 'merged') THEN at + interval '1 hour' END
      FROM drawn, LATERAL (SELECT id, code FROM categories WHERE county_id = ${county} AND drawn.n IS NOT NULL ORDER BY random() LIMIT 1) c`.execute(
      world.deps.db,
    )
  }
}

/** Every page of a list. */
async function listed(who: Parameters<World['call']>[0], filters: Filters): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const { body, text, status } = await world.call(who, matterRoutes.listMatters, {
      ...filters,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    })
    if (status !== 200) throw new Error(text)
    ids.push(...body.items.map((item) => item.id))
    if (body.next === null) return ids
    cursor = body.next
  }
}
async function truth(where: RawBuilder<unknown>, order = sql`reported_at DESC, id DESC`): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM matters WHERE county_id = ${countyId} AND (${where}) ORDER BY ${order}`.execute(world.deps.db)
  return rows.map((row) => row.id)
}

describe('the list of matters', () => {
  const now = sql`timestamptz '2026-11-23 02:00Z'`
  const cases: readonly [string, Filters, RawBuilder<unknown>][] = [
    ['everything', {}, sql`true`],
    ['status', { status: ['reported', 'handling'] }, sql`status IN ('reported', 'handling')`],
    ['open', { open: 'true' }, sql`status NOT IN ('closed', 'declined', 'merged')`],
    ['over', { open: 'false' }, sql`status IN ('closed', 'declined', 'merged')`],
    ['channel', { channel: ['hotline', 'qr'] }, sql`channel IN ('hotline', 'qr')`],
    ['class or subclass', { category: ['05', '0201'] }, sql`left(category_code, 2) = '05' OR category_code = '0201'`],
    ['town', { areaId: area.xinjiangkou }, sql`town_id = ${area.xinjiangkou}`],
    ['village', { areaId: area.linyuan }, sql`village_id = ${area.linyuan}`],
    ['grid', { areaId: area.linyuan3 }, sql`grid_id = ${area.linyuan3}`],
    ['lead unit', { unitId: unit.maintenance }, sql`lead_unit_id = ${unit.maintenance}`],
    ['overdue', { overdue: 'true' }, sql`due_at < ${now} AND closed_at IS NULL`],
    ['danger', { danger: 'true' }, sql`danger`],
    ['supervision', { supervision: ['yellow', 'red'] }, sql`supervision IN ('yellow', 'red')`],
    // Days of the county: the 10th begins at 16:00 of the 9th in Greenwich.
    ['from', { from: '2026-11-10' }, sql`reported_at >= timestamptz '2026-11-09 16:00Z'`],
    ['to', { to: '2026-11-10' }, sql`reported_at < timestamptz '2026-11-10 16:00Z'`],
    [
      'a day',
      { from: '2026-11-10', to: '2026-11-10' },
      sql`(reported_at AT TIME ZONE 'Asia/Shanghai')::date = '2026-11-10'`,
    ],
    ['words', { q: '路灯' }, sql`position('路灯' IN title) > 0`],
    ['a percent sign', { q: '50%' }, sql`position('50%' IN title) > 0`],
    ['a percent sign alone', { q: '%' }, sql`position('%' IN title) > 0`],
    ['an underscore', { q: 'A_b' }, sql`position('a_b' IN title) > 0`],
    ['a backslash', { q: '\\' }, sql`false`],
    [
      'several at once',
      { open: 'true', category: ['05'], areaId: area.linyuan, channel: ['portal'] },
      sql`
      closed_at IS NULL AND category_code LIKE '05%' AND village_id = ${area.linyuan} AND channel = 'portal'`,
    ],
  ]

  it.each(cases)('narrows to %s as SQL by hand does, in its order', async (_what, filters, where) => {
    const expected = await truth(where)
    expect(await listed('wujing', filters)).toEqual(expected)
    const { body } = await world.call('wujing', matterRoutes.exportMatters, filters)
    expect(body.rows).toBe(expected.length)
  })

  it('shows each only what is theirs', async () => {
    for (const [who, where] of [
      ['luobin', sql`town_id = ${area.xinjiangkou}`],
      ['hefang', sql`village_id = ${area.linyuan} OR lead_unit_id = ${unit.station}`],
      ['zhoumin', sql`grid_id = ${area.linyuan3}`],
      ['huangjian', sql`lead_unit_id = ${unit.maintenance}`],
    ] as const)
      expect(await listed(who, {}), who).toEqual(await truth(where))
  })

  it('comes nearest limit first where asked, without what has no limit', async () => {
    const expected = await truth(sql`due_at IS NOT NULL AND town_id = ${area.xinjiangkou}`, sql`due_at, id`)
    expect(await listed('luobin', { order: 'due' })).toEqual(expected)
  })

  it('finds a matter by its number, whole, by day, or by serial', async () => {
    const { id, number } = await steps.report()
    const serial = String(Number(number.slice(-4)))
    for (const q of [number, number.replaceAll('-', ''), number.slice(5), number.slice(-4), serial])
      expect(await listed('hefang', { q }), q).toContain(id)
    expect(await listed('tangqi', { q: number })).toEqual([])
    expect(await listed('hefang', { q: number.replace('2026', '2025') })).toEqual([])
  })
})

describe('paging', () => {
  it('shows nothing twice and loses nothing while new matters come in', async () => {
    const arrive = () =>
      steps.report({ description: '新来的积水', categoryCode: '0504' }).then(
        ({ id }) => id,
        () => newId(),
      )
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom<'reported' | 'due'>('reported', 'due'),
        fc.array(fc.nat({ max: 3 }), { minLength: 8, maxLength: 8 }),
        async (limit, order, arrivals) => {
          const filters = { order, areaId: area.linyuan3 } as const
          const before = await listed('wujing', filters)
          const seen: string[] = []
          const arrived = new Set<string>()
          let cursor: string | undefined
          for (let page = 0; ; page++) {
            for (let more = arrivals[page] ?? 0; more > 0; more--) arrived.add(await arrive())
            const { body } = await world.call('wujing', matterRoutes.listMatters, {
              ...filters,
              limit,
              ...(cursor ? { cursor } : {}),
            })
            expect(body.items.length).toBeLessThanOrEqual(limit)
            seen.push(...body.items.map((item) => item.id))
            if (body.next === null) break
            cursor = body.next
          }
          expect(new Set(seen).size).toBe(seen.length)
          expect(seen.filter((id) => !arrived.has(id))).toEqual(before)
        },
      ),
      { numRuns: 6 },
    )
  })

  it('refuses a cursor that was written by hand', async () => {
    for (const cursor of ['x', Buffer.from('["now",1]').toString('base64url'), `${'A'.repeat(300)}`]) {
      const answer = await world.call('wujing', matterRoutes.listMatters, { cursor })
      expect(answer.status, cursor).toBe(400)
    }
  })
})

describe('the exported list', () => {
  it('runs nothing in a spreadsheet, keeps persons masked, and reads as a table', async () => {
    const title = '=HYPERLINK("http://x","灯")'
    const { id } = await steps.report({
      title,
      description: '灯',
      address: '+86-8号, "东"门\n二楼',
      contact: { name: '@张桂兰', phone: '13800001234' },
    })
    const { number } = await steps.see('hefang', id)
    const { body } = await world.call('luobin', matterRoutes.exportMatters, { q: number })
    expect(body).toMatchObject({ rows: 1, truncated: false, filename: '松滋市-2026-11-23.csv' })
    expect(body.csv.codePointAt(0)).toBe(0xfeff)
    const [head, row] = parse(body.csv, { bom: true }) as string[][]
    const cell = (heading: string) => row?.[head?.indexOf(heading) ?? -1]
    expect([cell('标题'), cell('地址'), cell('反映人')]).toEqual([
      `'${title}`,
      `'+86-8号, "东"门\n二楼`,
      `'@** 138****1234`,
    ])
    // People's words, not the program's.
    expect([cell('状态'), cell('渠道')]).toEqual(['待受理', '网上'])
    expect(body.csv).not.toContain('13800001234')
    expect((await world.call('hefang', matterRoutes.exportMatters, {})).code).toBe('permission.missing')
  })
})
