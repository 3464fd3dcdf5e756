import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../platform/command/ctx.ts'
import { systemCtx } from '../../platform/command/system-ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { asProblem } from '../../platform/http/errors.ts'
import { currentCategories, reportMatter } from '../matters/index.ts'
import { findApiClient } from './keys.ts'
import { answer, answerFault, answerOne, type Format, Open311Fault } from './open311-format.ts'
import { findRequests } from './open311-requests.ts'

const BASE = '/open311/v2'
const LONGEST_DESCRIPTION = 2000
type Fields = Readonly<Record<string, string | undefined>>

/** Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2). Faults are answered in its own form, never as problem+json. */
export function registerOpen311(app: FastifyInstance, deps: Deps): void {
  app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    })
    scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, {}))
    scope.setErrorHandler((error, request, reply) => {
      const fault = asFault(error)
      if (fault.status >= 500) request.log.error({ err: error, code: fault.message }, 'request failed')
      return answerFault(reply, formatOf(request), fault)
    })

    scope.get(`${BASE}/discovery.:format`, async (request, reply) => discovery(deps, request, reply))
    scope.get(`${BASE}/services.:format`, async (request, reply) => {
      refuseForeign(deps, query(request))
      const items = (await publicServices(deps)).map(({ rules }) => ({
        service_code: rules.code,
        service_name: rules.names.zh,
        description: rules.acceptWhen.zh || rules.names.zh,
        metadata: false,
        type: 'realtime',
        keywords: rules.keywords.join(','),
        group: rules.classNames.zh,
      }))
      return answer(reply, formatOf(request), { list: 'services', item: 'service' }, items)
    })
    scope.get<{ Params: { code: string } }>(`${BASE}/services/:code.:format`, async (request, reply) => {
      refuseForeign(deps, query(request))
      const service = (await publicServices(deps)).find((one) => one.code === request.params.code)
      if (!service) throw new Open311Fault(404, `service_code ${request.params.code} was not found`)
      return answerOne(
        reply,
        formatOf(request),
        'service_definition',
        { service_code: service.code, attributes: [] },
        { service_code: service.code, attributes: '' },
      )
    })
    scope.post(`${BASE}/requests.:format`, async (request, reply) => {
      const receipt = await fileRequest(deps, request)
      void reply.status(201)
      return answer(reply, formatOf(request), { list: 'service_requests', item: 'request' }, [
        { service_request_id: receipt.number, service_notice: `查询码 ${receipt.code}`, account_id: null },
      ])
    })
    scope.get<{ Params: { token: string } }>(`${BASE}/tokens/:token.:format`, async (request, reply) => {
      refuseForeign(deps, query(request))
      // A number is given at once; a token is the number itself.
      const [found] = await findRequests(deps, deps.config.countyId, {
        ids: [request.params.token],
        page: 1,
        pageSize: 1,
      })
      if (!found) throw new Open311Fault(404, `token ${request.params.token} was not found`)
      return answer(reply, formatOf(request), { list: 'service_requests', item: 'request' }, [
        { service_request_id: request.params.token, token: request.params.token },
      ])
    })
    scope.get(`${BASE}/requests.:format`, async (request, reply) => {
      const fields = query(request)
      refuseForeign(deps, fields)
      const items = await findRequests(deps, deps.config.countyId, filterOf(fields))
      return answer(reply, formatOf(request), { list: 'service_requests', item: 'request' }, items)
    })
    scope.get<{ Params: { id: string } }>(`${BASE}/requests/:id.:format`, async (request, reply) => {
      refuseForeign(deps, query(request))
      const ids = request.params.id.split(',')
      const items = await findRequests(deps, deps.config.countyId, { ids, page: 1, pageSize: ids.length })
      if (items.length === 0) throw new Open311Fault(404, `service_request_id ${request.params.id} was not found`)
      return answer(reply, formatOf(request), { list: 'service_requests', item: 'request' }, items)
    })
  })
}

async function publicServices(deps: Deps) {
  return (await currentCategories(deps, deps.config.countyId)).filter((category) => category.rules.publicNearby)
}

function discovery(deps: Deps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const root = `${deps.config.publicUrl ?? `${request.protocol}://${request.host}`}${BASE}`
  const formats = ['text/xml', 'application/json']
  const value = {
    changeset: '2026-11-01T00:00:00Z',
    contact: '县社会治理中心 / county governance centre',
    key_service: '管理员在工作台“接口”页发放 / issued by the administrator in the console',
  }
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: root,
    changeset: value.changeset,
    type: deps.config.demo ? 'test' : 'production',
  }
  return answerOne(
    reply,
    formatOf(request),
    'discovery',
    { ...value, endpoints: [{ ...endpoint, formats }] },
    { ...value, endpoints: { endpoint: { ...endpoint, formats: { format: formats } } } },
  )
}

async function fileRequest(deps: Deps, request: FastifyRequest) {
  const fields = body(request)
  refuseForeign(deps, fields)
  const key = fields['api_key']
  const client = key ? await findApiClient(deps, deps.config.countyId, key) : null
  if (!client) throw new Open311Fault(403, 'api_key is missing or not valid')
  const code = fields['service_code']
  if (!code) throw new Open311Fault(400, 'service_code is required')
  const service = (await publicServices(deps)).find((one) => one.code === code)
  if (!service) throw new Open311Fault(404, `service_code ${code} was not found`)
  const description = (fields['description'] ?? '').trim().slice(0, LONGEST_DESCRIPTION)
  const [lat, long] = [number(fields['lat'], 'lat'), number(fields['long'], 'long')]
  const address = fields['address_string'] ?? fields['address_id']
  if ((lat === undefined || long === undefined) && !address)
    throw new Open311Fault(400, 'lat and long, address_string or address_id is required')
  const text = [description || service.rules.names.zh, fields['media_url']].filter(Boolean).join('\n')
  if (!text.isWellFormed() || text.includes('\0'))
    throw new Open311Fault(400, 'description holds characters that cannot be stored')
  const ctx: Ctx = {
    ...systemCtx(deps, deps.config.countyId, 'matter.reported_by_open311', fields),
    actor: clientActor(deps, client),
    requestId: request.id,
  }
  return reportMatter(ctx, {
    commandId: randomUUID(),
    channel: 'open311',
    description: text,
    categoryCode: code,
    photos: [],
    ...(lat !== undefined && long !== undefined ? { point: { lat, lon: long } } : {}),
    datum: 'wgs84',
    address: address?.slice(0, 300),
    reporter: {
      name: [fields['last_name'], fields['first_name']].filter(Boolean).join('') || undefined,
      phone: /^1\d{10}$/.test(fields['phone'] ?? '') ? fields['phone'] : undefined,
      anonymous: false,
      notify: true,
    },
  })
}

function clientActor(deps: Deps, client: { id: string; name: string }): Ctx['actor'] {
  const none = { townIds: [], villageIds: [], gridIds: [], unitIds: [] }
  return {
    kind: 'api',
    id: client.id,
    name: client.name,
    countyId: deps.config.countyId,
    posts: [],
    may: () => false,
    reach: () => none,
  }
}

function filterOf(fields: Fields) {
  const list = (value: string | undefined) => (value ? value.split(',').map((one) => one.trim()) : undefined)
  const status = list(fields['status'])
  if (status?.some((one) => one !== 'open' && one !== 'closed'))
    throw new Open311Fault(400, 'status must be open, closed or both')
  const [ids, serviceCodes] = [list(fields['service_request_id']), list(fields['service_code'])]
  return {
    ...(ids ? { ids } : {}),
    ...(serviceCodes ? { serviceCodes } : {}),
    ...(status ? { status } : {}),
    startDate: fields['start_date'],
    endDate: fields['end_date'],
    page: whole(fields['page'], 1),
    pageSize: whole(fields['page_size'], 1000),
  }
}

function whole(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise
  const read = Number(value)
  if (!Number.isInteger(read) || read < 1 || read > 100_000)
    throw new Open311Fault(400, 'page and page_size must be whole numbers from 1')
  return read
}

function number(value: string | undefined, name: string): number | undefined {
  if (value === undefined || value === '') return undefined
  const read = Number(value)
  const most = name === 'lat' ? 90 : 180
  if (!Number.isFinite(read) || Math.abs(read) > most)
    throw new Open311Fault(400, `${name} must be a number from -${most} to ${most}`)
  return read
}

// Several cities may stand behind one address; this one answers for its own county.
function refuseForeign(deps: Deps, fields: Fields): void {
  const jurisdiction = fields['jurisdiction_id']
  if (jurisdiction !== undefined && jurisdiction !== String(deps.config.countyId))
    throw new Open311Fault(404, `jurisdiction_id ${jurisdiction} was not found`)
}

function formatOf(request: FastifyRequest): Format {
  const asked = (request.params as { format?: string } | undefined)?.format
  return asked === 'json' ? 'json' : 'xml'
}

function query(request: FastifyRequest): Fields {
  return request.query as Fields
}

function body(request: FastifyRequest): Fields {
  const fields = request.body
  if (typeof fields !== 'object' || fields === null) throw new Open311Fault(400, 'the body must be form encoded')
  return { ...query(request), ...(fields as Fields) }
}

function asFault(error: unknown): Open311Fault {
  if (error instanceof Open311Fault) return error
  const problem = asProblem(error)
  switch (problem.status) {
    case 500:
    case 503:
      return new Open311Fault(problem.status, 'the request could not be served')
    case 404:
      return new Open311Fault(404, problem.code)
    default:
      return new Open311Fault(
        400,
        problem.code === 'matter.outside_county' ? 'the place lies outside this county' : problem.code,
      )
  }
}
