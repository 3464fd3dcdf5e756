import type { CategoryRules } from '@linli/contract/categories'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { asProblem } from '../../platform/http/errors.ts'
import { unitDirectory } from '../identity/index.ts'
import { type Arguments, argumentsIn } from './open311-arguments.ts'
import { publicServices, fileRequest } from './open311-filing.ts'
import { answer, answerFault, answerOne, type Format, isFormat, Open311Fault } from './open311-format.ts'
import { filterOf, findRequests } from './open311-requests.ts'

const BASE = '/open311/v2'
const requests = { list: 'service_requests', item: 'request' }

/** Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2). Faults are answered in its own form, never as problem+json. */
export function registerOpen311(app: FastifyInstance, deps: Deps): void {
  const { countyId } = deps.config
  const register = async (scope: FastifyInstance) => {
    readForms(scope)
    answerInOwnForm(scope, deps)

    scope.get('/discovery.:format', async (request, reply) => discovery(deps, request, reply))
    scope.get('/services.:format', async (request, reply) => {
      const items = (await publicServices(deps)).map(({ rules }) => ({
        service_code: rules.code,
        service_name: rules.names.zh,
        description: rules.acceptWhen.zh || rules.names.zh,
        metadata: rules.questions.length > 0,
        type: 'realtime',
        keywords: rules.keywords.join(','),
        group: rules.classNames.zh,
      }))
      return answer(reply, formatOf(request), { list: 'services', item: 'service' }, items)
    })
    scope.get<{ Params: { code: string } }>('/services/:code.:format', async (request, reply) => {
      const service = (await publicServices(deps)).find((one) => one.code === request.params.code)
      if (!service) throw new Open311Fault(404, `service_code ${request.params.code} was not found`)
      return answerOne(reply, formatOf(request), 'service_definition', definitionOf(service.rules))
    })

    scope.post('/requests.:format', async (request, reply) => {
      const { number, code, accountId } = await fileRequest(deps, request.id, argumentsOf(request))
      return answer(reply, formatOf(request), requests, [
        { service_request_id: number, service_notice: `查询码 ${code}`, account_id: accountId },
      ])
    })

    scope.get<{ Params: { token: string } }>('/tokens/:token.:format', async (request, reply) => {
      const { token } = request.params
      // A number is given at once; a token is the number itself.
      const [found] = await findRequests(deps, countyId, { ids: [token], page: 1, pageSize: 1, extensions: false })
      if (!found) throw new Open311Fault(404, `token ${token} was not found`)
      return answer(reply, formatOf(request), requests, [{ service_request_id: token, token }])
    })
    scope.get('/requests.:format', async (request, reply) => {
      const items = await findRequests(deps, countyId, filterOf(argumentsOf(request).fields))
      return answer(reply, formatOf(request), requests, items)
    })
    scope.get<{ Params: { id: string } }>('/requests/:id.:format', async (request, reply) => {
      const { id } = request.params
      const extensions = argumentsOf(request).fields['extensions'] === 'true'
      const items = await findRequests(deps, countyId, { ids: [id], page: 1, pageSize: 1, extensions })
      if (items.length === 0) throw new Open311Fault(404, `service_request_id ${id} was not found`)
      return answer(reply, formatOf(request), requests, items)
    })
  }
  void app.register(register, { prefix: BASE })
}

async function discovery(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const root = `${deps.config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`}${BASE}`
  const formats = ['text/xml', 'application/json']
  const centre = (await unitDirectory(deps, deps.config.countyId)).ofKind('county_centre')[0]
  const value = {
    changeset: '2026-11-01T00:00:00Z',
    contact: centre ? [centre.name, centre.nameEn].filter(Boolean).join(' / ') : '',
    key_service: '管理员在工作台“接口”页发放 / issued by the administrator in the console',
  }
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: root,
    changeset: value.changeset,
    type: deps.config.demo ? 'test' : 'production',
  }
  return answerOne(reply, formatOf(request), 'discovery', { ...value, endpoints: [{ ...endpoint, formats }] })
}

/** The questions of a category, as the specification's attributes. */
function definitionOf({ code, questions }: CategoryRules): Record<string, unknown> {
  return {
    service_code: code,
    attributes: questions.map((question, index) => ({
      variable: true,
      code: question.code,
      datatype: question.kind,
      required: question.required,
      datatype_description: question.hint.zh || null,
      order: index + 1,
      description: question.names.zh,
      ...(question.values.length > 0
        ? { values: question.values.map(({ key, names }) => ({ key, name: names.zh })) }
        : {}),
    })),
  }
}

// The specification sends forms, and nothing else.
function readForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)))
  })
}

function answerInOwnForm(scope: FastifyInstance, deps: Deps): void {
  scope.setErrorHandler((error, request, reply) => {
    const fault = asFault(error)
    if (fault.status >= 500) request.log.error({ err: error, code: fault.message }, 'request failed')
    return answerFault(reply, formatOf(request), fault)
  })
  scope.setNotFoundHandler((request, reply) =>
    answerFault(reply, formatOf(request), new Open311Fault(404, 'there is no such resource')),
  )
  scope.addHook('preHandler', async (request) => {
    const { format } = request.params as { format?: string }
    if (format !== undefined && !isFormat(format))
      throw new Open311Fault(404, `format ${format} was not found; there are xml and json`)
    // Several cities may stand behind one address; this one answers for its own county.
    const jurisdiction = argumentsOf(request).fields['jurisdiction_id']
    if (jurisdiction !== undefined && jurisdiction !== String(deps.config.countyId))
      throw new Open311Fault(404, `jurisdiction_id ${jurisdiction} was not found`)
  })
}

// An address that nobody serves has no parameter, but may still end in the format that its client reads.
function formatOf(request: FastifyRequest): Format {
  const { format = request.url.split('?')[0]?.split('.').at(-1) } = (request.params ?? {}) as { format?: string }
  return format === 'json' ? 'json' : 'xml'
}

/** Arguments of the address and of the form; some clients send all of a form in its address. */
function argumentsOf(request: FastifyRequest): Arguments {
  const address = new URLSearchParams(request.url.split('?')[1])
  // The form parser makes nothing else.
  return argumentsIn(address, (request.body as URLSearchParams | null | undefined) ?? new URLSearchParams())
}

/** What the catalogue calls by a code, in words for the client's user. */
const sentences: Readonly<Record<string, string>> = {
  'matter.outside_county': 'the place lies outside this county',
  'rate.limited': 'too many requests at once; try again in a minute',
  'input.too_large': 'the request is too large',
  'input.invalid': 'the request cannot be read; send application/x-www-form-urlencoded in UTF-8',
}

// Beside 403 for keys and 404 for what is not there, the specification has 400 for all else that is the client's doing.
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
      return new Open311Fault(400, sentences[problem.code] ?? problem.code)
  }
}
