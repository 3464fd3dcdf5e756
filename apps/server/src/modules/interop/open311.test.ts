import { CategoryRules, categoryRoutes } from '@linli/contract/categories'
import { matterRoutes } from '@linli/contract/matters'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, spot } from '../../../test/county.ts'
import { createWorld, type World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'
import { example, type Open311Client, open311Client } from './open311-client.ts'
import { readXml, shapes } from './testing.ts'

let world: World
let client: Open311Client
const get = (path: string) => client.get(path)
const both: Open311Client['both'] = (...asked) => client.both(...asked)
const file: Open311Client['file'] = (...sent) => client.file(...sent)
const filed: Open311Client['filed'] = (...sent) => client.filed(...sent)
beforeAll(async () => {
  world = await createWorld()
  client = await open311Client(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const backdate = (number: string, at: string) =>
  world.deps.db.updateTable('matters').set({ reportedAt: at }).where('number', '=', number).execute()

describe('what is offered', () => {
  it('is found by discovery', async () => {
    const { contact, endpoints } = await both(shapes.discovery, 'discovery', (format) => `discovery.${format}`)
    expect(contact).toContain('市社会治理中心')
    expect(endpoints[0]?.url).toMatch(/\/open311\/v2$/)
    expect(endpoints[0]?.formats).toEqual(['text/xml', 'application/json'])
  })

  it('is listed by service, with keywords and group, and nothing that neighbours may not see', async () => {
    const services = await both(shapes.services, 'services', (format) => `services.${format}?jurisdiction_id=421087`)
    const lamp = services.find((one) => one.service_code === '0501')
    expect(lamp).toMatchObject({ type: 'realtime', metadata: true })
    expect(services.find((one) => one.service_code === '0402')?.metadata).toBe(false)
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

  it('is defined by service: what the catalogue asks beside the common arguments', async () => {
    const definition = (code: string) =>
      both(
        shapes.serviceDefinition,
        'service_definition',
        (format) => `services/${code}.${format}?jurisdiction_id=421087`,
      )
    expect(await definition('0402')).toEqual({ service_code: '0402', attributes: [] })
    const { attributes } = await definition('0501')
    expect(attributes.map(({ code, datatype, order }) => [code, datatype, order])).toEqual([
      ['POLE', 'string', 1],
      ['FAULT', 'singlevaluelist', 2],
      ['LAMPS', 'number', 3],
    ])
    expect(attributes[1]?.values).toContainEqual({ key: 'flicker', name: '一闪一闪' })
  })
})

describe('a request', () => {
  it("is filed as in the specification's example, and read back by its number and by its token", async () => {
    const { body } = await file()
    const [receipt] = shapes.filed.parse(body)
    expect(receipt?.account_id).toBe(example.account_id)
    const id = receipt?.service_request_id
    const [read] = await both(
      shapes.requests,
      'service_requests',
      (format) => `requests/${id}.${format}?jurisdiction_id=421087`,
    )
    expect(read).toMatchObject({
      service_request_id: id,
      service_code: '0501',
      status: 'open',
      description: example.description,
      media_url: example.media_url,
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
      .select(['matters.id', 'channel', 'gridId', 'r.name', 'r.phone', 'r.email', 'r.accountId'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    const { id, ...kept } = matter
    const contact = { name: '张桂兰', phone: '13800001234', email: example.email, accountId: '123456' }
    expect(kept).toEqual({ channel: 'open311', gridId: area.linyuan3, ...contact })
    const { body } = await world.call('hefang', matterRoutes.getMatter, { matterId: id })
    expect(body).toMatchObject({
      number,
      reporter: { name: '张**', phone: '138****1234', email: 'z****@example.org', accountId: '1**' },
      answers: [
        { code: 'POLE', names: { zh: '灯杆编号' }, values: [{ zh: 'LD-0815' }] },
        { code: 'WHISDORN', names: null, values: [{ zh: 'COISL001' }] },
      ],
      mediaUrls: [example.media_url],
    })
    const revealing = { commandId: newId(), matterId: id, reason: '回访' }
    expect((await world.call('hefang', matterRoutes.revealReporter, revealing)).body).toEqual(contact)
    const events = await world.deps.db.selectFrom('events').select('payload').where('subjectId', '=', id).execute()
    expect(JSON.stringify(events)).not.toMatch(/example\.org|LD-0815|13800001234|张/)
  })

  it('is told of by mail to whoever left no phone that can be written to', async () => {
    const number = await filed({ phone: '+1 415 555 0100', email: 'guest@example.org' })
    const notice = world.deps.db
      .selectFrom('notices')
      .select(['channel', 'body'])
      .where('recipient', '=', 'guest@example.org')
    expect(await notice.execute()).toEqual([{ channel: 'email', body: expect.stringContaining(number) }])
    await filed({ phone: '110', email: 'no address' })
    const silent = world.deps.db.selectFrom('notices').select('id').where('recipient', 'in', ['110', 'no address'])
    expect(await silent.execute()).toEqual([])
  })

  it('keeps several values of one attribute, and shows the world only what was chosen or counted', async () => {
    const [current] = (await world.call('suwen', categoryRoutes.listCategoryVersions, { code: '0401' })).body.items
    const rules = CategoryRules.strip().parse(current)
    const names = { zh: '什么时候起', en: 'Since when' }
    const asks = { code: 'SINCE', names, kind: 'datetime', required: true } as const
    await world.call('suwen', categoryRoutes.changeCategory, {
      commandId: newId(),
      code: '0401',
      seenVersion: 1,
      rules: { ...rules, questions: [...rules.questions, asks] },
    })
    const send = (query: string) =>
      client.post(`${new URLSearchParams({ api_key: client.key, ...example, service_code: '0401' })}&${query}`)
    for (const [query, words] of [
      ['', 'attribute[SINCE] was not provided'],
      ['attribute[SINCE]=soon', 'attribute[SINCE] must be an ISO 8601'],
      ['attribute[SINCE]=2026-11-20&attribute[WASTE][]=gold', 'attribute[WASTE] must be a key'],
    ] as const)
      expect(await send(query)).toMatchObject({ status: 400, text: expect.stringContaining(words) })
    const waste = 'attribute%5BWASTE%5D%5B%5D=rubble&attribute[WASTE][]=furniture&attribute[WASTE][]=rubble'
    const { body } = await send(`${waste}&attribute[SINCE]=2026-11-20T08:00:00%2B08:00`)
    const [read] = await both(shapes.extended, 'service_requests', (format) => {
      return `requests/${body[0].service_request_id}.${format}?extensions=true`
    })
    expect(read?.attributes).toEqual([{ code: 'WASTE', label: '都有什么', value: '装修渣土、旧家具' }])
    expect(read?.notes).toMatchObject([{ type: 'reported', description: '待受理' }])
  })

  it('answers in XML as in JSON, and to a client that sends all in the address', async () => {
    const xml = readXml((await file({}, 'xml')).text)
    expect(xml).toMatchObject({ root: 'service_requests', value: [{ account_id: '123456' }] })
    const query = new URLSearchParams({ api_key: client.key, ...example }).toString()
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
      address_string: '张家 13800001234 隔壁',
      media_url: 'http://pictures.example.org/13800001234.jpg',
    })
    const { text } = await get(`requests/${number}.json`)
    expect(text).toContain('请打****。身份证****，编号2026-0001')
    expect(text).toContain('http://pictures.example.org/13800001234.jpg')
    expect(text).toContain('张家 **** 隔壁')
    expect(text).not.toContain('桂兰')
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
