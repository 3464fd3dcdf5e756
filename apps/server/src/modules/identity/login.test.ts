import type { Me, Session } from '@linli/contract/identity'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyPassword } from '../../platform/crypto/password-hash.ts'
import { attemptLimits, sessionLimits } from './limits.ts'
import { Browser, countyId, identityWorld, password, person, type World } from './testing.ts'

// Test files share their modules: what another one has loaded already would not be watched.
vi.hoisted(() => vi.resetModules())
vi.mock(import('../../platform/crypto/password-hash.ts'), { spy: true })

let world: World
beforeAll(async () => (world = await identityWorld()))
afterAll(() => world.close())

// Counts of earlier cases must have run out.
const nextWindow = () => world.forward(attemptLimits.address.window + 1)

describe('signing in by password', () => {
  it('opens a session that knows who it is and what they may do', async () => {
    const browser = new Browser(world)
    const answer = await browser.login(' HeFang ')
    expect(answer.body).toEqual({ mustChangePassword: false, mustEnrolTotp: false })
    const me = await browser.get<Me>('/me')
    expect(me.body).toMatchObject({ name: '何芳', login: 'hefang', county: { id: countyId } })
    expect(me.body.posts).toHaveLength(1)
    expect(me.body.permissions).toContain('matter.triage')
    expect(me.body.permissions).not.toContain('staff.manage')
  })

  it('gives a cookie that no script reads and no other site sends, and stores only its hash', async () => {
    const browser = new Browser(world)
    const { cookies } = await browser.login('hefang')
    const cookie = cookies.find(({ name }) => name === 'linli-staff')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    const token = cookie?.value ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    const rows = await world.deps.db.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('marks the cookie Secure and __Host- anywhere but on this machine', async () => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/login',
      headers: { host: 'linli.example' },
      payload: { login: 'hefang', password },
    })
    expect(answer.cookies.find(({ name }) => name === '__Host-linli-staff')).toMatchObject({
      secure: true,
      httpOnly: true,
      path: '/',
    })
  })

  it('answers an unknown login, a wrong password and a closed account alike', async () => {
    await world.deps.db
      .updateTable('staff')
      .set({ disabledAt: '2026-11-01T00:00:00Z' })
      .where('id', '=', person.tangqi)
      .execute()
    const answers = []
    for (const [login, secret] of [
      ['nobody', password],
      ['hefang', 'wrong password'],
      ['tangqi', password],
    ] as const) {
      const { status, code, body } = await new Browser(world).login(login, secret)
      answers.push({ status, code, details: body.details })
    }
    await world.deps.db.updateTable('staff').set({ disabledAt: null }).where('id', '=', person.tangqi).execute()
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ status: 401, code: 'login.failed' })]),
    )
  })

  it('hashes exactly once whether or not the login exists, so that time tells nothing', async () => {
    nextWindow()
    for (const [login, hash] of [
      ['hefang', expect.stringMatching(/^\$argon2id/)],
      ['nobody', null],
    ] as const) {
      vi.mocked(verifyPassword).mockClear()
      await new Browser(world).login(login, 'wrong password')
      expect(vi.mocked(verifyPassword).mock.calls).toEqual([['wrong password', hash]])
    }
  })

  it('makes a new token and ends what the browser held before: a planted session is worth nothing', async () => {
    nextWindow()
    const attacker = new Browser(world)
    await attacker.login('zhoumin')
    const planted = attacker.cookies.get('linli-staff') ?? ''
    const victim = new Browser(world)
    victim.cookies.set('linli-staff', planted)
    await victim.login('hefang')
    expect(victim.cookies.get('linli-staff')).not.toBe(planted)
    expect((await attacker.get('/me')).status).toBe(401)
  })

  it('writes every sign-in and every refusal into the audit log', async () => {
    nextWindow()
    const before = await auditActions()
    await new Browser(world).login('hefang', 'wrong password')
    await new Browser(world).login('nobody', 'wrong password')
    await new Browser(world).login('hefang')
    expect((await auditActions()).slice(before.length)).toEqual([
      'session.refused',
      'session.refused',
      'session.opened',
    ])
  })
})

async function auditActions(): Promise<string[]> {
  const rows = await world.deps.db.selectFrom('auditLog').select('action').orderBy('seq').execute()
  return rows.map((row) => row.action)
}

describe('wrong passwords', () => {
  it('are throttled per account, even when they come all at once', async () => {
    nextWindow()
    const codes = await Promise.all(
      Array.from(
        { length: 25 },
        async (_, index) => (await new Browser(world, `10.1.0.${index}`).login('luobin', 'wrong password')).code,
      ),
    )
    expect(codes.filter((code) => code === 'login.failed')).toHaveLength(attemptLimits.accountFromStrangers.max)
    const last = await new Browser(world, '10.1.1.1').login('luobin')
    expect(last.code).toBe('login.throttled')
    expect(last.body.details?.['retryAfterSeconds']).toBeGreaterThan(0)
    world.forward(attemptLimits.accountFromStrangers.window + 1)
    expect((await new Browser(world, '10.1.1.1').login('luobin')).status).toBe(200)
  })

  it('are throttled per address over many accounts; a right one in between does not wipe them out', async () => {
    nextWindow()
    const { max } = attemptLimits.address
    const guess = async (index: number) =>
      (await new Browser(world, '10.2.0.1').login(`guess${index}`, 'wrong password')).code
    for (let index = 0; index < max - 1; index++) expect(await guess(index)).toBe('login.failed')
    expect((await new Browser(world, '10.2.0.1').login('zhoumin')).status).toBe(200)
    expect(await guess(max)).toBe('login.failed')
    expect(await guess(max + 1)).toBe('login.throttled')
    expect((await new Browser(world, '10.2.0.2').login('zhoumin')).status).toBe(200)
  })

  it('from strangers never shut out a browser that the person has used, whatever the strangers do', async () => {
    nextWindow()
    const own = new Browser(world, '10.3.0.1')
    expect((await own.login('wujing')).status).toBe(200)
    const attempt = fc.record({
      address: fc.integer({ min: 0, max: 3 }),
      forgedDevice: fc.option(fc.constantFrom('guess', 'AAAA', own.address)),
      secret: fc.constantFrom('wrong', '1234567890', 'wujing2026'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 25 }), fc.boolean(), async (attempts, sameAddress) => {
        for (const { address, forgedDevice, secret } of attempts) {
          const stranger = new Browser(world, sameAddress ? own.address : `10.3.1.${address}`)
          if (forgedDevice !== null) stranger.cookies.set('linli-device', forgedDevice)
          expect((await stranger.login('wujing', secret)).code).toMatch(/^login\.(failed|throttled)$/)
        }
        own.cookies.delete('linli-staff')
        expect((await own.login('wujing')).status).toBe(200)
      }),
      { numRuns: 8 },
    )
  })

  it('typed on the own browser throttle that browser, and only for this account', async () => {
    nextWindow()
    const own = new Browser(world, '10.4.0.1')
    await own.login('hefang')
    for (let index = 0; index < attemptLimits.accountFromDevice.max; index++)
      await own.login('hefang', 'wrong password')
    expect((await own.login('hefang')).code).toBe('login.throttled')
    expect((await own.login('zhoumin')).status).toBe(200)
    expect((await new Browser(world, '10.4.0.2').login('hefang')).status).toBe(200)
  })
})

describe('a session', () => {
  it('ends when it is not used, and at last even when it is', async () => {
    const idle = new Browser(world)
    await idle.login('hefang')
    world.forward(sessionLimits.staff.idle - 60)
    expect((await idle.get('/me')).status).toBe(200)
    world.forward(sessionLimits.staff.idle + 60)
    expect((await idle.get('/me')).status).toBe(401)

    const busy = new Browser(world)
    await busy.login('hefang')
    const statuses: number[] = []
    for (let used = 0; used < sessionLimits.staff.absolute; used += sessionLimits.staff.idle / 2) {
      statuses.push((await busy.get('/me')).status)
      world.forward(sessionLimits.staff.idle / 2)
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await busy.get('/me')).status).toBe(401)
  })

  it('ends at logout, and logging out twice is no error', async () => {
    const browser = new Browser(world)
    await browser.login('hefang')
    const kept = browser.cookies.get('linli-staff') ?? ''
    expect((await browser.post('/logout')).status).toBe(200)
    expect((await browser.post('/logout')).status).toBe(200)
    browser.cookies.set('linli-staff', kept)
    expect((await browser.get('/me')).status).toBe(401)
  })

  it('is listed with the others of the person, and each can be ended from there', async () => {
    const [here, there, colleague] = [new Browser(world), new Browser(world, '10.5.0.1'), new Browser(world)]
    await there.login('huangjian')
    await here.login('huangjian')
    await colleague.login('hefang')
    const { body } = await here.get<{ items: Session[] }>('/me/sessions')
    expect(body.items.map(({ current, sameAddress }) => ({ current, sameAddress }))).toEqual(
      expect.arrayContaining([
        { current: true, sameAddress: true },
        { current: false, sameAddress: false },
      ]),
    )
    const other = body.items.find(({ current }) => !current)?.id
    expect((await colleague.command(`/me/sessions/${other}/revoke`)).status).toBe(404)
    expect((await here.command(`/me/sessions/${other}/revoke`)).status).toBe(200)
    expect((await there.get('/me')).status).toBe(401)
    await there.login('huangjian')
    expect((await here.command('/me/sessions/revoke-others')).status).toBe(200)
    expect((await there.get('/me')).status).toBe(401)
    expect((await here.get('/me')).status).toBe(200)
  })

  it('refuses a write that another site sends', async () => {
    const browser = new Browser(world)
    await browser.login('hefang')
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/me/sessions/revoke-others',
      headers: { cookie: `linli-staff=${browser.cookies.get('linli-staff')}`, origin: 'https://evil.example' },
      payload: { commandId: crypto.randomUUID() },
    })
    expect(answer.json()).toMatchObject({ code: 'origin.refused' })
  })
})
