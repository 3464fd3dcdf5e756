import type { Me } from '@linli/contract/identity'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localPath } from './oidc.ts'
import { Browser, countyId, identityWorld, person, type World } from './testing.ts'

const publicUrl = 'http://localhost'
const accounts: Record<string, { email: string; email_verified: boolean; preferred_username: string }> = {
  'sub-hefang': { email: 'hefang@songzi.example', email_verified: true, preferred_username: 'hefang' },
  'sub-luobin': { email: 'LuoBin@songzi.example', email_verified: true, preferred_username: 'someone' },
  'sub-forger': { email: 'wujing@songzi.example', email_verified: false, preferred_username: 'someone' },
}

let server: Server
let issuer: string
let world: World

beforeAll(async () => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'linli',
        client_secret: 'a secret between the two',
        redirect_uris: [`${publicUrl}/api/login/oidc/callback`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...accounts[sub] }) }),
  })
  server.on('request', provider.callback())
  world = await identityWorld((config) => ({
    ...config,
    publicUrl,
    oidc: {
      issuer,
      clientId: 'linli',
      clientSecret: 'a secret between the two',
      name: '松滋统一认证',
      linkBy: 'email',
    },
  }))
  const set = (email: string, id: string) =>
    world.deps.db.updateTable('staff').set({ email }).where('id', '=', id).execute()
  await set('luobin@songzi.example', person.luobin)
  await set('wujing@songzi.example', person.wujing)
  await world.deps.db
    .insertInto('staffIdentities')
    .values({ countyId, issuer, subject: 'sub-hefang', staffId: person.hefang })
    .execute()
})
afterAll(async () => {
  await world.close()
  server.close()
  await once(server, 'close')
})

/** Walks a browser through the provider's own login and consent pages; answers the address it is sent back to. */
async function signInAtProvider(start: string, sub: string): Promise<string> {
  const jar = new Map<string, string>()
  let url = new URL(start)
  let form: URLSearchParams | undefined
  for (let hop = 0; hop < 12; hop++) {
    const answer = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: form } : {}),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = answer.headers.get('location')
    if (location?.startsWith(publicUrl)) return location
    if (location) {
      url = new URL(location, url)
      form = undefined
      continue
    }
    const page = await answer.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url)
    form = new URLSearchParams({ prompt: prompt ?? '', login: sub, password: 'any' })
  }
  throw new Error('the provider never sent the browser back')
}

async function login(sub: string, browser = new Browser(world), returnTo = '/console/inbox') {
  const start = await browser.get(`/api/login/oidc?returnTo=${encodeURIComponent(returnTo)}`)
  expect(start.status).toBe(302)
  const back = new URL(await signInAtProvider(String(start.headers.location), sub))
  const landing = () => browser.get(back.pathname + back.search)
  return { browser, start, back, landing }
}

describe('login at an OpenID provider', () => {
  it('signs in the staff member whom the account is linked to, and returns to the page asked for', async () => {
    const { browser, landing } = await login('sub-hefang')
    const answer = await landing()
    expect(answer.headers.location).toBe('/console/inbox')
    expect((await browser.get<Me>('/me')).body.name).toBe('何芳')
    const { body } = await browser.get<{ items: { method: string }[] }>('/me/sessions')
    expect(body.items).toMatchObject([{ method: 'oidc' }])
  })

  it('links by an e-mail address that the provider has verified, and remembers the link', async () => {
    const first = await login('sub-luobin')
    await first.landing()
    expect((await first.browser.get<Me>('/me')).body.name).toBe('罗斌')
    const linked = await world.deps.db
      .selectFrom('staffIdentities')
      .select('staffId')
      .where('subject', '=', 'sub-luobin')
      .execute()
    expect(linked).toEqual([{ staffId: person.luobin }])
  })

  it.each([
    ['sub-forger', 'an address that is not verified'],
    ['sub-nobody', 'an account nobody has'],
  ])('refuses %s: %s', async (sub) => {
    const { browser, landing } = await login(sub)
    expect((await landing()).headers.location).toBe('/console/login?problem=login.oidc_failed&reason=unknown_account')
    expect((await browser.get('/me')).status).toBe(401)
  })

  it('refuses a closed account', async () => {
    const disable = (at: string | null) =>
      world.deps.db.updateTable('staff').set({ disabledAt: at }).where('id', '=', person.hefang).execute()
    await disable('2026-11-01T00:00:00Z')
    const { landing } = await login('sub-hefang')
    expect((await landing()).headers.location).toContain('unknown_account')
    await disable(null)
  })

  it('asks with PKCE, state and nonce, and lets nothing of them be reused, forged or carried over', async () => {
    const { start, back, landing, browser } = await login('sub-hefang')
    const asked = new URL(String(start.headers.location)).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('nonce')).toBeTruthy()
    const elsewhere = new Browser(world)
    expect((await elsewhere.get(back.pathname + back.search)).headers.location).toContain('reason=expired')
    const forged = new URL(back)
    forged.searchParams.set('state', 'forged')
    const other = await login('sub-hefang')
    expect((await other.browser.get(forged.pathname + forged.search)).headers.location).toContain('reason=refused')
    expect((await landing()).headers.location).toBe('/console/inbox')
    expect((await landing()).headers.location).toContain('reason=expired')
    expect((await browser.get('/me')).status).toBe(200)
  })

  it('returns only to pages of its own', async () => {
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\nb', ''])
      expect(localPath(bad)).toBe('/console/')
    expect(localPath('/console/matters?status=open&page=2')).toBe('/console/matters?status=open&page=2')
    const { landing } = await login('sub-hefang', new Browser(world), '//evil.example')
    expect((await landing()).headers.location).toBe('/console/')
  })

  it('is offered with its name, and is absent where no provider is set up', async () => {
    expect((await new Browser(world).get('/login/options')).body).toMatchObject({
      oidc: { name: '松滋统一认证', path: '/api/login/oidc' },
    })
    const without = await identityWorld()
    expect((await new Browser(without).get('/login/options')).body).toMatchObject({ oidc: null })
    expect((await new Browser(without).get('/api/login/oidc')).code).toBe('route.not_found')
    await without.close()
  })

  it('says so when the provider cannot be reached', async () => {
    const cut = await identityWorld((config) => ({
      ...config,
      oidc: { issuer: 'http://127.0.0.1:9', clientId: 'linli', clientSecret: undefined, name: 'x', linkBy: undefined },
    }))
    expect((await new Browser(cut).get('/api/login/oidc')).headers.location).toBe(
      '/console/login?problem=login.oidc_failed&reason=unreachable',
    )
    await cut.close()
  })
})
