import { interopRoutes } from '@linli/contract/interop'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { hostileTexts, INSIDE, numRuns, patience, seed } from './hostile.ts'
import { createWorld, type Request, type World } from './world.ts'

let world: World
beforeAll(async () => (world = await createWorld()))
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

describe('Open311, whatever it is sent', () => {
  const fields = [
    'service_code',
    'lat',
    'long',
    'address_string',
    'description',
    'phone',
    'jurisdiction_id',
    'media_url',
  ]
  const filters = ['service_request_id', 'service_code', 'start_date', 'end_date', 'status', 'page', 'page_size']
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const values = fc.oneof(fc.constantFrom(...hostileTexts), fc.constantFrom('0501', '30.11', '111.6', 'open', '2'))
  const format = fc.constantFrom('json', 'xml')

  it(
    'answers questions in its own form',
    async () => {
      const path = fc.oneof(
        fc.constantFrom('discovery', 'services', 'requests'),
        fc
          .tuple(fc.constantFrom('services/', 'requests/', 'tokens/'), values)
          .map(([folder, id]) => folder + encoded(id)),
      )
      const asked = fc.tuple(path, format, fc.dictionary(fc.constantFrom(...filters), values, { maxKeys: 3 }))
      await expectOwnForm(
        asked.map(([at, as, query]) => ({ method: 'GET', url: `/open311/v2/${at}.${as}?${queryOf(query)}` })),
      )
    },
    patience,
  )

  it(
    'answers requests in its own form',
    async () => {
      const { body } = await world.call('suwen', interopRoutes.createApiKey, { commandId: newId(), name: '城管平台' })
      const sent = fc.dictionary(fc.constantFrom(...fields), values)
      const valid = { api_key: body.key, service_code: '0501', lat: '30.11', long: '111.625', description: '路灯不亮' }
      await expectOwnForm(
        fc.tuple(sent, format, fc.boolean()).map(([one, as, keyed]) => ({
          method: 'POST',
          url: `/open311/v2/requests.${as}`,
          payload: queryOf(keyed ? { ...valid, ...one } : one),
          headers: form,
        })),
      )
      const unread = ['{', '<x/>', '%', '\0'].map((payload): Request => ({
        method: 'POST',
        url: '/open311/v2/requests.xml',
        payload,
        headers: { 'content-type': 'application/json' },
      }))
      await expectOwnForm(fc.constantFrom(...unread))
    },
    patience,
  )

  async function expectOwnForm(requests: fc.Arbitrary<Request>): Promise<void> {
    for (const request of fc.sample(requests, { seed, numRuns: numRuns * 8 })) {
      const answer = await world.send(null, request)
      const asked = `${request.url.slice(0, 200)} ${JSON.stringify(request.payload ?? null).slice(0, 300)} -> ${answer.text.slice(0, 200)}`
      // What the router cannot read is no address of Open311.
      if (answer.code === 'route.not_found') continue
      expect(answer.status, `${asked} ${world.failures.at(-1)}`).toBeLessThan(500)
      expect(answer.text, asked).not.toMatch(INSIDE)
      if (answer.status >= 400)
        expect(answer.text, asked).toMatch(/^\[\{"code":4\d\d,"description":|<errors><error><code>4/)
    }
  }
})

describe('uploads, whatever they are sent', () => {
  it(
    'never fail',
    async () => {
      const address = await world.address()
      const headerNames = ['upload-length', 'upload-offset', 'upload-metadata', 'upload-defer-length', 'tus-resumable']
      const text = fc.constantFrom(
        ...hostileTexts.filter((one) => /^[\x20-\x7e]{0,500}$/.test(one)),
        '1',
        '99999999999',
      )
      const requests = fc.record({
        method: fc.constantFrom('POST', 'PATCH', 'HEAD', 'DELETE', 'OPTIONS'),
        path: fc.oneof(
          fc.constant(''),
          fc.constant(`/${'a'.repeat(32)}`),
          text.map((one) => `/${encoded(one)}`),
        ),
        headers: fc.dictionary(fc.constantFrom(...headerNames), text),
        resumable: fc.boolean(),
      })
      for (const { method, path, headers, resumable } of fc.sample(requests, { seed, numRuns: numRuns * 16 })) {
        const answer = await fetch(`${address}/api/uploads${path}`, {
          method,
          headers: { ...headers, ...(resumable ? { 'tus-resumable': '1.0.0' } : {}), ...offsetStream },
          ...(method === 'PATCH' ? { body: 'abc' } : {}),
        })
        const asked = `${method} ${path.slice(0, 100)} ${JSON.stringify(headers).slice(0, 300)}`
        const body = await answer.text()
        expect(answer.status, `${asked} ${body}`).toBeLessThan(500)
        expect(body, asked).not.toMatch(INSIDE)
      }
    },
    patience,
  )
})

describe('what else there is, whatever it is sent', () => {
  it(
    'never fails',
    async () => {
      const paths = [
        '/api/attachments/',
        '/api/',
        '/',
        '/api/docs/assets/',
        '/field/',
        '/console/',
        '/api/login/oidc?returnTo=',
      ]
      for (const text of hostileTexts) {
        for (const path of paths) {
          const request: Request = { method: 'GET', url: path + encoded(text) }
          for (const who of [null, 'wujing'] as const) {
            const { status, text: said } = await world.send(who, request)
            expect(status, request.url).toBeLessThan(500)
            expect(said.slice(0, 2_000), request.url).not.toMatch(/\.ts:\d+/)
          }
        }
      }
    },
    patience,
  )

  it(
    'opens the live stream at any place that a browser may claim to have left it',
    async () => {
      const address = await world.address()
      const cookie = await world.cookie('wujing')
      const places = hostileTexts.filter((one) => /^[\x20-\x7e]{0,500}$/.test(one))
      for (const place of [...places, '0:0', '18446744073709551616:1', '1:999999999999999']) {
        const stop = new AbortController()
        const headers = { cookie, 'last-event-id': place }
        const answer = await fetch(`${address}/api/live`, { headers, signal: stop.signal })
        expect(answer.status, place).toBe(200)
        stop.abort()
        expect((await fetch(`${address}/api/live`, { headers: { 'last-event-id': place } })).status, place).toBe(401)
      }
    },
    patience,
  )

  it.each(['%', '%zz', '%c0%ae%c0%ae/', '%ED%A0%80', '%00', '//', '/../../etc/passwd'])(
    'answers the unreadable address %s as one that leads nowhere',
    async (address) => {
      for (const folder of ['/api/matters/', '/api/', '/open311/v2/requests/', '/field/assets/']) {
        const { status, code } = await world.send(null, { method: 'GET', url: folder + address })
        expect([401, 404], folder + address).toContain(status)
        expect(['route.not_found', 'not_found', 'session.required', undefined]).toContain(code)
      }
    },
  )
})

const offsetStream = { 'content-type': 'application/offset+octet-stream' }
const encoded = (text: string) => encodeURIComponent(text.toWellFormed())
const queryOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
