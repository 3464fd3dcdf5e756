import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { area } from '../../../../test/county.ts'
import { countyId, type PlatformWorld, platformWorld } from '../../../platform/testing.ts'
import { freezeMonths } from './freeze.ts'
import { frozen, type Histories, histories } from './testing.ts'

let world: PlatformWorld
let register: Histories
beforeAll(async () => {
  world = await platformWorld()
  register = await histories(world)
})
afterAll(async () => {
  await register.close()
  await world.close()
})
beforeEach(() => register.clear())

/** Freezes as the server would in the first minutes of a month. */
async function freezeOn(day: string): Promise<string[]> {
  world.setNow(`${day}T00:10:00+08:00`)
  return freezeMonths(world.deps, countyId)
}

/** What is not zero of an area in a month. */
async function figures(of: string, month: string, kind = 'all'): Promise<Record<string, number>> {
  const row = (await frozen(register.owner)).find((one) => one.area === of && one.month === month && one.kind === kind)
  return Object.fromEntries(Object.entries(row?.figures ?? {}).filter(([, figure]) => figure !== 0))
}

describe('the figures of a month', () => {
  it('count who came and went, by why', async () => {
    const [elder, couple, baby, worker, mover, late] = [
      await register.addPerson(),
      await register.addPerson(),
      await register.addPerson(),
      await register.addPerson(),
      await register.addPerson(),
      await register.addPerson(),
    ]
    await register.live({ personId: elder, to: '2026-10-12', endedBy: 'died' })
    await register.live({ personId: couple })
    await register.live({ personId: baby, from: '2026-10-31', beganBy: 'born' })
    await register.live({
      personId: worker,
      kind: 'migrant',
      from: '2026-10-02',
      beganBy: 'moved_in',
      to: '2026-10-20',
      endedBy: 'moved_out',
    })
    await register.live({ personId: mover, to: '2026-10-05', endedBy: 'moved_within' })
    await register.live({ personId: mover, in: 3, from: '2026-10-05', beganBy: 'moved_within' })
    await register.live({ personId: late, from: '2026-11-01', beganBy: 'born' })
    expect(await freezeOn('2026-11-01')).toEqual(['2026-10-01'])
    expect(await figures(area.county, '2026-10')).toEqual({
      opening: 3,
      born: 1,
      died: 1,
      moved_in: 1,
      moved_out: 1,
      within_in: 1,
      within_out: 1,
      closing: 3,
    })
    expect(await figures(area.linyuan1, '2026-10', 'migrant')).toEqual({ moved_in: 1, moved_out: 1 })
    expect(await figures(area.weishui, '2026-10')).toEqual({ within_in: 1, closing: 1 })
  })

  it('never change: what is entered late is a correction of the month in which it was entered', async () => {
    const [elder, couple] = [await register.addPerson(), await register.addPerson()]
    await register.live({ personId: elder })
    await register.live({ personId: couple })
    await freezeOn('2026-11-01')
    const october = await frozen(register.owner)
    // In November: a death of October, and somebody who has been there since June.
    await register.owner.query(
      `UPDATE residences SET valid_to = '2026-10-20', ended_by = 'died' WHERE person_id = $1`,
      [elder],
    )
    await register.live({ personId: await register.addPerson(), from: '2026-06-01', beganBy: 'moved_in' })
    expect(await freezeOn('2026-12-01')).toEqual(['2026-11-01'])
    expect((await frozen(register.owner)).filter(({ month }) => month === '2026-10')).toEqual(october)
    expect(await figures(area.linyuan1, '2026-11')).toEqual({
      opening: 2,
      corrected_in: 1,
      corrected_out: 1,
      closing: 2,
    })
  })

  it('count a change of residence kind in place as that, and a move between houses of a grid not at all', async () => {
    const person = await register.addPerson()
    await register.live({ personId: person, kind: 'migrant', to: '2026-10-05', endedBy: 'moved_within' })
    await register.live({
      personId: person,
      kind: 'migrant',
      from: '2026-10-05',
      beganBy: 'moved_within',
      to: '2026-10-09',
      endedBy: 'moved_within',
    })
    await register.live({ personId: person, from: '2026-10-09', beganBy: 'moved_within' })
    const stayed = await register.addPerson()
    await register.live({ personId: stayed, kind: 'migrant', to: '2026-10-07', endedBy: 'changed' })
    await register.live({
      personId: stayed,
      from: '2026-10-07',
      beganBy: 'changed',
      to: '2026-10-08',
      endedBy: 'changed',
    })
    await register.live({ personId: stayed, from: '2026-10-08', beganBy: 'changed' })
    await freezeOn('2026-11-01')
    expect(await figures(area.linyuan1, '2026-10', 'migrant')).toEqual({ opening: 2, turned_out: 2 })
    expect(await figures(area.linyuan1, '2026-10', 'registered')).toEqual({ turned_in: 2, closing: 2 })
  })

  it('are frozen in order for every month that a server slept through', async () => {
    await register.live({ personId: await register.addPerson() })
    await freezeOn('2026-11-01')
    await register.live({ personId: await register.addPerson(), from: '2027-01-15', beganBy: 'moved_in' })
    expect(await freezeOn('2027-02-03')).toEqual(['2026-11-01', '2026-12-01', '2027-01-01'])
    expect(await figures(area.county, '2026-12')).toEqual({ opening: 1, closing: 1 })
    expect(await figures(area.county, '2027-01')).toEqual({ opening: 1, moved_in: 1, closing: 2 })
  })

  it('begin with the first month in which somebody is there', async () => {
    expect(await freezeOn('2026-11-01')).toEqual([])
    await register.live({ personId: await register.addPerson() })
    expect(await freezeOn('2026-12-01')).toEqual(['2026-11-01'])
    expect(await freezeOn('2026-12-31')).toEqual([])
  })

  it('are frozen once by processes that begin together, and whole after one that died in the middle', async () => {
    for (let person = 0; person < 200; person++)
      await register.live({ personId: await register.addPerson(), in: person % 4 })
    world.setNow('2026-11-01T00:10:00+08:00')
    const doomed = world.another()
    const dying = freezeMonths(doomed, countyId).then(
      () => 'done',
      () => 'died',
    )
    await new Promise((resolve) => setTimeout(resolve, 5))
    await register.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    await dying
    await Promise.all([world.deps, world.another(), world.another()].map((deps) => freezeMonths(deps, countyId)))
    expect(await figures(area.county, '2026-10')).toEqual({ opening: 200, closing: 200 })
    const { rows } = await register.owner.query('SELECT count(*)::int AS count FROM statistics_counted')
    expect(rows).toEqual([{ count: 200 }])
  })

  it('are out of reach of the platform once they stand', async () => {
    await register.live({ personId: await register.addPerson() })
    await freezeOn('2026-11-01')
    await expect(world.deps.db.updateTable('areaStatistics').set({ born: 1 }).execute()).rejects.toThrow(/permission/)
    await expect(world.deps.db.deleteFrom('statisticsRuns').execute()).rejects.toThrow(/permission/)
  })
})
