import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { local } from '../calendar/oracle.ts'
import { newId } from '../crypto/id.ts'
import { addEvents, countyId, otherCountyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { CountySettings } from '@linli/contract/county'
import { calendarOf, countyOf, forgetCounty } from './county.ts'

let world: PlatformWorld
beforeAll(async () => {
  world = await platformWorld()
  await world.deps.live.start()
})
afterAll(() => world.close())

const settle = (settings: object) =>
  world.deps.db
    .updateTable('counties')
    .set({ settings: JSON.stringify(settings) })
    .where('countyId', '=', countyId)
    .execute()
const reopenDays = async () => (await countyOf(world.deps, countyId)).settings.reopenDays

describe('the rules of a county', () => {
  it('have defaults for what it has not set', async () => {
    const { settings, timeZone } = await countyOf(world.deps, otherCountyId)
    expect(timeZone).toBe('Asia/Shanghai')
    expect(settings).toMatchObject({ reopenDays: 7, gridHouseholds: { urban: [300, 500] }, maxExtensionTimes: 1 })
  })

  it('make its calendar', async () => {
    await settle({ shifts: [{ from: '09:00', to: '17:00' }], extraHolidays: ['2026-11-24'] })
    forgetCounty(world.deps, countyId)
    const calendar = calendarOf(await countyOf(world.deps, countyId))
    expect(calendar.isWorking(local('2026-11-23T12:30'))).toBe(true)
    expect(calendar.nextChange(local('2026-11-23T17:00'))).toBe(local('2026-11-25T09:00'))
  })

  it('are read once, and again when they change, whichever process changed them', async () => {
    await settle({ reopenDays: 10 })
    forgetCounty(world.deps, countyId)
    expect(await reopenDays()).toBe(10)
    await settle({ reopenDays: 14 })
    expect(await reopenDays()).toBe(10)
    await addEvents(world.deps.db, [
      { module: 'county', kind: 'county.changed', subjectKind: 'county', subjectId: newId() },
    ])
    world.another().live.poke()
    await expect.poll(reopenDays, { timeout: 5_000 }).toBe(14)
  })

  it('are not remembered when they could not be read', async () => {
    await expect(countyOf(world.deps, 999999)).rejects.toThrow()
    await world.deps.db.insertInto('counties').values({ countyId: 500000, name: '新县', nameEn: 'New' }).execute()
    expect((await countyOf(world.deps, 500000)).name).toBe('新县')
  })

  it('refuse times that are none', () => {
    expect(CountySettings.safeParse({ shifts: [{ from: '8:30', to: '12:00' }] }).success).toBe(false)
    expect(CountySettings.safeParse({ shifts: [{ from: '14:00', to: '24:30' }] }).success).toBe(false)
    expect(CountySettings.safeParse({ shifts: [{ from: '12:00', to: '08:30' }] }).success).toBe(false)
    expect(
      CountySettings.safeParse({
        shifts: [
          { from: '08:30', to: '12:00' },
          { from: '11:00', to: '17:30' },
        ],
      }).success,
    ).toBe(false)
    expect(CountySettings.safeParse({ shifts: [] }).success).toBe(false)
    expect(CountySettings.safeParse({ extraHolidays: ['2026-02-30'] }).success).toBe(false)
  })
})
