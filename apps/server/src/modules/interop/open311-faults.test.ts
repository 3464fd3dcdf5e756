import { interopRoutes } from '@linli/contract/interop'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'
import { type Open311Client, open311Client } from './open311-client.ts'
import { readXml, shapes } from './testing.ts'

let world: World
let client: Open311Client
beforeAll(async () => {
  world = await createWorld()
  client = await open311Client(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

describe('a fault', () => {
  const expectFault = (answer: { status: number; text: string }, status: number, words: RegExp, format = 'json') => {
    expect(answer.status, answer.text).toBe(status)
    if (format === 'json') {
      const [error] = shapes.errors.parse(JSON.parse(answer.text))
      expect(error?.code).toBe(status)
      expect(error?.description).toMatch(words)
    } else {
      expect(readXml(answer.text)).toMatchObject({ root: 'errors', value: [{ code: String(status) }] })
      expect(answer.text).toMatch(words)
    }
  }

  it.each(['json', 'xml'])('says in %s what was wrong, by code and description', async (format) => {
    const asked = async (path: string) => client.get(path.replace('.x', `.${format}`))
    expectFault(await client.file({ api_key: '' }, format), 403, /api_key/, format)
    expectFault(await client.file({ api_key: 'lk_wrong' }, format), 403, /api_key/, format)
    expectFault(await client.file({ service_code: '' }, format), 400, /service_code was not provided/, format)
    expectFault(await client.file({ service_code: '9999' }, format), 404, /service_code 9999 was not found/, format)
    expectFault(await client.file({ jurisdiction_id: 'city.gov' }, format), 404, /jurisdiction_id city.gov/, format)
    expectFault(await asked('services.x?jurisdiction_id=city.gov'), 404, /jurisdiction_id/, format)
    expectFault(await asked('requests.x?jurisdiction_id=city.gov'), 404, /jurisdiction_id/, format)
    expectFault(await asked('services/none.x'), 404, /service_code none/, format)
    expectFault(await asked('requests/none.x'), 404, /service_request_id none/, format)
    expectFault(await asked('tokens/none.x'), 404, /token none/, format)
    expectFault(await asked('requests.x?status=lost'), 400, /status/, format)
    expectFault(await asked('requests.x?start_date=yesterday'), 400, /start_date/, format)
    expectFault(await asked('nothing/here.x'), 404, /no such resource/, format)
  })

  it.each([
    ['half a place', { lat: '30.11', long: '' }, /together/],
    ['no place', { lat: '', long: '', address_string: '' }, /was not provided/],
    ['a place off the globe', { lat: '91' }, /lat must be/],
    ['a place that is no number', { long: 'east' }, /long must be/],
    ['a place in another county', { lat: '30.6', long: '114.3' }, /outside this county/],
    ['a description of 4,001 characters', { description: 'x'.repeat(4001) }, /4000/],
    ['a name that cannot be stored', { first_name: 'a\0b' }, /cannot be stored/],
    ['an address that cannot be stored', { address_string: 'a\0b' }, /cannot be stored/],
  ])('is %s', async (_what, changes, words) => {
    expectFault(await client.file(changes), 400, words)
  })

  it('is a span of more than 90 days, or a page that is none', async () => {
    expectFault(
      await client.get('requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z'),
      400,
      /90/,
    )
    for (const query of ['page=0', 'page=x', 'page_size=-1', 'page_size=1.5'])
      expectFault(await client.get(`requests.json?${query}`), 400, /whole numbers/)
  })

  it.each([
    ['application/json', '{"service_code":"0501"}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain', 'hello'],
  ])('is a body of type %s', async (type, payload) => {
    const answer = await world.send(null, {
      method: 'POST',
      url: '/open311/v2/requests.json',
      headers: { 'content-type': type },
      payload,
    })
    expectFault(answer, 400, /urlencoded/)
  })

  it('is a format that is not offered', async () => {
    for (const path of ['services.yaml', 'requests.html', 'services/0501.csv'])
      expectFault(await client.get(path), 404, /format/, 'xml')
  })

  it('is the key of a client whose key was taken back, while others still file', async () => {
    const { body } = await world.call('suwen', interopRoutes.createApiKey, { commandId: newId(), name: '志愿者应用' })
    expect((await client.file({ api_key: body.key })).status).toBe(200)
    await world.call('suwen', interopRoutes.revokeApiKey, { commandId: newId(), keyId: body.id })
    expectFault(await client.file({ api_key: body.key }), 403, /api_key/)
    expect((await client.file()).status).toBe(200)
    const listed = await world.call('suwen', interopRoutes.listApiKeys, {})
    expect(listed.body.items.find((key) => key.id === body.id)?.revokedAt).not.toBeNull()
    expect(listed.text).not.toContain(body.key)
  })
})
