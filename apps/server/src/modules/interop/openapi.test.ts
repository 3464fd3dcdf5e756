import { problemStatus } from '@linli/contract/problems'
import type { Route } from '@linli/contract/route'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createWorld, type World } from '../../../test/world.ts'
import { routeTables } from '../../app.ts'

interface Described {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}
interface Content {
  readonly content: Readonly<Record<string, { readonly schema: z.core.JSONSchema.BaseSchema }>>
}
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: z.core.JSONSchema.BaseSchema
  }[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

let world: World
let described: Described
beforeAll(async () => {
  world = await createWorld()
  const answer = await world.send<Described>(null, { method: 'GET', url: '/api/openapi.json' })
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  described = answer.body
})
afterAll(() => world.close())

const routes: readonly (readonly [string, Route])[] = Object.values(routeTables).flatMap((table) =>
  Object.entries(table),
)
const operations = () =>
  Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

describe('the description of the API', () => {
  it('is OpenAPI 3.1 of every route of the contract, each under one name', () => {
    expect(described.openapi).toMatch(/^3\.1\.\d+$/)
    expect(described.info.title && described.info.version).toBeTruthy()
    const names = operations().map(({ operation }) => operation.operationId)
    expect([...names].sort()).toEqual(routes.map(([name]) => name).sort())
    expect(new Set(names).size).toBe(names.length)
  })

  it('has every parameter of a path, and of a query what the route reads', () => {
    for (const { path, operation } of operations()) {
      const inPath = operation.parameters.filter((one) => one.in === 'path')
      expect(inPath.map((one) => `{${one.name}}`).sort(), path).toEqual((path.match(/\{\w+\}/g) ?? []).sort())
      expect(
        inPath.every((one) => one.required),
        path,
      ).toBe(true)
      const keys = operation.parameters.map((one) => `${one.in} ${one.name}`)
      expect(new Set(keys).size, path).toBe(keys.length)
      for (const one of operation.parameters) expect(Object.keys(one.schema), `${path} ${one.name}`).not.toEqual([])
    }
  })

  it('gives for every problem of a route the status and its code', () => {
    for (const [name, route] of routes) {
      const operation = operations().find((one) => one.operation.operationId === name)?.operation
      const general = route.access === 'public' ? [] : (['session.required'] as const)
      for (const code of [...route.problems, ...general]) {
        const response = operation?.responses[String(problemStatus[code])]
        expect(response?.description.split(', '), name).toContain(code)
        expect(Object.keys(response?.content ?? {}), name).toEqual(['application/problem+json'])
      }
    }
  })

  it('says who must be signed in, and by what', () => {
    const schemes = Object.keys(described.components.securitySchemes)
    for (const [name, route] of routes) {
      const operation = operations().find((one) => one.operation.operationId === name)?.operation
      const needed = route.access === 'public' ? [] : [route.access === 'resident' ? 'resident' : 'staff']
      expect((operation?.security ?? []).flatMap(Object.keys), name).toEqual(needed)
      expect(schemes).toEqual(expect.arrayContaining(needed))
    }
  })

  it('points nowhere that is not there, and holds only schemas that can be read', () => {
    const references = [...JSON.stringify(described).matchAll(/"\$ref":"([^"]*)"/g)].map(([, to = '']) => to)
    for (const to of new Set(references)) {
      const found = to.slice(2).split('/').reduce<unknown>(stepInto, described)
      expect(found, to).toBeDefined()
    }
    for (const { operation } of operations()) {
      const contents = [operation.requestBody, ...Object.values(operation.responses)].flatMap((one) =>
        Object.values(one?.content ?? {}),
      )
      for (const { schema } of contents.filter((one) => one.schema.$ref === undefined))
        expect(() => z.fromJSONSchema(schema), operation.operationId).not.toThrow()
    }
  })

  it('describes what is really answered', async () => {
    const shapeOf = (path: string, method = 'get', status = '200', type = 'application/json') =>
      described.paths[path]?.[method]?.responses[status]?.content[type]?.schema
    const categories = await world.send(null, { method: 'GET', url: '/api/public/categories' })
    const schema = shapeOf('/api/public/categories')
    expect(z.fromJSONSchema(schema ?? false).safeParse(categories.body).success).toBe(true)
    const { problem } = await world.send(null, { method: 'POST', url: '/api/login', payload: {} })
    const problemSchema = described.components.schemas['Problem'] as z.core.JSONSchema.BaseSchema
    expect(z.fromJSONSchema(problemSchema).safeParse(problem).success).toBe(true)
  })
})

function stepInto(at: unknown, key: string): unknown {
  return (at as Record<string, unknown> | undefined)?.[key]
}

describe('the page that shows it', () => {
  it('answers, with all that it asks for, within what its own policy allows', async () => {
    const moved = await world.send(null, { method: 'GET', url: '/api/docs' })
    expect([moved.status, moved.headers['location']]).toEqual([302, '/api/docs/'])
    const page = await world.send(null, { method: 'GET', url: '/api/docs/' })
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).not.toMatch(/<script(?! src=)|<style|https?:/)
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
    expect(parts).toHaveLength(3)
    for (const url of parts) {
      const part = await world.send(null, { method: 'GET', url })
      expect(part.status, url).toBe(200)
      expect(String(part.headers['content-type']), url).toMatch(url.endsWith('.css') ? /css/ : /javascript/)
    }
  })
})
