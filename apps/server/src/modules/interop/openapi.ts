import type { Route, RouteTable } from '@linli/contract/route'
import { type ProblemCode, problemStatus, ProblemBody } from '@linli/contract/problems'
import { z } from 'zod'

/** OpenAPI 3.1 from the contract: what the server enforces is what it describes. */
export function describeApi(tables: Readonly<Record<string, RouteTable>>): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [tag, table] of Object.entries(tables)) {
    for (const [name, route] of Object.entries(table)) {
      const path = `/api${route.path.replaceAll(/:(\w+)/g, '{$1}')}`
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(tag, name, route) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Linli 邻里',
      version: '1',
      description:
        'Grid-based community service of a county. Writes carry a commandId made by the client: the same id again returns the first result.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(ProblemBody, 'output') },
      // Over plain http://localhost, in a trial, the names stand without their prefix.
      securitySchemes: {
        staff: { type: 'apiKey', in: 'cookie', name: '__Host-linli-staff' },
        resident: { type: 'apiKey', in: 'cookie', name: '__Host-linli-resident' },
      },
    },
  }
}

function operation(tag: string, name: string, route: Route): Record<string, unknown> {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const input = schemaOf(route.input, 'input')
  const properties = (input['properties'] ?? {}) as Record<string, unknown>
  const required = (input['required'] ?? []) as string[]
  const rest = Object.keys(properties).filter((key) => !names.includes(key))
  const parameter = (key: string, place: 'path' | 'query') => ({
    name: key,
    in: place,
    required: place === 'path' || required.includes(key),
    schema: properties[key] ?? {},
  })
  const problems = Map.groupBy(
    new Set([...generalProblems(route, rest), ...route.problems]),
    (code) => problemStatus[code],
  )
  return {
    tags: [tag],
    operationId: name,
    summary: route.summary,
    'x-access': route.access,
    ...(route.audit ? { 'x-audit': route.audit } : {}),
    ...(route.access === 'public' ? {} : { security: [{ [route.access === 'resident' ? 'resident' : 'staff']: [] }] }),
    parameters: [
      ...names.map((key) => parameter(key, 'path')),
      ...(route.method === 'GET' ? rest.map((key) => parameter(key, 'query')) : []),
    ],
    ...(route.method === 'GET'
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: Object.fromEntries(rest.map((key) => [key, properties[key]])),
                  required: required.filter((key) => rest.includes(key)),
                },
              },
            },
          },
        }),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: schemaOf(route.output, 'output') } } },
      ...Object.fromEntries(
        [...problems].map(([status, codes]) => [
          status,
          {
            description: codes.join(', '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  }
}

/** What any such route may answer, whatever its module has to say. */
function generalProblems(route: Route, inputs: readonly string[]): ProblemCode[] {
  return [
    'input.invalid',
    'rate.limited',
    ...(route.access === 'public' ? [] : (['session.required'] as const)),
    ...(['public', 'resident', 'staff'].includes(route.access) ? [] : (['permission.missing'] as const)),
    ...(route.method === 'GET' ? [] : (['origin.refused', 'input.too_large'] as const)),
    ...(inputs.includes('commandId') ? (['command.reused'] as const) : []),
  ]
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return rest
}
