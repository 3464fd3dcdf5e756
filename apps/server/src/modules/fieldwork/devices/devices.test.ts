import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldSyncRoutes } from '@linli/contract/field-sync'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { peopleRoutes } from '@linli/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, staffId } from '../../../../test/county.ts'
import { member, type Register, registerIn } from '../../../../test/register.ts'
import { photograph, uploadAll } from '../../../../test/uploading.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { dropUnused } from '../../../platform/files/uploads.ts'

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

const appVersion = '0.1.0'
const pin = '271828'

async function enrolled() {
  const deviceId = newId()
  const { body, status, text } = await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, {
    deviceId,
    name: 'Redmi 9A',
    appVersion,
    pin,
  })
  expect(status, text).toBe(200)
  return { deviceId, ...body }
}
const unlock = (deviceId: string, given: string) =>
  world.call('zhoumin', fieldDeviceRoutes.unlockDevice, { deviceId, appVersion, pin: given })
const revoke = (deviceId: string) =>
  world.call('hefang', fieldDeviceRoutes.revokeDevice, {
    commandId: newId(),
    deviceId,
    staffId: staffId.zhoumin,
    words: '手机丢失',
  })

function visitOf(householdId: string, words: string, minutes = 0) {
  return {
    commandId: newId(),
    visitId: newId(),
    subject: { kind: 'household' as const, id: householdId },
    result: 'found' as const,
    words,
    capturedAt: new Date(world.now().getTime() + minutes * 60_000).toISOString(),
  }
}
const wordsOf = async (householdId: string) =>
  (await world.call('hefang', fieldworkRoutes.listVisits, { householdId })).body.items.map(({ words, by }) => [
    words,
    by?.name,
  ])

describe('a phone', () => {
  it('gets its key for a shift against its PIN, and not by guessing', async () => {
    const { deviceId, key, expiresAt } = await enrolled()
    expect(Date.parse(expiresAt) - world.now().getTime()).toBe(14 * 3_600_000)
    expect((await unlock(deviceId, pin)).body.key).toBe(key)
    expect((await unlock(newId(), pin)).code).toBe('device.not_found')
    const guesses = []
    for (let guess = 0; guess < 6; guess++) guesses.push((await unlock(deviceId, '000000')).code)
    expect(guesses).toEqual([...Array.from({ length: 5 }, () => 'device.pin_wrong'), 'login.throttled'])
  })

  it('sends its outbox in one request, each command answered by itself', async () => {
    const { deviceId } = await enrolled()
    const { body: home } = await register.addHousehold('zhoumin', [member('张桂兰')])
    const good = visitOf(home.id, '好')
    const answer = await world.call('zhoumin', fieldDeviceRoutes.sendCommands, {
      deviceId,
      items: [
        { command: 'recordVisit', input: good },
        { command: 'recordVisit', input: { ...visitOf(home.id, '坏'), result: 'nonsense' } },
        { command: 'recordVisit', input: visitOf(newId(), '别人的') },
        { command: 'startPatrol', input: { commandId: newId(), patrolId: newId(), gridId: area.linyuan3 } },
        { command: 'recordVisit', input: good },
      ],
    })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body.answers.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [200, undefined],
      [400, 'input.invalid'],
      [404, 'register.not_found'],
      [200, undefined],
      [200, undefined],
    ])
    expect(await wordsOf(home.id)).toEqual([['好', '周敏']])
  })

  it('that was revoked does nothing more; its unsent work is kept, applied once, or dropped with a reason', async () => {
    const { deviceId, token } = await enrolled()
    const { body: home } = await register.addHousehold('zhoumin', [member('李大山')])
    // Sent by a phone whose session has ended: its claim says whose it is.
    const photo = await uploadAll(world, await photograph())
    const [first, second] = [
      { ...visitOf(home.id, '停用前走访'), photos: [photo] },
      { ...visitOf(home.id, '乱填', 1), photos: [{ id: newId(), claim: 'none' }] },
    ]
    expect((await revoke(deviceId)).status).toBe(200)
    const sync = { deviceId, appVersion, phoneAt: world.now().toISOString(), grids: [], basics: null }
    expect((await world.call('zhoumin', fieldSyncRoutes.syncField, sync)).code).toBe('device.revoked')
    expect((await unlock(deviceId, pin)).code).toBe('device.revoked')
    expect(
      (await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, { deviceId, name: '同一部', appVersion, pin })).code,
    ).toBe('device.revoked')

    const entries = [first, second].map((input) => ({
      commandId: input.commandId,
      command: 'recordVisit',
      title: '林园路',
      capturedAt: input.capturedAt,
      input,
    }))
    const handIn = (bearer: string) =>
      world.send(null, {
        method: 'POST',
        url: '/api/field/quarantine',
        payload: { deviceId, staffId: staffId.zhoumin, entries },
        headers: { authorization: `Bearer ${bearer}` },
      })
    expect((await handIn('guessed')).status).toBe(404)
    expect((await handIn(token)).status).toBe(200)
    expect((await handIn(token)).status).toBe(200)
    const list = async () =>
      (await world.call('hefang', fieldDeviceRoutes.listQuarantine, { state: 'waiting' })).body.items
    expect((await list()).map(({ by, reason, input }) => [by, reason, (input as { words: string }).words])).toEqual([
      ['周敏', 'revoked', '停用前走访'],
      ['周敏', 'revoked', '乱填'],
    ])
    expect((await world.call('tangqi', fieldDeviceRoutes.listQuarantine, {})).body.items).toEqual([])
    // A supervisor takes days; pictures that no command uses go after one.
    await dropUnused(world.deps, '9999-01-01T00:00:00Z')
    const decide = (quarantinedId: string, apply: boolean, words = '') =>
      world.call('hefang', fieldDeviceRoutes.decideQuarantined, { commandId: newId(), quarantinedId, apply, words })
    expect((await decide(first.commandId, true)).status).toBe(200)
    expect((await decide(first.commandId, true)).code).toBe('quarantine.decided')
    expect((await decide(second.commandId, false)).status).toBe(400)
    expect((await decide(second.commandId, false, '与实际不符')).status).toBe(200)
    // Done in the name of who did it; the audit names who decided.
    expect(await wordsOf(home.id)).toEqual([['停用前走访', '周敏']])
    const { body: visits } = await world.call('hefang', fieldworkRoutes.listVisits, { householdId: home.id })
    expect(visits.items[0]?.pictures.map(({ id }) => id)).toEqual([photo.id])
    expect(await list()).toEqual([])
    const { body } = await world.call('hefang', fieldDeviceRoutes.listDevices, { areaId: area.linyuan })
    expect(body.items.find(({ id }) => id === deviceId)).toMatchObject({ by: '周敏', waiting: 0 })
    expect((await world.call('hefang', peopleRoutes.getHousehold, { householdId: home.id })).status).toBe(200)
  })
})
