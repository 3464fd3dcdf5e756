import { countyRoutes } from '@linli/contract/county'
import { myDutyRoutes, type PlannedShift, rosterRoutes } from '@linli/contract/duty-roster'
import { inboxRoutes } from '@linli/contract/work-items'
import { noticeRoutes } from '@linli/contract/notices'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, staffId, unit } from '../../../../test/county.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { runRetention } from '../../../platform/retention/index.ts'
import { presences } from './presence.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const monday = '2026-11-30'
const shift = (who: 'zhoumin' | 'hefang', onDay: string, from = '08:30', to = '17:30'): PlannedShift => ({
  id: newId(),
  staffId: staffId[who],
  onDay,
  from,
  to,
  kind: 'regular',
  words: '',
})
const week = async () => (await world.call('hefang', rosterRoutes.getRosterWeek, { unitId: unit.station, monday })).body
const save = (shifts: PlannedShift[], seenVersion: number, publish = true, who: 'hefang' | 'tangqi' = 'hefang') =>
  world.call(who, rosterRoutes.saveRosterWeek, {
    commandId: newId(),
    unitId: unit.station,
    monday,
    seenVersion,
    shifts,
    publish,
  })
const mine = async (who: 'zhoumin' | 'hefang') => {
  const { body, status, text } = await world.call(who, myDutyRoutes.getMyRoster, {})
  expect(status, text).toBe(200)
  return body
}
const inboxOf = async (who: 'zhoumin' | 'hefang' | 'luobin') =>
  (await world.call(who, inboxRoutes.listInbox, {})).body.items
    .filter(({ module }) => module === 'fieldwork')
    .map(({ kind }) => kind)
const presenceOf = async (who: 'zhoumin') =>
  (await presences(world.deps.db, world.deps.config.countyId, '2026-11-23')).get(staffId[who])

const deputies = async () =>
  (await sql`SELECT area_id, valid_from, valid_to FROM assignments WHERE kind = 'deputy'`.execute(world.deps.db)).rows

const tuesday = shift('zhoumin', '2026-12-01')
const night = shift('hefang', '2026-12-02', '18:00', '08:00')

describe('a roster', () => {
  it('is a draft until it is published, then binds, and tells its people', async () => {
    const draft = await save([tuesday], 0, false)
    expect(draft.status, draft.text).toBe(200)
    expect((await mine('zhoumin')).shifts).toEqual([])
    expect(await presenceOf('zhoumin')).toBeUndefined()
    expect((await save([tuesday], 0)).code).toBe('roster.stale')
    const published = await save([tuesday, night], draft.body.version)
    expect(published.status, published.text).toBe(200)
    expect(published.body).toMatchObject({ version: 2, editable: true })
    expect((await mine('zhoumin')).shifts).toMatchObject([
      { onDay: '2026-12-01', from: '08:30', to: '17:30', startsAt: '2026-12-01T00:30:00.000Z' },
    ])
    // The day after: a shift over midnight is one shift.
    expect(published.body.shifts.find(({ id }) => id === night.id)?.endsAt).toBe('2026-12-03T00:00:00.000Z')
    const told = await world.call('zhoumin', noticeRoutes.listMyNotices, {})
    expect(told.body.items[0]?.body).toContain('排班已发布')
    expect([...((await presenceOf('zhoumin'))?.roster.days ?? [])]).toEqual(['2026-12-01'])
  })

  it('takes nobody of another station, no two places at once, no other week, and not from everybody', async () => {
    const { version } = await week()
    const stranger = { ...shift('zhoumin', '2026-12-03'), staffId: staffId.luobin }
    const astray = shift('zhoumin', '2026-12-09')
    const refused = await save([tuesday, night, stranger, astray], version)
    expect(refused.problem.faults).toEqual([
      { path: 'shifts.2.staffId', rule: 'not_a_member' },
      { path: 'shifts.3.onDay', rule: 'outside_week' },
    ])
    expect((await save([tuesday, night, shift('zhoumin', '2026-12-01', '16:00', '20:00')], version)).code).toBe(
      'roster.overlap',
    )
    expect((await save([tuesday], version, true, 'tangqi')).code).toBe('unit.not_found')
    expect((await world.call('zhoumin', rosterRoutes.getRosterWeek, { unitId: unit.station, monday })).status).toBe(403)
    expect((await week()).shifts).toHaveLength(2)
  })
})

describe('leave', () => {
  const ask = (kind: 'annual' | 'sick', firstDay: string, lastDay: string, leaveId = newId()) =>
    world.call('zhoumin', myDutyRoutes.askLeave, { commandId: newId(), leaveId, kind, firstDay, lastDay })

  it('is asked beforehand and decided by the station; a stand-in has the grids for these days', async () => {
    const leaveId = newId()
    expect((await ask('annual', '2026-11-20', '2026-11-24')).problem.faults).toMatchObject([
      { rule: 'only_illness_afterwards' },
    ])
    expect((await ask('annual', '2026-12-01', '2026-12-02', leaveId)).status).toBe(200)
    expect((await ask('annual', '2026-12-02', '2026-12-04')).code).toBe('leave.overlap')
    expect((await presenceOf('zhoumin'))?.leaves).toEqual([])
    expect(await inboxOf('hefang')).toEqual(['leave'])
    expect(await inboxOf('luobin')).toEqual([])
    const decide = (who: 'hefang' | 'tangqi' | 'zhoumin') =>
      world.call(who, rosterRoutes.decideLeave, { commandId: newId(), leaveId, grant: true, standInId: staffId.hefang })
    expect((await decide('tangqi')).code).toBe('leave.not_found')
    const granted = await decide('hefang')
    expect(granted.body, granted.text).toMatchObject({
      state: 'granted',
      decidedBy: '何芳',
      standIn: { id: staffId.hefang, name: '何芳' },
    })
    expect((await decide('hefang')).code).toBe('leave.decided')
    expect(await inboxOf('hefang')).toEqual([])
    expect((await presenceOf('zhoumin'))?.leaves).toEqual([{ from: '2026-12-01', to: '2026-12-02' }])
    expect(await deputies()).toEqual([{ areaId: area.linyuan3, validFrom: '2026-12-01', validTo: '2026-12-03' }])
    const { leaves } = await week()
    expect(leaves).toMatchObject([{ staffId: staffId.zhoumin, state: 'granted' }])
    expect((await world.call('zhoumin', myDutyRoutes.withdrawLeave, { commandId: newId(), leaveId })).status).toBe(200)
    expect((await presenceOf('zhoumin'))?.leaves).toEqual([])
    // Whoever was to stand in is free again, and told so.
    expect(await deputies()).toEqual([])
    const told = await world.call('hefang', noticeRoutes.listMyNotices, {})
    expect(told.body.items[0]?.body).toContain('不用您代了')
  })

  it('of an illness counts from the moment that it is told, and may be told afterwards', async () => {
    expect((await ask('sick', '2026-11-20', '2026-11-24')).status).toBe(200)
    expect((await presenceOf('zhoumin'))?.leaves).toEqual([{ from: '2026-11-20', to: '2026-11-24' }])
    const { leaves } = await mine('zhoumin')
    const leaveId = leaves.find(({ kind }) => kind === 'sick')?.id ?? ''
    const granted = { commandId: newId(), leaveId, grant: true, standInId: staffId.hefang }
    expect((await world.call('hefang', rosterRoutes.decideLeave, granted)).status).toBe(200)
    // Well again sooner: what was taken stays, and what the stand-in did.
    await world.call('zhoumin', myDutyRoutes.withdrawLeave, { commandId: newId(), leaveId })
    expect((await mine('zhoumin')).leaves.find(({ id }) => id === leaveId)).toMatchObject({
      state: 'granted',
      lastDay: '2026-11-22',
    })
    expect(await deputies()).toEqual([{ areaId: area.linyuan3, validFrom: '2026-11-20', validTo: '2026-11-23' }])
  })

  it('of the one who decides there is decided above', async () => {
    const leaveId = newId()
    const asked = {
      commandId: newId(),
      leaveId,
      kind: 'personal',
      firstDay: '2026-12-07',
      lastDay: '2026-12-07',
    } as const
    expect((await world.call('hefang', myDutyRoutes.askLeave, asked)).status).toBe(200)
    expect(await inboxOf('luobin')).toEqual(['leave'])
    const decide = (who: 'hefang' | 'luobin') =>
      world.call(who, rosterRoutes.decideLeave, { commandId: newId(), leaveId, grant: false, words: '那天上级检查' })
    expect((await decide('hefang')).code).toBe('leave.not_found')
    expect((await decide('luobin')).body).toMatchObject({ state: 'refused', answer: '那天上级检查' })
  })
})

describe('a swap', () => {
  const ask = (shiftId: string, returnShiftId?: string) => {
    const swapId = newId()
    const input = {
      commandId: newId(),
      swapId,
      shiftId,
      toId: staffId.hefang,
      ...(returnShiftId ? { returnShiftId } : {}),
    }
    return world.call('zhoumin', myDutyRoutes.askSwap, input).then((answer) => ({ swapId, answer }))
  }
  const answer = (swapId: string, accept: boolean, who: 'hefang' | 'zhoumin' = 'hefang') =>
    world.call(who, myDutyRoutes.answerSwap, { commandId: newId(), swapId, accept })
  const holders = async () =>
    (await week()).shifts.map(({ onDay, staffId: who }) => [onDay, who === staffId.zhoumin ? '周敏' : '何芳'])

  it('needs the colleague’s word; then both shifts change hands, and a page of before is stale', async () => {
    const { version } = await week()
    const { swapId, answer: asked } = await ask(tuesday.id, night.id)
    expect(asked.status, asked.text).toBe(200)
    expect((await ask(tuesday.id)).answer.code).toBe('swap.open_already')
    expect(await inboxOf('hefang')).toContain('swap')
    expect(await inboxOf('zhoumin')).toEqual([])
    expect((await answer(swapId, true, 'zhoumin')).code).toBe('swap.not_found')
    expect((await answer(swapId, true)).status).toBe(200)
    expect(await holders()).toEqual([
      ['2026-12-01', '何芳'],
      ['2026-12-02', '周敏'],
    ])
    expect(await inboxOf('hefang')).not.toContain('swap')
    expect((await answer(swapId, false)).code).toBe('swap.decided')
    expect((await save([tuesday, night], version)).code).toBe('roster.stale')
  })

  it('waits for the station where the county wants that, and ends when the shift is taken out', async () => {
    const settings = (await world.call('suwen', countyRoutes.getCountySettings, {})).body
    const changed = { ...settings, swapsDecidedBy: 'station' as const, clockIn: { on: true, basis: '县考勤办法' } }
    await world.call('suwen', countyRoutes.changeCountySettings, {
      commandId: newId(),
      seen: settings,
      settings: changed,
    })
    const { swapId } = await ask(night.id)
    expect((await answer(swapId, true)).status).toBe(200)
    expect((await holders())[1]).toEqual(['2026-12-02', '周敏'])
    expect(await inboxOf('luobin')).toContain('swap_decision')
    const { version, shifts } = await week()
    const without = shifts
      .filter(({ id }) => id !== night.id)
      .map(({ id, onDay, from, to, kind, words, staffId: who }) => ({ id, onDay, from, to, kind, words, staffId: who }))
    expect((await save(without, version)).status).toBe(200)
    expect((await mine('zhoumin')).swaps[0]).toMatchObject({ id: swapId, state: 'withdrawn' })
    expect(await inboxOf('luobin')).not.toContain('swap_decision')
    const decided = await world.call('luobin', rosterRoutes.decideSwap, { commandId: newId(), swapId, accept: true })
    expect(decided.code).toBe('swap.decided')
  })
})

describe('on the day', () => {
  it('whoever has a shift is on duty, clocks in by time alone, and a clocked shift is not moved', async () => {
    const clock = (who: 'zhoumin' | 'hefang', step: 'in' | 'out', capturedAt?: string) =>
      world.call(who, myDutyRoutes.clockShift, {
        commandId: newId(),
        shiftId: tuesday.id,
        step,
        ...(capturedAt ? { capturedAt } : {}),
      })
    expect((await clock('hefang', 'in')).code).toBe('shift.not_now')
    world.forward(8 * 24 * 60)
    expect((await clock('zhoumin', 'in')).code).toBe('shift.not_found')
    expect((await clock('hefang', 'in', '2026-12-01T00:20:00Z')).status).toBe(200)
    expect((await clock('hefang', 'in')).status).toBe(200)
    expect((await mine('hefang')).shifts).toMatchObject([
      { clockedInAt: '2026-12-01T00:20:00.000Z', clockedOutAt: null },
    ])
    const { version } = await week()
    expect((await save([], version)).code).toBe('roster.clocked')
    const duty = (who: 'wujing' | 'tangqi') => world.call(who, rosterRoutes.listOnDuty, {})
    expect((await duty('wujing')).body.items).toMatchObject([
      { staff: { name: '何芳' }, unit: { id: unit.station }, kind: 'regular' },
    ])
    expect((await duty('tangqi')).body.items).toEqual([])
  })
})

describe('after two years', () => {
  it('nothing tells any more who worked when, who was away and who swapped', async () => {
    world.forward(3 * 366 * 24 * 60)
    await runRetention(world.deps)
    for (const table of ['shifts', 'shift_swaps', 'leaves', 'roster_weeks'])
      expect((await sql.raw(`SELECT FROM ${table}`).execute(world.deps.db)).rows, table).toEqual([])
    const { rows } = await sql<{ rule: string }>`
      SELECT DISTINCT rule FROM deletion_certificates WHERE rule LIKE 'duty.%' ORDER BY rule`.execute(world.deps.db)
    expect(rows.map(({ rule }) => rule)).toEqual(['duty.leave.2y', 'duty.shifts.2y'])
  })
})
