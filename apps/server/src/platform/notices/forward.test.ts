import type { ChannelsByKind } from '@linli/contract/notice-kinds'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../crypto/id.ts'
import { forgetCounty } from '../county/county.ts'
import type { Deps } from '../deps.ts'
import { countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { type Contact, forwardNotices, type StaffDirectory } from './forward.ts'
import { sendNotices } from './send-notice.ts'
import { sendWaitingNotices } from './sender.ts'
import type { TemplateName } from './templates.ts'
import { claimsOf, type Receiver, startBrowser, startReceiver } from './testing.ts'

let world: PlatformWorld
let deps: Deps
let service: Receiver
let dayOff: ReadonlySet<string>
let contacts: Map<string, Contact>
beforeAll(async () => {
  world = await platformWorld()
  deps = { ...world.deps, config: { ...world.deps.config, countyId } }
})
afterAll(() => world.close())
beforeEach(async () => {
  service = await startReceiver()
  dayOff = new Set()
  contacts = new Map([[guilan, { phone: '13800001234', email: 'guilan@example.org', locale: 'zh' }]])
  local('23T10:00')
})
afterEach(async () => {
  await service.close()
  for (const table of ['notices', 'noticeRules', 'pushBrowsers'] as const) await deps.db.deleteFrom(table).execute()
  await settings({})
})

const guilan = newId()
const directory: StaffDirectory = {
  contacts: async () => contacts,
  dayOff: async (_deps, _county, ids) => new Set(ids.filter((id) => dayOff.has(id))),
}
const forward = (process = deps) => forwardNotices(process, directory)
const local = (time: string) => world.setNow(`2026-11-${time}:00+08:00`)

async function settings(own: object) {
  await deps.db
    .updateTable('counties')
    .set({ settings: JSON.stringify(own) })
    .where('countyId', '=', countyId)
    .execute()
  forgetCounty(deps, countyId)
}

async function tell(...templates: readonly TemplateName[]) {
  await sendNotices(
    deps.db,
    templates.map((template) => ({
      countyId,
      channel: 'inapp',
      recipient: guilan,
      template,
      params: { number: '松滋-2026-000123', title: '张桂兰家水管破裂', words: '请去看看', name: '李四' },
      locale: 'zh',
      subjectKind: 'matter',
      subjectId: newId(),
    })),
  )
}

async function choose(rules: { channels?: ChannelsByKind; quiet?: [string, string]; daysOff?: boolean }) {
  const [quietFrom, quietTo] = rules.quiet ?? [null, null]
  const { channels = {}, daysOff = false } = rules
  await deps.db
    .insertInto('noticeRules')
    .values({
      countyId,
      staffId: guilan,
      channels: JSON.stringify(channels),
      quietFrom,
      quietTo,
      quietOnDaysOff: daysOff,
    })
    .execute()
}

async function addBrowser() {
  const browser = startBrowser()
  const { publicKey, auth } = browser
  const row = { countyId, id: newId(), staffId: guilan, face: 'field', endpoint: `${service.url}/${newId()}` }
  await deps.db
    .insertInto('pushBrowsers')
    .values({ ...row, publicKey, auth, userAgent: 'Chrome', addedAt: deps.now().toISOString() })
    .execute()
  return { ...browser, id: row.id }
}

/** What has left or is about to, as `channel: words`. */
async function outside(): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('notices')
    .select(['channel', 'body'])
    .where('channel', '<>', 'inapp')
    .orderBy('channel')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(({ channel, body }) => `${channel}: ${body}`)
}

const channels = async () => (await outside()).map((line) => line.split(':')[0])

describe('a message to staff', () => {
  it.each<[string, TemplateName, ChannelsByKind, ChannelsByKind, string[]]>([
    ['of work goes to the browser by default', 'matter_assigned', {}, {}, ['push']],
    ['of danger by text message as well', 'matter_danger', {}, {}, ['push', 'sms']],
    ['follows the county', 'matter_assigned', {}, { work: ['inapp', 'email'] }, ['email']],
    ['follows its reader before the county', 'matter_assigned', { work: ['sms'] }, { work: ['email'] }, ['sms']],
    ['goes nowhere where its reader wants the list alone', 'roster_changed', { roster: ['inapp'] }, {}, []],
    ['of another kind is not meant by that', 'matter_overdue', { work: [] }, {}, ['push']],
    [
      'of danger cannot be kept inside by an old choice',
      'matter_danger',
      { danger: ['inapp'] },
      {},
      ['email', 'push', 'sms'],
    ],
  ])('%s', async (_name, template, own, county, expected) => {
    await addBrowser()
    await choose({ channels: own })
    await settings({ noticeChannels: county })
    await tell(template)
    expect(await forward()).toBe(1)
    expect(await forward()).toBe(0)
    expect(await channels()).toEqual(expected)
  })

  it('says outside of the platform what kind of thing it is and its number, no title, words or name', async () => {
    await addBrowser()
    await choose({ channels: { work: ['push', 'email', 'sms'] } })
    await tell('matter_assigned')
    await forward()
    const said = '交给我的工作 松滋-2026-000123'
    expect(await outside()).toEqual([
      `email: 【邻里】${said}，请登录查看。`,
      `push: ${said}`,
      `sms: 【邻里】${said}，请登录查看。`,
    ])
    const [row] = await deps.db.selectFrom('notices').select('params').where('channel', '=', 'push').execute()
    expect(JSON.stringify(row)).not.toMatch(/张桂兰|水管|李四/)
  })

  it('of danger takes the way that is left when the browser is gone', async () => {
    await choose({ channels: { danger: ['push'] } })
    contacts.set(guilan, { phone: '13800001234', email: null, locale: 'zh' })
    await tell('matter_danger')
    await forward()
    expect(await channels()).toEqual(['sms'])
  })

  it('is not told again by a way that its writer has used, nor to whom the account is closed', async () => {
    await tell('matter_danger')
    await deps.db
      .updateTable('notices')
      .set({ toldBy: ['sms'] })
      .execute()
    await forward()
    expect(await channels()).toEqual([])
    await tell('matter_danger')
    contacts.clear()
    expect(await forward()).toBe(1)
    expect(await channels()).toEqual([])
  })
})

describe('in quiet hours', () => {
  beforeEach(async () => {
    await choose({ channels: { work: ['sms'], roster: ['sms'] }, quiet: ['22:00', '07:00'] })
    local('23T23:30')
  })

  it('messages wait, and come as one in the morning; what was read meanwhile does not come', async () => {
    await tell('matter_assigned', 'matter_assigned')
    await forward()
    local('24T03:00')
    await tell('roster_changed')
    await forward()
    local('24T06:59')
    await forward()
    expect(await outside()).toEqual([])
    await tell('matter_assigned')
    await deps.db
      .updateTable('notices')
      .set({ readAt: deps.now().toISOString() })
      .where('forwardAt', '=', '1970-01-01T00:00:00Z')
      .execute()
    local('24T07:00')
    expect(await forward()).toBe(4)
    expect(await outside()).toEqual(['sms: 【邻里】您有 3 条新通知：交给我的工作 2、排班变动 1，请登录查看。'])
    expect(await forward()).toBe(0)
  })

  it('danger passes at once and alone, and one that waited alone says what it is', async () => {
    await tell('matter_assigned', 'matter_danger')
    await forward()
    expect(await outside()).toEqual(['sms: 【邻里】危及安全 松滋-2026-000123，请登录查看。'])
    local('24T07:30')
    await forward()
    expect((await outside())[1]).toBe('sms: 【邻里】交给我的工作 松滋-2026-000123，请登录查看。')
  })

  it('two processes send one message, not two halves', async () => {
    for (let turn = 0; turn < 12; turn++) await tell('matter_assigned')
    await forward()
    local('24T08:00')
    const other = { ...world.another(), config: deps.config }
    await Promise.all([forward(), forward(other), forward(), forward(other)])
    expect(await outside()).toHaveLength(1)
  })
})

it('on a day off messages wait for the next working day, and then for the end of its quiet hours', async () => {
  await choose({ channels: { work: ['sms'] }, quiet: ['22:00', '07:00'], daysOff: true })
  dayOff = new Set([guilan])
  local('28T10:00')
  await tell('matter_assigned', 'matter_danger')
  await forward()
  expect(await channels()).toEqual(['sms'])
  local('29T00:00')
  await forward()
  dayOff = new Set()
  local('30T00:00')
  await forward()
  expect(await channels()).toEqual(['sms'])
  local('30T07:00')
  await forward()
  expect(await channels()).toEqual(['sms', 'sms'])
})

describe('a browser', () => {
  it('gets what only it can read, signed by the platform, for a day, pressing where life is in danger', async () => {
    const browser = await addBrowser()
    await tell('matter_danger')
    await forward()
    expect(await sendWaitingNotices(deps, 'push')).toBe(1)
    const [sent] = service.received
    const { authorization = '', ...headers } = sent?.headers ?? {}
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'high' })
    expect(claimsOf(authorization).aud).toBe(new URL(service.url).origin)
    const message = JSON.parse(browser.read(sent?.bytes ?? Buffer.alloc(0))) as object
    expect(message).toMatchObject({ body: '危及安全 松滋-2026-000123', urgent: true, subject: { kind: 'matter' } })
    const [row] = await deps.db.selectFrom('pushBrowsers').select('lastSentAt').execute()
    expect(row?.lastSentAt).not.toBeNull()
  })

  it.each([404, 410])(
    'that its service answers with %i is forgotten, and its message is not tried again',
    async (status) => {
      await addBrowser()
      const other = await addBrowser()
      service.answer = (reply, { path }) =>
        reply.writeHead(path === new URL(urls[0] ?? '').pathname ? status : 201).end()
      const urls = (
        await deps.db.selectFrom('pushBrowsers').select('endpoint').where('id', '<>', other.id).execute()
      ).map(({ endpoint }) => endpoint)
      await tell('matter_assigned')
      await forward()
      await sendWaitingNotices(deps, 'push')
      expect(await deps.db.selectFrom('pushBrowsers').select('id').execute()).toEqual([{ id: other.id }])
      const rows = await deps.db
        .selectFrom('notices')
        .select(['lastError', 'failedAt', 'sentAt'])
        .where('channel', '=', 'push')
        .orderBy('lastError')
        .execute()
      expect(rows.map(({ lastError }) => lastError)).toEqual(['browser gone', null])
      expect(rows[0]?.failedAt).not.toBeNull()
      expect(rows[1]?.sentAt).not.toBeNull()
    },
  )

  it('whose service is down is tried again with the same message', async () => {
    await addBrowser()
    service.answer = 503
    await tell('matter_assigned')
    await forward()
    await sendWaitingNotices(deps, 'push')
    const [row] = await deps.db.selectFrom('notices').selectAll().where('channel', '=', 'push').execute()
    expect(row).toMatchObject({ lastError: 'gateway answered 503', failedAt: null, attempts: 1 })
    service.answer = 201
    world.setNow(new Date(deps.now().getTime() + 31_000).toISOString())
    expect(await sendWaitingNotices(deps, 'push')).toBe(1)
    expect(new Set(service.received.map(({ headers }) => headers['topic'])).size).toBe(1)
  })
})
