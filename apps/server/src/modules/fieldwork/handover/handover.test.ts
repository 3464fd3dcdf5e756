import { areaRoutes } from '@linli/contract/areas'
import { handoverRoutes } from '@linli/contract/duty-handover'
import { rosterRoutes } from '@linli/contract/duty-roster'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { roleRoutes, staffRoutes } from '@linli/contract/identity'
import { matterRoutes } from '@linli/contract/matters'
import { inboxRoutes } from '@linli/contract/work-items'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, staffId, unit } from '../../../../test/county.ts'
import { member, registerIn } from '../../../../test/register.ts'
import { stepsIn } from '../../../../test/steps.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { planDuties } from '../plan/run.ts'
import { carryOutHandovers } from './carry-out.ts'

let world: World
/** A worker who has just come to the station. */
const lina = newId()
const countyId = () => world.deps.config.countyId

beforeAll(async () => {
  world = await createWorld()
  const roles = (await world.call('suwen', roleRoutes.listRoles, {})).body.items
  const made = await world.call('suwen', staffRoutes.createStaff, {
    commandId: newId(),
    id: lina,
    login: 'lina',
    name: '李娜',
    phone: '13800000177',
    post: { unitId: unit.station, roleId: roles.find(({ code }) => code === 'grid_worker')?.id ?? '' },
  })
  expect(made.status, made.text).toBe(200)
  await registerIn(world).addHousehold('zhoumin', [member('王小丫', { relation: 'head' })])
  await planDuties(world.deps, countyId())
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

/** A report in 周敏's grid that 周敏 has in hand. */
async function matterInHand(): Promise<string> {
  const steps = stepsIn(world)
  const { id } = await steps.report()
  await steps.done('hefang', matterRoutes.dispatchMatter, id, {
    unitId: unit.station,
    staffId: staffId.zhoumin,
    words: '',
  })
  await steps.done('zhoumin', matterRoutes.receiveMatter, id, {})
  return id
}
const holdings = (onDay = '2026-11-30') =>
  world.call('luobin', handoverRoutes.getHoldings, { staffId: staffId.zhoumin, unitId: unit.station, onDay })
const workersOf = async () => {
  const { body } = await world.call('luobin', areaRoutes.getArea, { areaId: area.linyuan3 })
  return body.assignments
    .filter(({ kind }) => kind === 'worker')
    .map(({ staff, validFrom, validTo }) => [staff?.name, validFrom, validTo])
}
const due = async (who: 'zhoumin') =>
  (await world.call(who, fieldworkRoutes.listMyDue, { until: '2026-12-31' })).body.items

describe('a hand-over', () => {
  it('shows what there is, names gaps, is for those who assign, and can be undone before its day', async () => {
    const { body: held } = await holdings()
    expect(held.grids).toMatchObject([{ areaName: '第3网格', kind: 'worker', due: (await due('zhoumin')).length }])
    expect(held.candidates.map(({ name }) => name).toSorted()).toEqual(['何芳', '李娜'])
    const [grid] = held.grids
    if (!grid) throw new Error('no grid')
    const plan = (changes: object, who: 'luobin' | 'hefang' | 'tangqi' = 'luobin') =>
      world.call(who, handoverRoutes.planHandover, {
        commandId: newId(),
        handoverId: newId(),
        unitId: unit.station,
        fromId: staffId.zhoumin,
        toId: staffId.hefang,
        onDay: '2026-11-30',
        leaves: true,
        grids: [{ assignmentId: grid.assignmentId, toId: lina }],
        things: [{ name: '网格办公室钥匙 2 把' }],
        ...changes,
      })
    expect((await plan({ grids: [] })).problem.faults).toEqual([{ path: 'grids', rule: 'grid_without_successor' }])
    expect((await plan({ toId: staffId.zhoumin })).problem.faults).toMatchObject([{ rule: 'successor_unknown' }])
    expect((await plan({ onDay: '2026-11-22' })).problem.faults).toMatchObject([{ rule: 'not_in_past' }])
    expect((await plan({}, 'tangqi')).code).toBe('unit.not_found')
    // The station prepares it; who answers for a grid is the town's to say.
    expect((await plan({}, 'hefang')).code).toBe('permission.missing')
    const planned = await plan({})
    expect(planned.body, planned.text).toMatchObject({
      number: 'JJ-2026-0001',
      state: 'planned',
      to: { name: '何芳' },
      protocol: null,
    })
    expect((await plan({ grids: [], leaves: false })).code).toBe('handover.planned_already')
    expect(await workersOf()).toContainEqual(['李娜', '2026-11-30', null])
    expect((await due('zhoumin')).length).toBeGreaterThan(0)
    const undone = await world.call('luobin', handoverRoutes.withdrawHandover, {
      commandId: newId(),
      handoverId: planned.body.id,
    })
    expect(undone.body.state).toBe('withdrawn')
    expect(await workersOf()).toEqual([['周敏', '2025-01-01', null]])
    expect((await plan({})).status).toBe(200)
  })

  it('is carried out on its day: grids, visits, tasks, shifts and the phone; nothing is lost', async () => {
    const shift = { id: newId(), staffId: staffId.zhoumin, onDay: '2026-12-01', from: '08:30', to: '17:30' } as const
    const taken = { ...shift, id: newId(), onDay: '2026-12-02' }
    const own = { ...taken, id: newId(), staffId: staffId.hefang }
    const roster = await world.call('hefang', rosterRoutes.saveRosterWeek, {
      commandId: newId(),
      unitId: unit.station,
      monday: '2026-11-30',
      seenVersion: 0,
      shifts: [shift, taken, own],
      publish: true,
    })
    expect(roster.status, roster.text).toBe(200)
    const phone = await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, {
      deviceId: newId(),
      name: 'Redmi 9A',
      appVersion: '0.1.0',
      pin: '271828',
    })
    expect(phone.status).toBe(200)
    const matterId = await matterInHand()
    const before = await due('zhoumin')
    expect(before.length).toBeGreaterThan(0)
    expect(await carryOutHandovers(world.deps, countyId())).toBe(0)
    world.forward(7 * 24 * 60)
    expect(await carryOutHandovers(world.deps, countyId())).toBe(1)
    expect(await carryOutHandovers(world.deps, countyId())).toBe(0)

    expect(await workersOf()).toContainEqual(['李娜', '2026-11-30', null])
    expect(await due('zhoumin')).toEqual([])
    const { rows: open } = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM due_items WHERE grid_id = ${area.linyuan3} AND state = 'open' AND id = any(${before.map(({ id }) => id)}::uuid[])`.execute(
      world.deps.db,
    )
    expect(open[0]?.count).toBe(before.length)
    const { rows: matters } = await sql`SELECT handler_id FROM matters WHERE id = ${matterId}`.execute(world.deps.db)
    expect(matters).toEqual([{ handlerId: lina }])
    const { rows: items } =
      await sql`SELECT staff_id FROM work_items WHERE subject_id = ${matterId} AND done_at IS NULL`.execute(
        world.deps.db,
      )
    expect(items).toEqual([{ staffId: lina }])
    expect((await world.call('zhoumin', inboxRoutes.listInbox, { mine: 'true' })).body.items).toEqual([])
    const week = await world.call('hefang', rosterRoutes.getRosterWeek, { unitId: unit.station, monday: '2026-11-30' })
    expect(week.body.shifts.map(({ onDay, staffId: who }) => [onDay, who])).toEqual([
      ['2026-12-01', staffId.hefang],
      ['2026-12-02', staffId.hefang],
    ])
    const [done] = (await world.call('luobin', handoverRoutes.listHandovers, {})).body.items
    expect(done).toMatchObject({
      state: 'done',
      protocol: {
        grids: [{ areaName: '第3网格', toName: '李娜', due: before.length }],
        matters: [{ toName: '李娜' }],
        tasks: 1,
        shiftsPassed: 1,
        shiftsEnded: 1,
        phonesRevoked: ['Redmi 9A'],
        quarantined: 0,
      },
    })
    const again = await world.call('luobin', handoverRoutes.withdrawHandover, {
      commandId: newId(),
      handoverId: done?.id ?? '',
    })
    expect(again.code).toBe('handover.wrong_state')
    expect((await world.call('tangqi', handoverRoutes.getHandover, { handoverId: done?.id ?? '' })).code).toBe(
      'handover.not_found',
    )
  })
})
