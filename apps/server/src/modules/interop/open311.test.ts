import { interopRoutes } from '@linli/contract/interop'
import { matterRoutes } from '@linli/contract/matters'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { area, spot } from '../../../test/county.ts'
import { createWorld, type World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'
import { asTexts, readXml, shapes } from './testing.ts'

let world: World
let apiKey: string
beforeAll(async () => {
  world = await createWorld()
  const { body } = await world.call('suwen', interopRoutes.createApiKey, { commandId: newId(), name: '城管平台' })
  apiKey = body.key
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

async function get(path: string) {
  return world.send<unknown>(null, { method: 'GET', url: `/open311/v2/${path}` })
}

/** Both formats of a resource, each in its form and media type, and saying the same. */
async function both<S extends z.ZodType>(shape: S, root: string, path: (format: string) => string) {
  const [json, xml] = [await get(path('json')), await get(path('xml'))]
  expect([json.status, json.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
  expect([xml.status, xml.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8'])
  expect(readXml(xml.text)).toEqual({ root, value: asTexts(json.body) })
  return shape.parse(json.body)
}

/** What the specification's example sends, moved to this county. */
const example = {
  jurisdiction_id: '421087',
  service_code: '0501',
  lat: String(spot.linyuan3.lat),
  long: String(spot.linyuan3.lon),
  address_string: '林园路 12 号',
  email: 'zhang@example.org',
  device_id: 'tt222111',
  account_id: '123456',
  first_name: '桂兰',
  last_name: '张',
  phone: '138 0000 1234',
  description: '路灯不亮 & <晚上> 看不见台阶\n第二行',
  media_url: 'http://pictures.example.org/2002/2212426634_5ed477a060.jpg',
  'attribute[WHISPAWN]': '123456',
  'attribute[WHISDORN][]': 'COISL001',
}

async function file(changes: Record<string, string> = {}, format = 'json') {
  return world.send<[{ service_request_id: string }]>(null, {
    method: 'POST',
    url: `/open311/v2/requests.${format}`,
    headers: form,
    payload: new URLSearchParams({ api_key: apiKey, ...example, ...changes }).toString(),
  })
}

async function filed(changes: Record<string, string> = {}): Promise<string> {
  const { status, body, text } = await file(changes)
  expect(status, text).toBe(200)
  return body[0].service_request_id
}

const backdate = (number: string, at: string) =>
  world.deps.db.updateTable('matters').set({ reportedAt: at }).where('number', '=', number).execute()

describe('what is offered', () => {
  it('is found by discovery', async () => {
    const { endpoints } = await both(shapes.discovery, 'discovery', (format) => `discovery.${format}`)
    expect(endpoints[0]?.url).toMatch(/\/open311\/v2$/)
    expect(endpoints[0]?.formats).toEqual(['text/xml', 'application/json'])
  })

  it('is listed by service, with keywords and group, and nothing that neighbours may not see', async () => {
    const services = await both(shapes.services, 'services', (format) => `services.${format}?jurisdiction_id=421087`)
    const lamp = services.find((one) => one.service_code === '0501')
    expect(lamp).toMatchObject({ type: 'realtime', metadata: false })
    expect(lamp?.keywords?.split(',').length).toBeGreaterThan(1)
    expect(lamp?.group).toBeTruthy()
    const hidden = await sql<{ code: string }>`
      SELECT code FROM categories WHERE rules->>'publicNearby' = 'false'`.execute(world.deps.db)
    expect(hidden.rows.length).toBeGreaterThan(0)
    for (const { code } of hidden.rows) {
      expect(services.map((one) => one.service_code)).not.toContain(code)
      expect((await get(`services/${code}.json`)).status).toBe(404)
    }
  })

  it('is defined by service: none asks for more than the common arguments', async () => {
    const definition = await both(
      shapes.serviceDefinition,
      'service_definition',
      (format) => `services/0501.${format}?jurisdiction_id=421087`,
    )
    expect(definition).toEqual({ service_code: '0501', attributes: [] })
  })
})

describe('a request', () => {
  it("is filed as in the specification's example, and read back by its number and by its token", async () => {
    const { body } = await file()
    const id = shapes.filed.parse(body)[0]?.service_request_id
    const [read] = await both(
      shapes.requests,
      'service_requests',
      (format) => `requests/${id}.${format}?jurisdiction_id=421087`,
    )
    expect(read).toMatchObject({
      service_request_id: id,
      service_code: '0501',
      status: 'open',
      description: `${example.description}\n${example.media_url}`,
      address: example.address_string,
      lat: spot.linyuan3.lat,
      long: spot.linyuan3.lon,
      requested_datetime: world.now().toISOString(),
    })
    const token = await both(shapes.token, 'service_requests', (format) => `tokens/${id}.${format}`)
    expect(token).toEqual([{ service_request_id: id, token: id }])
  })

  it('is a matter like any other, at the desk of its place, with who sent it', async () => {
    const number = await filed()
    const matter = await world.deps.db
      .selectFrom('matters')
      .innerJoin('matterReporters as r', 'r.matterId', 'matters.id')
      .select(['matters.id', 'channel', 'gridId', 'r.name', 'r.phone'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    expect(matter).toMatchObject({ channel: 'open311', gridId: area.linyuan3, name: '张桂兰', phone: '13800001234' })
    const { body } = await world.call('hefang', matterRoutes.getMatter, { matterId: matter.id })
    expect(body.number).toBe(number)
  })

  it('answers in XML as in JSON, and to a client that sends all in the address', async () => {
    const xml = readXml((await file({}, 'xml')).text)
    expect(xml).toMatchObject({ root: 'service_requests', value: [{ account_id: '' }] })
    const query = new URLSearchParams({ api_key: apiKey, ...example }).toString()
    const { status } = await world.send(null, { method: 'POST', url: `/open311/v2/requests.json?${query}` })
    expect(status).toBe(200)
  })

  it.each([
    ['a place on the map', { address_string: '' }],
    ['an address', { lat: '', long: '' }],
    ['the id of an address', { lat: '', long: '', address_string: '', address_id: '421087-0012' }],
  ])('needs only %s to be found by', async (_what, changes) => {
    expect((await file(changes)).status).toBe(200)
  })

  it('takes an empty argument for one that was not sent', async () => {
    const number = await filed({ jurisdiction_id: '', description: '', media_url: '', phone: '', email: '' })
    const [read] = shapes.requests.parse((await get(`requests/${number}.json?jurisdiction_id=`)).body)
    expect(read?.description).toBe(read?.service_name)
  })

  it('keeps a description of 4,000 characters whole', async () => {
    const long = '灯'.repeat(4000)
    const number = await filed({ description: long, media_url: '' })
    const [read] = shapes.requests.parse((await get(`requests/${number}.json`)).body)
    expect(read?.description).toBe(long)
  })

  it('shows nobody a phone or identity number that stands in its words', async () => {
    const number = await filed({
      description: '请打13800001234。身份证42108719900101123X，编号2026-0001',
      media_url: 'http://pictures.example.org/13800001234.jpg',
    })
    const { text } = await get(`requests/${number}.json`)
    expect(text).toContain('请打****。身份证****，编号2026-0001')
    expect(text).toContain('http://pictures.example.org/13800001234.jpg')
    expect(text).not.toContain('张')
  })

  it('stays readable in XML whatever characters it holds', async () => {
    const number = await filed({ description: ']]> &amp; \u0007 \ufffe 😀', media_url: '' })
    const { value } = readXml((await get(`requests/${number}.xml`)).text) as { value: [{ description: string }] }
    expect(value[0].description).toBe(']]> &amp; \ufffd \ufffd 😀')
  })
})

describe('the list of requests', () => {
  const ids = async (query: string) => {
    const { body, status, text } = await get(`requests.json?${query}`)
    expect(status, text).toBe(200)
    return shapes.requests.parse(body).map((one) => one.service_request_id)
  }
  const day = 24 * 60 * 60_000
  const ago = (days: number) => new Date(world.now().getTime() - days * day).toISOString()
  let open: string
  let closed: string
  let old: string
  let other: string
  beforeAll(async () => {
    open = await filed()
    closed = await filed()
    old = await filed()
    other = await filed({ service_code: '0502' })
    await world.deps.db.updateTable('matters').set({ status: 'closed' }).where('number', '=', closed).execute()
    await backdate(open, ago(10))
    await backdate(closed, ago(20))
    await backdate(old, ago(120))
    await backdate(other, ago(30))
  })

  it('holds the last 90 days, in both formats', async () => {
    const listed = await both(shapes.requests, 'service_requests', (format) => `requests.${format}`)
    const numbers = listed.map((one) => one.service_request_id)
    expect(numbers).toEqual(expect.arrayContaining([open, closed, other]))
    expect(numbers).not.toContain(old)
    const empty = await both(shapes.requests, 'service_requests', (format) => `requests.${format}?service_code=none`)
    expect(empty).toEqual([])
  })

  it('is searched by span, as in the example of the specification', async () => {
    const span = `start_date=${ago(35)}&end_date=${ago(15)}`
    expect(await ids(span)).toEqual([closed, other])
    expect(await ids(`${span}&status=open&jurisdiction_id=421087`)).toEqual([other])
    expect(await ids(`start_date=${ago(121)}`)).toEqual(expect.arrayContaining([old]))
    expect(await ids(`end_date=${ago(119)}`)).toEqual([old])
    expect(await ids(`start_date=${ago(125)}&end_date=${ago(35)}`)).toEqual([old])
  })

  it('reads an offset whose plus sign was sent unescaped', async () => {
    const local = (days: number) => `${ago(days).slice(0, 19)}+00:00`
    expect(await ids(`start_date=${local(35)}&end_date=${local(15)}`)).toEqual([closed, other])
  })

  it('is searched by kinds and by status, one or several', async () => {
    expect(await ids('service_code=0502')).toEqual([other])
    expect(await ids('service_code=0501,0502')).toEqual(expect.arrayContaining([open, other]))
    expect(await ids('status=closed')).toEqual([closed])
    expect(await ids('status=open,closed')).toEqual(expect.arrayContaining([open, closed]))
    expect(await ids('status=closed,closed')).toEqual([closed])
  })

  it('gives those named by number, which overrides all other arguments', async () => {
    const named = `service_request_id=${open},${old},2000-0101-0001`
    expect(await ids(named)).toEqual([open, old])
    expect(await ids(`${named}&status=closed&service_code=0502&start_date=${ago(1)}&end_date=nonsense`)).toEqual([
      open,
      old,
    ])
  })

  it('ends after 1,000, and goes on by page', async () => {
    await sql`
      INSERT INTO matters
      SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'number', 'many-' || i))).*
      FROM matters m, generate_series(1, 1005) i WHERE m.number = ${other}`.execute(world.deps.db)
    const first = await ids('service_code=0502')
    expect(first).toHaveLength(1000)
    const second = await ids('service_code=0502&page=2')
    expect(second).toHaveLength(6)
    expect(new Set([...first, ...second]).size).toBe(1006)
    expect(await ids('service_code=0502&page_size=10&page=101')).toHaveLength(6)
    expect(await ids('service_code=0502&page_size=5000')).toHaveLength(1000)
  })

  it('never shows what is confidential, even by its number', async () => {
    await world.deps.db.updateTable('matters').set({ confidential: true }).where('number', '=', open).execute()
    expect(await ids(`service_request_id=${open}`)).toEqual([])
    expect((await get(`requests/${open}.json`)).status).toBe(404)
    expect((await get(`tokens/${open}.json`)).status).toBe(404)
  })
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
    const asked = async (path: string) => get(path.replace('.x', `.${format}`))
    expectFault(await file({ api_key: '' }, format), 403, /api_key/, format)
    expectFault(await file({ api_key: 'lk_wrong' }, format), 403, /api_key/, format)
    expectFault(await file({ service_code: '' }, format), 400, /service_code was not provided/, format)
    expectFault(await file({ service_code: '9999' }, format), 404, /service_code 9999 was not found/, format)
    expectFault(await file({ jurisdiction_id: 'city.gov' }, format), 404, /jurisdiction_id city.gov/, format)
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
    expectFault(await file(changes), 400, words)
  })

  it('is a span of more than 90 days, or a page that is none', async () => {
    expectFault(await get('requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z'), 400, /90/)
    for (const query of ['page=0', 'page=x', 'page_size=-1', 'page_size=1.5'])
      expectFault(await get(`requests.json?${query}`), 400, /whole numbers/)
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
      expectFault(await get(path), 404, /format/, 'xml')
  })

  it('is the key of a client whose key was taken back, while others still file', async () => {
    const { body } = await world.call('suwen', interopRoutes.createApiKey, { commandId: newId(), name: '志愿者应用' })
    expect((await file({ api_key: body.key })).status).toBe(200)
    await world.call('suwen', interopRoutes.revokeApiKey, { commandId: newId(), keyId: body.id })
    expectFault(await file({ api_key: body.key }), 403, /api_key/)
    expect((await file()).status).toBe(200)
    const listed = await world.call('suwen', interopRoutes.listApiKeys, {})
    expect(listed.body.items.find((key) => key.id === body.id)?.revokedAt).not.toBeNull()
    expect(listed.text).not.toContain(body.key)
  })
})
