import { areaRoutes } from '@linli/contract/areas'
import { dutyRoutes } from '@linli/contract/duty'
import { peopleRoutes } from '@linli/contract/people'
import { organisationRoutes } from '@linli/contract/people-organisations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { area, staffId } from '../../../../test/county.ts'
import { member, registerIn, type Register } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { planDuties } from './run.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
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
interface Row {
  readonly ruleCode: string
  readonly subjectId: string
  readonly gridId: string
  readonly state: string
  readonly plannedOn: string
  readonly dueBy: string
  readonly title: string
  readonly lon: number | null
}
const items = async (...subjects: string[]) =>
  (
    await sql<Row>`SELECT rule_code, subject_id, grid_id, state, planned_on, due_by, title, lon FROM due_items
      WHERE subject_id = any(${subjects}::uuid[]) ORDER BY rule_code, period_from, nth`.execute(world.deps.db)
  ).rows
const states = async (subject: string) => (await items(subject)).map(({ ruleCode, state }) => `${ruleCode} ${state}`)

describe('the plan', () => {
  it('follows the register: who comes is called on, who moves is called on there, who wishes it is left alone', async () => {
    await plan()
    // 林园 is urban by its class: ten a day, whose turn it is.
    const home = await register.addHousehold('zhoumin', [member('王小丫', { relation: 'head' })], {
      since: '2026-11-20',
    })
    const [person] = home.body.members
    if (!person) throw new Error(home.text)
    await plan()
    expect(await states(home.body.id)).toEqual(['urban_ten open'])
    const need = await world.call('zhoumin', peopleRoutes.addNeed, {
      commandId: newId(),
      personId: person.id,
      seenVersion: person.version,
      needId: newId(),
      kind: 'elder_alone',
      basis: '上门核实',
      validFrom: '2026-11-20',
      validTo: '2027-06-01',
    })
    expect(need.status, need.text).toBe(200)
    await plan()
    const [call] = await items(person.id)
    expect(call).toMatchObject({
      ruleCode: 'support_monthly',
      state: 'open',
      dueBy: '2026-11-27',
      lon: null,
      gridId: area.linyuan3,
    })
    const there = await register.addHousehold('luobin', [member('李四')], { gridId: area.yuling1 })
    const moved = await world.call('luobin', peopleRoutes.movePerson, {
      commandId: newId(),
      personId: person.id,
      seenVersion: need.body.version,
      on: '2026-11-22',
      how: 'moved_within',
      toHouseholdId: there.body.id,
    })
    expect(moved.status, moved.text).toBe(200)
    await plan()
    // This month's call and the next.
    const here = { state: 'open', gridId: area.yuling1, title: there.body.address }
    expect(await items(person.id)).toMatchObject([here, here])
    expect(await states(home.body.id)).toEqual(['urban_ten cancelled'])
    expect(await states(there.body.id)).toEqual(['urban_ten open'])
    const now = await world.call('luobin', peopleRoutes.getHousehold, { householdId: there.body.id })
    const declined = { commandId: newId(), householdId: there.body.id, seenVersion: now.body.version }
    await world.call('luobin', peopleRoutes.changeHousehold, { ...declined, visitsDeclined: true })
    await plan()
    expect(await states(there.body.id)).toEqual(['urban_ten cancelled'])
    expect(new Set(await states(person.id))).toEqual(new Set(['support_monthly cancelled']))
    const again = await world.call('luobin', peopleRoutes.getHousehold, { householdId: there.body.id })
    await world.call('luobin', peopleRoutes.changeHousehold, {
      commandId: newId(),
      householdId: there.body.id,
      seenVersion: again.body.version,
      visitsDeclined: false,
    })
    await plan()
    expect(new Set(await states(person.id))).toEqual(new Set(['support_monthly open']))
  })

  it('is made once a day and when something has changed, and then only where it has', async () => {
    await plan()
    expect(await plan()).toEqual({ grids: 0, added: 0 })
    await register.addHousehold('zhoumin', [member('赵六')])
    expect(await plan()).toEqual({ grids: 1, added: 1 })
    world.forward(24 * 60)
    expect((await plan()).grids).toBe(5)
  })

  it('follows a rule that changes, and a place that opens and closes', async () => {
    const shop = await world.call('zhoumin', organisationRoutes.addOrganisation, {
      commandId: newId(),
      organisationId: newId(),
      gridId: area.linyuan3,
      kind: 'shop',
      name: '林园文具店',
      address: '林园路 1 号',
      point: { lon: 111.625, lat: 30.11 },
    })
    await plan()
    expect(await items(shop.body.id)).toMatchObject([
      { ruleCode: 'places_quarter', state: 'open', title: '林园文具店', lon: 111.625 },
    ])
    const { items: rules } = (await world.call('suwen', dutyRoutes.listDutyRules, {})).body
    const {
      id: _id,
      code,
      version,
      state: _s,
      ends: _e,
      validFrom: _f,
      validTo: _t,
      changedBy: _b,
      changedAt: _a,
      decidedBy: _d,
      words: _w,
      ...terms
    } = rules.find((rule) => rule.code === 'places_quarter') ??
    (() => {
      throw new Error('no rule')
    })()
    const changed = await world.call('suwen', dutyRoutes.changeDutyRule, {
      commandId: newId(),
      code,
      seenVersion: version,
      terms: { ...terms, per: 'month', firstWithinDays: null },
    })
    expect(changed.status, changed.text).toBe(200)
    await plan()
    expect((await items(shop.body.id)).map(({ state, dueBy }) => `${state} ${dueBy}`)).toEqual([
      'cancelled 2026-12-24',
      'open 2026-11-30',
      'open 2026-12-31',
    ])
    await world.call('suwen', dutyRoutes.endDutyRule, { commandId: newId(), code, seenVersion: version + 1 })
    await plan()
    expect(new Set((await items(shop.body.id)).map(({ state }) => state))).toEqual(new Set(['cancelled']))
  })

  it('goes where a grid goes that is split, and to whoever takes it over', async () => {
    const home = await register.addHousehold('zhoumin', [member('孙七')], { point: { lon: 111.622, lat: 30.105 } })
    await plan()
    expect(await items(home.body.id)).toMatchObject([{ gridId: area.linyuan3 }])
    const parts = [{ id: newId() }, { id: newId() }]
    const split = await world.call('suwen', areaRoutes.splitGrid, {
      commandId: newId(),
      areaId: area.linyuan3,
      parts,
      line: [
        [111.6, 30.11],
        [111.65, 30.11],
      ],
    })
    expect(split.status, split.text).toBe(200)
    await plan()
    const [item] = await items(home.body.id)
    expect(parts.map(({ id }) => id)).toContain(item?.gridId)
    expect(item?.state).toBe('open')
    // Whoever worked in the whole still works in the parts: nothing is lost, nothing doubled.
    const { rows } = await sql<{ doubled: number }>`
      SELECT count(*) - count(DISTINCT (rule_code, subject_id, period_from, nth)) AS doubled FROM due_items WHERE state = 'open'`.execute(
      world.deps.db,
    )
    expect(rows[0]?.doubled).toBe(0)
    expect(staffId.zhoumin).toBeDefined()
  })
})
