import { noticeRuleRoutes } from '@linli/contract/notice-rules'
import { noticeRoutes } from '@linli/contract/notices'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOff } from '../src/modules/fieldwork/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { forwardNotices, sendNotice } from '../src/platform/notices/index.ts'
import { type Receiver, startBrowser, startReceiver } from '../src/platform/notices/testing.ts'
import { staffDirectory } from '../src/staff-directory.ts'
import { type Person, staffId, unit } from './county.ts'
import { countyId, createWorld, type World } from './world.ts'

let world: World
let service: Receiver
beforeAll(async () => {
  world = await createWorld()
  service = await startReceiver()
})
afterAll(async () => {
  await service.close()
  await world.close()
})

const { getMyNoticeRules, changeMyNoticeRules, addPushBrowser, removePushBrowser, tryPushBrowser } = noticeRuleRoutes
const mine = async (who: Person) => (await world.call(who, getMyNoticeRules, {})).body
const own = { channels: {}, quiet: null, quietOnDaysOff: false }
const change = (who: Person, rules: object) =>
  world.call(who, changeMyNoticeRules, { commandId: newId(), ...own, ...rules })

function register(who: Person, browser = startBrowser(), endpoint = `${service.url}/${newId()}`) {
  const input = { face: 'console' as const, endpoint, keys: browser.keys }
  return world.call(who, addPushBrowser, { commandId: newId(), ...input })
}

describe('my rules', () => {
  it('are what I chose, and nobody else’s', async () => {
    const rules = { channels: { work: ['email', 'sms'] }, quiet: { from: '22:30', to: '06:45' }, quietOnDaysOff: true }
    expect((await change('zhoumin', rules)).status).toBe(200)
    expect(await mine('zhoumin')).toMatchObject(rules)
    expect(await mine('hefang')).toMatchObject(own)
    expect((await mine('zhoumin')).countyChannels.danger).toEqual(['inapp', 'push', 'sms'])
  })

  it.each([
    ['danger kept inside', { channels: { danger: ['inapp'] } }, 'channels.danger', 'urgent_needs_channel'],
    ['an incident that nobody hears of', { channels: { incident: [] } }, 'channels.incident', 'urgent_needs_channel'],
    ['quiet hours without an hour', { quiet: { from: '22:00', to: '22:00' } }, 'quiet.to', 'quiet_empty'],
    ['a time that no clock shows', { quiet: { from: '24:00', to: '07:00' } }, 'quiet.from', 'format_regex'],
  ])('are refused with a word beside the field: %s', async (_name, rules, path, rule) => {
    const { status, problem } = await change('zhoumin', rules)
    expect(status).toBe(400)
    expect(problem.faults).toMatchObject([{ path, rule }])
  })

  it('without “in the list” leave a message there, and take away its mark', async () => {
    await sendNotice(world.deps.db, {
      countyId,
      channel: 'inapp',
      recipient: staffId.hefang,
      template: 'roster_changed',
      params: { unit: '林园社区网格站', monday: '2026-11-30' },
      locale: 'zh',
    })
    expect((await world.call('hefang', noticeRoutes.listMyNotices, {})).body).toMatchObject({ unread: 1 })
    await change('hefang', { channels: { roster: ['push'] } })
    const { body } = await world.call('hefang', noticeRoutes.listMyNotices, {})
    expect(body).toMatchObject({ unread: 0, items: [{ kind: 'roster', counts: false, readAt: null }] })
  })
})

describe('my browsers', () => {
  it('can be tried, renewed and removed by me alone', async () => {
    const browser = startBrowser()
    const endpoint = `${service.url}/${newId()}`
    const { body } = await register('zhoumin', browser, endpoint)
    expect((await register('zhoumin', browser, endpoint)).body.id, 'the same browser again').toBe(body.id)
    const asked = { commandId: newId(), browserId: body.id }
    for (const route of [removePushBrowser, tryPushBrowser])
      expect((await world.call('hefang', route, { ...asked, commandId: newId() })).code).toBe('push.not_found')
    expect((await mine('hefang')).browsers).toEqual([])
    expect((await world.call('zhoumin', tryPushBrowser, { ...asked, commandId: newId() })).status).toBe(200)
    expect((await world.call('zhoumin', removePushBrowser, asked)).status).toBe(200)
    expect((await mine('zhoumin')).browsers).toEqual([])
  })

  it('go over to whoever sits there now, but not to whoever merely knows the address', async () => {
    const browser = startBrowser()
    const endpoint = `${service.url}/${newId()}`
    const before = (await register('zhoumin', browser, endpoint)).body.id
    expect((await register('hefang', startBrowser(), endpoint)).code).toBe('push.endpoint_taken')
    expect((await mine('zhoumin')).browsers).toMatchObject([{ id: before }])
    const after = (await register('hefang', browser, endpoint)).body.id
    // What still waits for the one before finds nobody.
    expect(after).not.toBe(before)
    expect((await mine('zhoumin')).browsers).toEqual([])
  })

  it('are refused where the keys are none, and where the address lies inside', async () => {
    const browser = startBrowser()
    const keys = { ...browser.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') }
    const bad = await register('zhoumin', { ...browser, keys })
    expect(bad.problem.faults).toMatchObject([{ path: 'keys.p256dh', rule: 'push_key' }])
    const input = { commandId: newId(), face: 'field' as const, keys: browser.keys }
    const config = world.deps.config as { demo: boolean }
    config.demo = false
    try {
      for (const endpoint of ['https://127.0.0.1/push', 'https://[fd00::1]/push', 'http://203.0.113.9/push'])
        expect((await world.call('zhoumin', addPushBrowser, { ...input, endpoint })).code).toBe('push.endpoint_refused')
    } finally {
      config.demo = true
    }
  })
})

describe('a day off', () => {
  it('is told by leave, by the roster of the week, and else by the calendar', async () => {
    const ids = [staffId.zhoumin, staffId.hefang]
    const off = async () => [...(await dayOff(world.deps, countyId, ids))]
    // A Monday morning.
    expect(await off()).toEqual([])
    const shift = {
      countyId,
      id: newId(),
      staffId: staffId.zhoumin,
      unitId: unit.station,
      onDay: '2026-11-24',
      startsAt: '2026-11-24T00:30:00Z',
      endsAt: '2026-11-24T09:30:00Z',
      kind: 'regular',
    }
    await world.deps.db.insertInto('shifts').values(shift).execute()
    expect(await off(), 'no shift in a week that has some').toEqual([staffId.zhoumin])
    await world.deps.db
      .insertInto('shifts')
      .values({
        ...shift,
        id: newId(),
        onDay: '2026-11-22',
        startsAt: '2026-11-22T14:00:00Z',
        endsAt: '2026-11-23T06:00:00Z',
        kind: 'off_hours',
      })
      .execute()
    expect(await off(), 'a night that began yesterday').toEqual([])
  })
})

it('what nobody chose reaches nobody outside, and disturbs no command', async () => {
  const { deps } = world
  expect(await forwardNotices(deps, staffDirectory)).toBeGreaterThan(0)
  expect(await forwardNotices(deps, staffDirectory)).toBe(0)
})
