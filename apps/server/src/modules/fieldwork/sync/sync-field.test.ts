import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldSyncRoutes, type GridChanges } from '@linli/contract/field-sync'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { type Household, peopleRoutes } from '@linli/contract/people'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { area, spot, staffId } from '../../../../test/county.ts'
import { member, type Register, registerIn } from '../../../../test/register.ts'
import { countyId, createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, {
    deviceId,
    name: 'Redmi 9A',
    appVersion: '0.1.0',
    pin: '271828',
  })
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const deviceId = newId()
const ask = (grids: { gridId: string; cursor: string | null }[], changes: object = {}) =>
  world.call('zhoumin', fieldSyncRoutes.syncField, {
    deviceId,
    appVersion: '0.1.0',
    phoneAt: world.now().toISOString(),
    grids,
    basics: null,
    limit: 10,
    ...changes,
  })

/** A phone: what it holds of the grid after it asked until there was no more. */
class Phone {
  cursor: string | null = null
  readonly households = new Map<string, GridChanges['households'][number]>()
  async sync(): Promise<GridChanges[]> {
    const answers: GridChanges[] = []
    for (let more = true; more;) {
      const { body, status, text } = await ask([{ gridId: area.linyuan3, cursor: this.cursor }])
      expect(status, text).toBe(200)
      const [grid] = body.grids
      if (!grid) throw new Error('no grid')
      if (grid.whole) this.households.clear()
      for (const household of grid.households) this.households.set(household.id, household)
      for (const id of grid.goneHouseholds) this.households.delete(id)
      this.cursor = grid.cursor
      more = grid.more
      answers.push(grid)
    }
    return answers
  }
}

describe('the copy of a grid on a phone', () => {
  it('comes in pages, whose readings are recorded, and then only with what changed', async () => {
    const homes: Household[] = []
    for (let index = 0; index < 23; index++)
      homes.push(
        (await register.addHousehold('zhoumin', [member('张桂兰', { relation: 'head' })], { point: spot.linyuan3 }))
          .body,
      )
    const elsewhere = await register.addHousehold('hefang', [member('赵六')], { gridId: area.linyuan1 })
    const phone = new Phone()
    const pages = await phone.sync()
    expect(pages.map(({ households, whole, more }) => [households.length, whole, more])).toEqual([
      [10, true, true],
      [10, false, true],
      [3, false, false],
    ])
    expect([...phone.households.keys()].toSorted()).toEqual(homes.map(({ id }) => id).toSorted())
    const [home] = homes
    if (!home) throw new Error('no home')
    const copy = phone.households.get(home.id)
    expect(copy).toMatchObject({ point: spot.linyuan3, lastVisitOn: null })
    expect(copy?.members[0]).toMatchObject({ name: '张桂兰', search: 'zhangguilan zgl' })
    expect((await register.readings(home.members[0]?.id ?? '')).map(({ purpose }) => purpose)).toContain('visit.phone')
    expect(await register.readings(elsewhere.body.members[0]?.id ?? '')).not.toContainEqual(
      expect.objectContaining({ purpose: 'visit.phone' }),
    )

    // Nothing new: nothing comes. While neighbours on the cluster hold a change back, it comes once more.
    const lengths = async () => (await phone.sync()).map(({ households }) => households.length)
    await expect.poll(lengths, { timeout: 10_000 }).toEqual([0])
    await world.call('zhoumin', fieldworkRoutes.recordVisit, {
      commandId: newId(),
      visitId: newId(),
      subject: { kind: 'household', id: home.id },
      result: 'found',
      capturedAt: world.now().toISOString(),
    })
    const leaver = homes[1]?.members[0]
    await world.call('hefang', peopleRoutes.movePerson, {
      commandId: newId(),
      personId: leaver?.id ?? '',
      seenVersion: leaver?.version ?? 0,
      on: '2026-11-20',
      how: 'moved_out',
    })
    await vi.waitFor(async () => {
      await phone.sync()
      expect(phone.households.get(home.id)?.lastVisitOn).toBe('2026-11-23')
      // Everybody left: the household has ended, and is gone from the phone.
      expect(phone.households.has(homes[1]?.id ?? '')).toBe(false)
    })
    expect(phone.households.size).toBe(22)
  })

  it('is taken away when the grid is somebody else’s, and given whole to whoever has it now', async () => {
    await sql`UPDATE assignments SET area_id = ${area.linyuan2} WHERE county_id = ${countyId} AND staff_id = ${staffId.zhoumin}`.execute(
      world.deps.db,
    )
    const { body } = await ask([{ gridId: area.linyuan3, cursor: null }])
    expect(body.purge).toEqual([area.linyuan3])
    expect(body.grids.map(({ gridId, whole, households }) => [gridId, whole, households.length])).toEqual([
      [area.linyuan2, true, 0],
    ])
    await sql`UPDATE assignments SET area_id = ${area.linyuan3} WHERE county_id = ${countyId} AND staff_id = ${staffId.zhoumin}`.execute(
      world.deps.db,
    )
  })

  it('tells the clock’s error, an app that is too old, and the basics only when they are new', async () => {
    const phoneAt = new Date(world.now().getTime() + 3 * 86_400_000).toISOString()
    const { body } = await ask([], { phoneAt, appVersion: '0.0.9' })
    expect(body).toMatchObject({ clockOffSeconds: 3 * 86_400, updateNeeded: true })
    expect(body.basics?.flags).toEqual({ patrolTracks: false, clockIn: false, declinedVisitsDecidedBy: 'worker' })
    expect((await ask([], { basics: body.basics?.tag })).body.basics).toBeNull()
  })

  it('refuses a cursor that it did not give', async () => {
    for (const cursor of [
      'x',
      Buffer.from('["1",2]').toString('base64url'),
      Buffer.from('["a",0,"","1",""]').toString('base64url'),
    ])
      expect((await ask([{ gridId: area.linyuan3, cursor }])).status).toBe(400)
  })
})
