import type { Me } from '@linli/contract/identity'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { attemptLimits, challengeLifetime } from './limits.ts'
import { Browser, identityWorld, password, type person, type World } from './testing.ts'

let world: World
beforeAll(async () => (world = await identityWorld()))
afterAll(() => world.close())
// A new time step and new windows for every case.
beforeEach(() => world.forward(attemptLimits.address.window + 1))

const codeOf = (secret: string, late = 0) =>
  generateSync({ secret, epoch: Math.floor(world.deps.now().getTime() / 1000) + late })

async function enrolled(login: keyof typeof person) {
  const browser = new Browser(world)
  await browser.login(login)
  const { body } = await browser.command<{ secret: string; uri: string; qr: string }>('/me/totp/enrol', { password })
  const confirmed = await browser.command<{ recoveryCodes: string[] }>('/me/totp/confirm', {
    code: codeOf(body.secret),
  })
  world.forward(60)
  return { browser, ...body, recoveryCodes: confirmed.body.recoveryCodes }
}

async function firstStep(browser: Browser, login: string): Promise<string> {
  const answer = await browser.login(login)
  expect(answer.code).toBe('login.totp_required')
  expect(browser.cookies.has('linli-staff')).toBe(false)
  return String(answer.body.details?.['challenge'])
}

describe('a second factor', () => {
  it('is asked for once it is switched on, and other browsers are signed out by that', async () => {
    const other = new Browser(world)
    await other.login('suwen')
    const { secret, uri, qr, recoveryCodes, browser } = await enrolled('suwen')
    expect(uri).toContain('otpauth://totp/')
    expect(qr).toMatch(/^data:image\/svg\+xml;base64,/)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await browser.get<Me>('/me')).body).toMatchObject({ totpEnabled: true, recoveryCodesLeft: 10 })
    expect((await other.get('/me')).status).toBe(401)

    const next = new Browser(world)
    const challenge = await firstStep(next, 'suwen')
    expect((await next.get('/me')).status).toBe(401)
    expect((await next.post('/login/totp', { challenge, code: '000000' })).code).toBe('login.totp_wrong')
    expect((await next.post('/login/totp', { challenge, code: codeOf(secret) })).status).toBe(200)
    expect((await next.get('/me')).status).toBe(200)
  })

  it('is good once: the same code again is refused, and so is one from before it', async () => {
    const { secret } = await enrolled('wujing')
    const [first, second] = [new Browser(world), new Browser(world)]
    const code = codeOf(secret)
    const earlier = codeOf(secret, -30)
    const challenge = await firstStep(first, 'wujing')
    const both = await Promise.all([
      first.post('/login/totp', { challenge, code }),
      second.post('/login/totp', { challenge, code }),
    ])
    expect(both.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 401]))
    expect((await second.post('/login/totp', { challenge, code: earlier })).code).toBe('login.totp_wrong')
  })

  it('may be replaced by a recovery code, each once', async () => {
    const { recoveryCodes } = await enrolled('luobin')
    const browser = new Browser(world)
    const [code] = recoveryCodes
    const spelled = code?.toUpperCase().replace('-', ' ')
    expect(
      (await browser.post('/login/totp', { challenge: await firstStep(browser, 'luobin'), code: spelled })).status,
    ).toBe(200)
    expect((await browser.get<Me>('/me')).body.recoveryCodesLeft).toBe(9)
    const again = new Browser(world)
    expect((await again.post('/login/totp', { challenge: await firstStep(again, 'luobin'), code })).code).toBe(
      'login.totp_wrong',
    )
  })

  it('cannot be guessed by starting over: wrong codes keep counting over new first steps', async () => {
    await enrolled('hefang')
    const codes: (string | undefined)[] = []
    for (let index = 0; index <= attemptLimits.accountFromStrangers.max; index++) {
      const stranger = new Browser(world, `10.6.0.${index}`)
      const answer = await stranger.login('hefang')
      const challenge = String(answer.body.details?.['challenge'])
      codes.push(
        answer.code === 'login.totp_required'
          ? (await stranger.post('/login/totp', { challenge, code: '123456' })).code
          : answer.code,
      )
    }
    expect(codes.at(-2)).toBe('login.totp_wrong')
    expect(codes.at(-1)).toBe('login.throttled')
  })

  it('needs a challenge that is fresh, real, and of the password of today', async () => {
    const { secret, browser: own } = await enrolled('zhoumin')
    const browser = new Browser(world)
    const stale = await firstStep(browser, 'zhoumin')
    const forged = Buffer.from(stale, 'base64url').fill(7, 40, 44).toString('base64url')
    expect((await browser.post('/login/totp', { challenge: forged, code: codeOf(secret) })).code).toBe('login.failed')
    world.forward(challengeLifetime + 1)
    expect((await browser.post('/login/totp', { challenge: stale, code: codeOf(secret) })).code).toBe('login.failed')
    const beforeChange = await firstStep(browser, 'zhoumin')
    expect((await own.command('/me/password', { current: password, next: 'another long secret' })).status).toBe(200)
    expect((await browser.post('/login/totp', { challenge: beforeChange, code: codeOf(secret) })).code).toBe(
      'login.failed',
    )
  })

  it('is stored sealed, and not in the result of the command', async () => {
    const { secret, recoveryCodes } = await enrolled('huangjian')
    const { db } = world.deps
    const stored = JSON.stringify([
      await db.selectFrom('staff').selectAll().execute(),
      await db.selectFrom('commands').selectAll().execute(),
      await db.selectFrom('recoveryCodes').selectAll().execute(),
    ])
    for (const value of [secret, ...recoveryCodes]) expect(stored).not.toContain(value)
  })

  it('goes with password and code, but not while a role asks for it', async () => {
    const { browser, secret } = await enrolled('tangqi')
    const role = () => world.deps.db.updateTable('roles').where('code', '=', 'town_dispatcher')
    await role().set({ totpRequired: true }).execute()
    const body = () => ({ password, code: codeOf(secret) })
    expect((await browser.command('/me/totp/disable', body())).code).toBe('login.totp_enrolment_required')
    await role().set({ totpRequired: false }).execute()
    expect((await browser.command('/me/totp/disable', { ...body(), password: 'wrong password' })).code).toBe(
      'staff.wrong_password',
    )
    expect((await browser.command('/me/totp/disable', body())).status).toBe(200)
    expect((await new Browser(world).login('tangqi')).status).toBe(200)
  })
})

describe('a role that asks for a second factor', () => {
  it('leaves the session nothing but enrolment, at once and for sessions already open', async () => {
    const fresh = await identityWorld()
    const browser = new Browser(fresh)
    await browser.login('suwen')
    expect((await browser.get('/staff')).status).toBe(200)
    await fresh.deps.db.updateTable('roles').set({ totpRequired: true }).where('code', '=', 'administrator').execute()
    expect((await browser.get('/staff')).code).toBe('permission.missing')
    expect((await browser.get<Me>('/me')).body).toMatchObject({ mustEnrolTotp: true, permissions: [] })
    const { body } = await browser.command<{ secret: string }>('/me/totp/enrol', { password })
    const code = generateSync({ secret: body.secret, epoch: Math.floor(fresh.deps.now().getTime() / 1000) })
    expect((await browser.command('/me/totp/confirm', { code })).status).toBe(200)
    expect((await browser.get('/staff')).status).toBe(200)
    await fresh.close()
  })
})

describe('an enrolment', () => {
  it('asks for the password, limits guesses of it, and changes nothing until it is confirmed', async () => {
    const fresh = await identityWorld()
    const browser = new Browser(fresh)
    await browser.login('suwen')
    const commandId = crypto.randomUUID()
    const first = await browser.command<{ secret: string }>('/me/totp/enrol', { password, commandId })
    const repeated = await browser.command<{ secret: string }>('/me/totp/enrol', { password, commandId })
    expect(repeated.body.secret).toBe(first.body.secret)
    expect((await new Browser(fresh).login('suwen')).status).toBe(200)
    for (let index = 0; index < attemptLimits.confirmation.max; index++) {
      expect((await browser.command('/me/totp/enrol', { password: 'wrong password' })).code).toBe(
        'staff.wrong_password',
      )
    }
    expect((await browser.command('/me/totp/enrol', { password })).code).toBe('login.throttled')
    await fresh.close()
  })
})
