import { dutyRoutes } from '@linli/contract/duty'
import { DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import { organisationRoutes } from '@linli/contract/people-organisations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { area } from '../../../../test/county.ts'
import { member, registerIn, rulesOf } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { planDuties } from '../plan/run.ts'
import { standardRules } from '../seed.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  const register = registerIn(world)
  for (const name of ['王小丫', '李四', '赵六', '孙七', '周八']) await register.addHousehold('zhoumin', [member(name)])
  for (const name of ['林园文具店', '林园面馆', '林园药店'])
    await world.call('zhoumin', organisationRoutes.addOrganisation, {
      commandId: newId(),
      organisationId: newId(),
      gridId: area.linyuan3,
      kind: 'shop',
      name,
      address: '林园路',
      point: { lon: 111.625, lat: 30.11 },
    })
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

/** Once every event may be read: transactions of other tests on the same cluster hold them back. */
async function plan() {
  await vi.waitFor(async () => {
    const { rows } = await sql<{ settled: boolean }>`
      SELECT coalesce(bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())), true) AS settled FROM events`.execute(
      world.deps.db,
    )
    expect(rows[0]?.settled).toBe(true)
  }, 20_000)
  return planDuties(world.deps, world.deps.config.countyId)
}

const termsOf = (code: string, changes: Partial<DutyRuleTerms>): DutyRuleTerms =>
  DutyRuleTerms.parse({ ...standardRules().find((rule) => rule.code === code)?.terms, secondPerson: false, ...changes })
const preview = (code: string, terms: DutyRuleTerms, areaId?: string) =>
  world.call('suwen', dutyRoutes.previewDutyRule, { code, terms, ...(areaId === undefined ? {} : { areaId }) })
/** What stands in the plan of a rule, by week. */
async function standing(code: string) {
  const { rows } = await sql<{ from: string; items: number }>`
    SELECT date_trunc('week', planned_on)::date::text AS from, count(*)::int AS items FROM due_items
    WHERE rule_code = ${code} AND state = 'open' GROUP BY 1 ORDER BY 1`.execute(world.deps.db)
  return rows
}

describe('the preview of a rule', () => {
  it('is what the planner then makes: a rule that changes, one that is new, and a queue', async () => {
    await plan()
    const cases = [
      ['places_quarter', 1, { per: 'month', times: 2 }],
      [
        'household_all',
        0,
        { per: 'month', times: 4, target: 'household', organisationKinds: [], firstWithinDays: null },
      ],
      ['urban_ten', 1, { times: 2, weekdays: [1] }],
    ] as const
    for (const [code, seenVersion, changes] of cases) {
      const terms = termsOf(seenVersion === 0 ? 'places_quarter' : code, changes as unknown as Partial<DutyRuleTerms>)
      const seen = await preview(code, terms)
      expect(seen.status, seen.text).toBe(200)
      const before = await standing(code)
      expect(seen.body.before.weeks, code).toEqual(before)
      const changed = await world.call('suwen', dutyRoutes.changeDutyRule, {
        commandId: newId(),
        code,
        seenVersion,
        terms,
      })
      expect(changed.status, changed.text).toBe(200)
      if (changed.body.state === 'proposed')
        await world.call('wujing', dutyRoutes.decideDutyRule, {
          commandId: newId(),
          ruleId: changed.body.id,
          accept: true,
          words: '',
        })
      await plan()
      const made = await standing(code)
      expect(seen.body.after.weeks, code).toEqual(made)
      expect(seen.body.after.items).toBe(made.reduce((sum, { items }) => sum + items, 0))
      expect(seen.body.after.items).toBeGreaterThan(0)
      expect(made, code).not.toEqual(before)
    }
  })

  it('is of an area where one is named, and of a rule that makes sense', async () => {
    const terms = termsOf('places_quarter', { per: 'week', times: 1, firstWithinDays: null })
    const [here, there] = [
      await preview('places_quarter', terms, area.linyuan3),
      await preview('places_quarter', terms, area.yuling1),
    ]
    expect([here.body.subjects, there.body.subjects]).toEqual([3, 0])
    expect(here.body.after.busiest?.items).toBe(3)
    expect(here.body.after.day.minutes).toBe(Math.round(here.body.after.day.items * terms.minutes))
    expect(rulesOf(await preview('places_quarter', { ...terms, times: 9 }))).toEqual(['terms.times more_than_days'])
    expect((await preview('places_quarter', terms, newId())).code).toBe('area.not_found')
  })
})

describe('the load of an area', () => {
  it('has each item of the plan once, below it and by rule, and is for those who look after the work', async () => {
    const load = await world.call('wujing', dutyRoutes.getDutyLoad, {})
    expect(load.status, load.text).toBe(200)
    const { due, ahead, below, rules, weeks } = load.body
    expect(due + ahead).toBeGreaterThan(0)
    const sum = (list: readonly { due: number; ahead: number }[]) =>
      list.reduce((total, one) => total + one.due + one.ahead, 0)
    expect([sum(below), sum(rules), weeks.reduce((total, { planned }) => total + planned, 0)]).toEqual(
      Array(3).fill(due + ahead),
    )
    const grid = await world.call('hefang', dutyRoutes.getDutyLoad, { areaId: area.linyuan3 })
    expect(grid.body).toMatchObject({ grids: 1, below: [] })
    expect(grid.body.day.items).toBeGreaterThan(0)
    expect((await world.call('zhoumin', dutyRoutes.getDutyLoad, {})).code).toBe('permission.missing')
  })
})
