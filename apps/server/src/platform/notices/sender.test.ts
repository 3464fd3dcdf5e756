import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDb, createPool } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { countyId, otherCountyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { KEPT } from './notices.ts'
import { sendNotice } from './send-notice.ts'
import { MOST_ATTEMPTS, sendWaitingNotices } from './sender.ts'
import { type Receiver, startReceiver } from './testing.ts'

let world: PlatformWorld
let gateway: Receiver
let deps: Deps
let log: string[]
const close: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  world = await platformWorld()
  gateway = await startReceiver()
  log = []
  deps = configured({ smsGateway: { url: gateway.url, token: 'gateway-token' } })
  close.push(() => gateway.close())
})
afterEach(async () => {
  for (const one of close.splice(0)) await one()
  await world.close()
})

const phone = '13800001234'
const address = 'guilan@example.org'
const start = Date.parse('2026-11-23T02:00:00Z')

function configured(changes: Partial<Deps['config']>, process = world.deps): Deps {
  return {
    ...process,
    config: { ...process.config, countyId, ...changes },
    log: pino({ level: 'trace' }, { write: (line) => log.push(line) }),
  }
}

async function write(channel: 'sms' | 'email', changes: { countyId?: number; code?: string } = {}) {
  const { code = '246810', ...rest } = changes
  await sendNotice(world.deps.db, {
    countyId,
    channel,
    recipient: channel === 'sms' ? phone : address,
    template: 'phone_code',
    params: { code },
    locale: 'zh',
    ...rest,
  })
}

async function notices() {
  return world.deps.db.selectFrom('notices').selectAll().orderBy('createdAt').orderBy('id').execute()
}

const forwardSeconds = (seconds: number) => world.setNow(new Date(start + seconds * 1000).toISOString())

/** A mail server that keeps what it is given; it refuses recipients at `refused`. */
async function mailServer() {
  const mails: { to: string[]; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address: to }, _session, done) =>
      done(to.includes('refused') ? Object.assign(new Error(`no mailbox ${to}`), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map((one) => one.address), text: Buffer.concat(parts).toString() })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  close.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { mails, url: `smtp://127.0.0.1:${port}` }
}

/** Takes connections and never says a word. */
async function silentServer() {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  close.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

describe('a text message', () => {
  it('is given to the gateway once, with the token and an id of its own', async () => {
    await write('sms')
    expect(await sendWaitingNotices(deps, 'sms')).toBe(1)
    expect(await sendWaitingNotices(deps, 'sms')).toBe(0)
    const [row] = await notices()
    expect(row).toMatchObject({ lastError: null, failedAt: null, attempts: 1 })
    expect(row?.sentAt).not.toBeNull()
    const [sent] = gateway.received
    expect(gateway.received).toHaveLength(1)
    expect(sent?.headers['authorization']).toBe('Bearer gateway-token')
    expect(JSON.parse(sent?.body ?? '')).toEqual({ id: row?.id, to: phone, text: row?.body })
    expect(row?.body).toContain('246810')
  })

  it('is tried again after pauses that double, and rests as failed after the last', async () => {
    gateway.answer = 500
    await write('sms')
    let seconds = 0
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      expect(await sendWaitingNotices(deps, 'sms')).toBe(1)
      const [row] = await notices()
      expect(row).toMatchObject({ attempts: attempt, lastError: 'gateway answered 500', sentAt: null })
      expect(row?.failedAt === null).toBe(attempt < MOST_ATTEMPTS)
      const pause = 30 * 2 ** (attempt - 1)
      forwardSeconds(seconds + pause - 1)
      expect(await sendWaitingNotices(deps, 'sms'), 'too early').toBe(0)
      seconds += pause
      forwardSeconds(seconds)
    }
    expect(await sendWaitingNotices(deps, 'sms')).toBe(0)
    expect(gateway.received).toHaveLength(MOST_ATTEMPTS)
    expect(new Set(gateway.received.map((one) => (JSON.parse(one.body) as { id: string }).id)).size).toBe(1)
  })

  it('arrives after an outage', async () => {
    gateway.answer = (reply) => reply.destroy()
    await write('sms')
    await sendWaitingNotices(deps, 'sms')
    expect((await notices())[0]?.lastError).toBe('UND_ERR_SOCKET')
    gateway.answer = 202
    forwardSeconds(31)
    await sendWaitingNotices(deps, 'sms')
    expect((await notices())[0]).toMatchObject({ lastError: null, attempts: 2 })
  })

  it('is not given to whom the gateway points elsewhere', async () => {
    const elsewhere = await startReceiver()
    close.push(() => elsewhere.close())
    gateway.answer = (reply) => reply.writeHead(302, { location: elsewhere.url }).end()
    await write('sms')
    await sendWaitingNotices(deps, 'sms')
    expect(elsewhere.received).toEqual([])
    expect((await notices())[0]).toMatchObject({ sentAt: null })
  })

  it('is kept for the outbox page, quietly, where there is no gateway', async () => {
    await write('sms')
    await write('email')
    const bare = configured({ smsGateway: null, smtpUrl: undefined })
    await sendWaitingNotices(bare, 'sms')
    await sendWaitingNotices(bare, 'email')
    for (const row of await notices()) {
      expect(row).toMatchObject({ lastError: KEPT, failedAt: null })
      expect(row.sentAt).not.toBeNull()
    }
    expect(log).toEqual([])
  })

  it('is sent by one of two processes that look at the same time', async () => {
    for (let index = 0; index < 60; index++) await write('sms')
    gateway.answer = (reply) => setTimeout(() => reply.writeHead(200).end(), 20)
    const processes = [deps, configured({ smsGateway: deps.config.smsGateway }, world.another())]
    const drain = async (process: Deps) => {
      while ((await sendWaitingNotices(process, 'sms')) > 0);
    }
    await Promise.all([...processes, ...processes].map(drain))
    const ids = gateway.received.map((one) => (JSON.parse(one.body) as { id: string }).id)
    expect(ids).toHaveLength(60)
    expect(new Set(ids).size).toBe(60)
  })

  it('is sent again, with the same id, when its process died after sending and before writing it down', async () => {
    const { connectionString } = world.deps.pool.options
    const dying = { ...deps, db: createDb(createPool(connectionString ?? '', 2)) }
    gateway.answer = (reply) => void dying.db.destroy().then(() => reply.writeHead(200).end())
    await write('sms')
    await expect(sendWaitingNotices(dying, 'sms')).rejects.toThrow()
    gateway.answer = 200
    expect(await sendWaitingNotices(deps, 'sms'), 'still leased').toBe(0)
    forwardSeconds(121)
    expect(await sendWaitingNotices(deps, 'sms')).toBe(1)
    const [first, second] = gateway.received
    expect(second?.body).toBe(first?.body)
  })

  it('is left alone by the processes of another county', async () => {
    await write('sms', { countyId: otherCountyId })
    expect(await sendWaitingNotices(deps, 'sms')).toBe(0)
  })
})

describe('a mail', () => {
  it('is given to the mail server once, with an id by which a second one could be told', async () => {
    const { mails, url } = await mailServer()
    const mailing = configured({ smtpUrl: url, mailFrom: 'linli@example.org' })
    await write('email')
    expect(await sendWaitingNotices(mailing, 'email')).toBe(1)
    expect(await sendWaitingNotices(mailing, 'email')).toBe(0)
    const [row] = await notices()
    expect(mails).toHaveLength(1)
    expect(mails[0]?.to).toEqual([address])
    expect(mails[0]?.text).toContain(`Message-ID: <${row?.id}@linli>`)
    expect(mails[0]?.text).toContain('From: linli@example.org')
    expect(row?.sentAt).not.toBeNull()
  })

  it('that the server refuses says by which code, and holds up none beside it', async () => {
    const { mails, url } = await mailServer()
    await write('email')
    await world.deps.db.updateTable('notices').set({ recipient: 'refused@example.org' }).execute()
    await write('email')
    await sendWaitingNotices(configured({ smtpUrl: url }), 'email')
    expect(mails).toHaveLength(1)
    const [refused, sent] = await notices()
    expect(refused).toMatchObject({ lastError: 'mail server answered 550', sentAt: null })
    expect(sent?.sentAt).not.toBeNull()
  })

  it('whose server hangs is given up soon, and no text message waits for it', async () => {
    const port = await silentServer()
    const mailing = configured({
      smtpUrl: `smtp://127.0.0.1:${port}?greetingTimeout=2000`,
      smsGateway: deps.config.smsGateway,
    })
    await write('email')
    await write('sms')
    const order: string[] = []
    await Promise.all([
      sendWaitingNotices(mailing, 'email').then(() => order.push('email')),
      sendWaitingNotices(mailing, 'sms').then(() => order.push('sms')),
    ])
    expect(order).toEqual(['sms', 'email'])
    const [mail, text] = await notices()
    expect(mail).toMatchObject({ lastError: 'ETIMEDOUT', sentAt: null })
    expect(text?.sentAt).not.toBeNull()
  })
})

describe('the log', () => {
  it('tells which message failed, and nothing of whom it was for or what it said', async () => {
    const { url } = await mailServer()
    gateway.answer = 400
    await write('sms')
    await write('email')
    await world.deps.db
      .updateTable('notices')
      .set({ recipient: 'refused@example.org' })
      .where('channel', '=', 'email')
      .execute()
    const both = configured({ smtpUrl: url, smsGateway: deps.config.smsGateway })
    await sendWaitingNotices(both, 'sms')
    await sendWaitingNotices(both, 'email')
    const lines = log.join('')
    for (const { id } of await notices()) expect(lines).toContain(id)
    expect(lines).not.toMatch(/13800001234|refused@|246810|gateway-token/)
    const kept = (await notices()).map((row) => row.lastError).join()
    expect(kept).not.toMatch(/13800001234|refused@|246810/)
  })
})
