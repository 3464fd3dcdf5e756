import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { interopRoutes } from '@linli/contract/interop'
import { matterRoutes } from '@linli/contract/matters'
import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { member, registerIn } from '../../../test/register.ts'
import { stepsIn } from '../../../test/steps.ts'
import { createWorld, type World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'
import { createDb, createPool } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { createLiveHub } from '../../platform/live/hub.ts'
import { type Received, type Receiver, startReceiver } from '../../platform/notices/testing.ts'
import { deliverWebhooks, MOST_ATTEMPTS, pauseAfter, purgeDeliveries } from './deliver.ts'

let world: World
let other: Deps
let receiver: Receiver
beforeAll(async () => {
  world = await createWorld()
  // A second process: connections and a hub of its own on the same database.
  const pool = createPool(world.deps.pool.options.connectionString ?? '', 4)
  const db = createDb(pool)
  other = { ...world.deps, pool, db, live: createLiveHub({ db, pool, log: world.deps.log }) }
})
afterAll(async () => {
  await other.db.destroy()
  await world.close()
})
beforeEach(async () => (receiver = await startReceiver()))
afterEach(async () => {
  const { body } = await world.call('suwen', interopRoutes.listWebhooks, {})
  for (const hook of body.items.filter((one) => one.closedAt === null))
    await world.call('suwen', interopRoutes.closeWebhook, { commandId: newId(), webhookId: hook.id })
  await receiver.close()
})

const MINUTE = 60_000
const report = () => stepsIn(world).report()

async function hook(kinds = ['matter.*'], url = receiver.url) {
  const input = { commandId: newId(), name: '城市大脑', url, kinds }
  const { body, status, text } = await world.call('suwen', interopRoutes.createWebhook, input)
  if (status !== 200) throw new Error(text)
  return body
}

async function deliveries(webhookId: string, state?: 'waiting' | 'delivered' | 'dead') {
  const { body } = await world.call('suwen', interopRoutes.listDeliveries, { webhookId, limit: 100, state })
  return body.items
}

/** Events may be read only when all older transactions of the cluster have ended: other tests' too. */
async function until(met: () => boolean | Promise<boolean>, tell = () => deliverWebhooks(world.deps)): Promise<void> {
  await vi.waitFor(
    async () => {
      await tell()
      expect(await met()).toBe(true)
    },
    { timeout: 20_000, interval: 100 },
  )
}

const kindsOf = (received: readonly Received[]) => received.map((one) => one.headers['linli-event'])

describe('a webhook', () => {
  it('is told of events of the kinds it asked for, once each, from the time it was made', async () => {
    await report()
    const { id } = await hook(['matter.report'])
    const { id: matterId } = await report()
    await stepsIn(world).done('chenli', matterRoutes.acceptMatter, matterId, {})
    await until(() => receiver.received.length > 0)
    await deliverWebhooks(world.deps)
    expect(kindsOf(receiver.received)).toEqual(['matter.report'])
    const told = JSON.parse(receiver.received[0]?.body ?? '') as Record<string, unknown>
    expect(told).toMatchObject({ kind: 'matter.report', subject: { kind: 'matter', id: matterId } })
    expect(receiver.received[0]?.body).not.toMatch(/张桂兰|13800001234/)
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1, error: null }])
  })

  it('can tell by the signature that it is us, and when', async () => {
    const { secret } = await hook()
    await report()
    await until(() => receiver.received.length > 0)
    const { headers, body } = receiver.received[0] as Received
    const [, at, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['linli-signature'])) ?? []
    expect(Number(at)).toBe(Math.floor(world.now().getTime() / 1000))
    expect(createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')).toBe(signature)
    expect(createHmac('sha256', secret).update(`${at}.${body} `).digest('hex')).not.toBe(signature)
    expect(headers['content-type']).toBe('application/json')
  })

  it('hears of each event once, however many processes deliver at the same time', async () => {
    const { id } = await hook(['matter.report'])
    const numbers = []
    for (let index = 0; index < 25; index++) numbers.push((await report()).number)
    const slowly = (reply: { writeHead(status: number): { end(): void } }) =>
      setTimeout(() => reply.writeHead(204).end(), 50)
    receiver.answer = slowly
    const all = () => Promise.all([world.deps, other, world.deps, other].map((deps) => deliverWebhooks(deps)))
    await until(
      () => receiver.received.length >= numbers.length,
      async () => void (await all()),
    )
    await all()
    const ids = receiver.received.map((one) => (JSON.parse(one.body) as { id: string }).id)
    expect(ids).toHaveLength(numbers.length)
    expect(new Set(ids).size).toBe(numbers.length)
    expect((await deliveries(id, 'delivered')).every((one) => one.attempts === 1)).toBe(true)
  })

  it('is tried again after pauses that grow, lies dead after the last, and is told when somebody says so', async () => {
    const { id } = await hook(['matter.report'])
    receiver.answer = 503
    await report()
    await until(() => receiver.received.length > 0)
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      expect(receiver.received).toHaveLength(attempt)
      const pause = pauseAfter(attempt) / MINUTE
      world.forward(pause * 0.99)
      await deliverWebhooks(world.deps)
      expect(receiver.received, 'too early').toHaveLength(attempt)
      world.forward(pause * 0.01)
      await deliverWebhooks(world.deps)
    }
    expect(receiver.received).toHaveLength(MOST_ATTEMPTS)
    const [dead] = await deliveries(id, 'dead')
    expect(dead).toMatchObject({ state: 'dead', attempts: MOST_ATTEMPTS, error: 'answered 503' })
    expect(await deliveries(id, 'waiting')).toEqual([])
    world.forward(7 * 24 * 60)
    await deliverWebhooks(world.deps)
    expect(receiver.received).toHaveLength(MOST_ATTEMPTS)
    expect((await world.call('suwen', interopRoutes.listWebhooks, {})).body.items[0]).toMatchObject({ id, dead: 1 })

    receiver.answer = 200
    const retry = { commandId: newId(), deliveryId: dead?.id ?? '' }
    expect((await world.call('suwen', interopRoutes.retryDelivery, retry)).status).toBe(200)
    await deliverWebhooks(world.deps)
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1 }])
    // The same delivery all along: by its id a receiver can tell.
    expect(new Set(receiver.received.map((one) => one.headers['linli-delivery'])).size).toBe(1)
    const again = { commandId: newId(), deliveryId: dead?.id ?? '' }
    expect((await world.call('suwen', interopRoutes.retryDelivery, again)).code).toBe('not_found')
  })

  it('that is down holds up nobody else, nor does one that was closed with much waiting', async () => {
    const closed = await hook(['matter.report'], 'http://127.0.0.1:9/closed')
    const down = await hook(['matter.report'], 'http://127.0.0.1:9/down')
    for (let index = 0; index < 22; index++) await report()
    await until(async () => (await deliveries(down.id)).length === 22)
    await world.call('suwen', interopRoutes.closeWebhook, { commandId: newId(), webhookId: closed.id })
    await hook(['matter.report'])
    await report()
    world.forward(1)
    await until(() => receiver.received.length === 1)
    expect((await deliveries(down.id)).map((one) => one.error).join()).toMatch(/ECONNREFUSED/)
  })

  it('is told again when a process died after telling and before writing it down', async () => {
    await hook(['matter.report'])
    const pool = createPool(world.deps.pool.options.connectionString ?? '', 2)
    const dying: Deps = { ...world.deps, pool, db: createDb(pool) }
    receiver.answer = (reply) => void dying.db.destroy().then(() => reply.writeHead(200).end())
    await report()
    await until(
      () => receiver.received.length === 1,
      () => deliverWebhooks(dying).catch(() => {}),
    )
    receiver.answer = 200
    await deliverWebhooks(world.deps)
    expect(receiver.received, 'still leased').toHaveLength(1)
    world.forward(2)
    await deliverWebhooks(world.deps)
    const [first, second] = receiver.received
    expect(second?.headers['linli-delivery']).toBe(first?.headers['linli-delivery'])
    expect(second?.body).toBe(first?.body)
  })

  it('hears of a household by ids that no other webhook was given, whichever module speaks', async () => {
    const second = await startReceiver()
    const kinds = ['visit.*', 'household.*']
    await hook(kinds)
    await hook(kinds, second.url)
    const { body: home } = await registerIn(world).addHousehold('zhoumin', [member('张桂兰', { relation: 'head' })])
    const visitId = newId()
    const subject = { kind: 'household' as const, id: home.id }
    const visit = { commandId: newId(), visitId, subject, result: 'found' as const }
    expect((await world.call('zhoumin', fieldworkRoutes.recordVisit, visit)).status).toBe(200)
    await until(() => receiver.received.length === 2 && second.received.length === 2)
    const told = [receiver, second].map(({ received }) =>
      received
        .map((one) => JSON.parse(one.body) as Record<string, unknown> & { subject: { id: string } })
        .toSorted((a, b) => String(a['kind']).localeCompare(String(b['kind']))),
    )
    for (const [added, visited] of told) {
      expect([added?.['kind'], visited?.['kind']]).toEqual(['household.added', 'visit.recorded'])
      // The same household to one address, through both modules.
      expect(visited?.subject).toEqual(added?.subject)
      expect(visited?.['data']).toMatchObject({ result: 'found' })
      expect(JSON.stringify([added, visited])).not.toMatch(new RegExp(`${home.id}|${visitId}`))
    }
    const ids = (events: unknown): readonly string[] =>
      JSON.stringify(events).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
    expect(ids(told[0]).filter((id) => ids(told[1]).includes(id))).toEqual([])
    await second.close()
  })

  it('is not followed where it points', async () => {
    const { id } = await hook(['matter.report'])
    const inner = await startReceiver()
    receiver.answer = (reply) => reply.writeHead(307, { location: inner.url }).end()
    await report()
    await until(() => receiver.received.length > 0)
    expect(inner.received).toEqual([])
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', error: 'answered 307' }])
    await inner.close()
  })

  it('keeps what arrived for a month', async () => {
    const { id } = await hook(['matter.report'])
    await report()
    await until(() => receiver.received.length > 0)
    await purgeDeliveries(world.deps)
    expect(await deliveries(id)).toHaveLength(1)
    world.forward(31 * 24 * 60)
    await purgeDeliveries(world.deps)
    expect(await deliveries(id)).toEqual([])
  })
})

describe('the secret of a webhook', () => {
  it('is shown to its maker, and stands nowhere after', async () => {
    const commandId = newId()
    const input = { commandId, name: '城市大脑', url: receiver.url, kinds: ['matter.*'] }
    const { body } = await world.call('suwen', interopRoutes.createWebhook, input)
    // The answer that got lost on the way: the same command by the same person.
    expect((await world.call('suwen', interopRoutes.createWebhook, input)).body.secret).toBe(body.secret)
    expect((await world.call('suwen', interopRoutes.createWebhook, { ...input, name: 'x' })).code).toBe(
      'command.reused',
    )
    expect((await world.call('suwen', interopRoutes.listWebhooks, {})).text).not.toContain(body.secret)
    for (const table of ['webhooks', 'commands', 'auditLog', 'events'] as const) {
      const rows = await world.deps.db.selectFrom(table).selectAll().execute()
      expect(JSON.stringify(rows.map((row) => JSON.stringify(row, printable))), table).not.toContain(body.secret)
    }
  })

  it('is nobody else’s to see', async () => {
    const { id } = await hook()
    for (const who of ['wujing', 'hefang', 'huangjian'] as const) {
      expect((await world.call(who, interopRoutes.listWebhooks, {})).status).toBe(403)
      expect((await world.call(who, interopRoutes.listDeliveries, { webhookId: id, limit: 10 })).status).toBe(403)
    }
    const unknown = await world.call('suwen', interopRoutes.listDeliveries, { webhookId: newId(), limit: 10 })
    expect(unknown.code).toBe('webhook.not_found')
  })
})

// Bytes as the text they may be.
const printable = (_key: string, value: unknown) =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
    ? Buffer.from(value.data as number[]).toString()
    : value
