import type { Point } from '@linli/contract/common'
import { matterRoutes, type Receipt } from '@linli/contract/matters'
import { inboxRoutes } from '@linli/contract/work-items'
import type { Route } from '@linli/contract/route'
import fc from 'fast-check'
import { subscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { routeTables } from '../src/app.ts'
import { defaultRoles } from '../src/modules/identity/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { type Person, phoneOf, spot } from './county.ts'
import { freshCommand, validInputs } from './shapes.ts'
import { type Answer, createWorld, type World } from './world.ts'

const routes = Object.entries(routeTables).flatMap(([module, table]) =>
  Object.entries(table).map(([name, route]) => ({ name: `${module}.${name}`, route })),
)
const columns: readonly (readonly [role: string, who: Person | null])[] = [
  ['anyone', null],
  ['resident', 'zhangguilan'],
  ['worker', 'zhoumin'],
  ['clerk', 'hefang'],
  ['dispatcher', 'luobin'],
  ['operator', 'chenli'],
  ['supervisor', 'wujing'],
  ['officer', 'huangjian'],
  ['administrator', 'suwen'],
  ['auditor', 'shenjie'],
  ['protection', 'daiping'],
]

const registered = new Set<string>()
let world: World
beforeAll(async () => {
  // The server tells of itself when it is made, before anybody adds a route.
  subscribe('fastify.initialization', (message) => noteRoutes((message as { fastify: FastifyInstance }).fastify))
  world = await createWorld()
})
afterAll(() => world.close())

// Whatever else is said (faults of the input, a wrong password) is said to somebody who was let in.
function outcome({ status, code }: Answer<unknown>): string {
  if (code === 'session.required') return '401'
  if (code === 'permission.missing') return '403'
  return status === 404 ? '404' : 'allowed'
}

/** Any input that the schema accepts, with ids that nothing has. Each command is one of its own. */
const sampleOf = (route: Route) => {
  const [input = {}] = fc.sample(validInputs(route), { numRuns: 1, seed: 421_087 })
  return () => freshCommand(input)
}

/** Compares with the committed file, or writes it anew when UPDATE_MATRIX=1 asks for that. */
function expectCommitted(file: string, text: string): void {
  const path = join(import.meta.dirname, file)
  if (process.env['UPDATE_MATRIX'] === '1') writeFileSync(path, text)
  expect(text, `${file} differs; if the change is meant, run UPDATE_MATRIX=1 npm test -- authorization`).toBe(
    readFileSync(path, 'utf8'),
  )
}

const LEGEND = `# Who may call what. Each route is called by each role with an input that its schema accepts and ids that nothing has.
# allowed: let in; 404: let in, and told that there is no such thing; 401: has to sign in first; 403: may not.
`

describe('the authorization matrix', () => {
  it('is what was agreed, for every route and role', async () => {
    const rows: string[][] = [['route', ...columns.map(([role]) => role)]]
    for (const { name, route } of routes) {
      const row = [name]
      const sample = sampleOf(route)
      for (const [, who] of columns) row.push(outcome(await world.call(who, route, sample())))
      rows.push(row)
    }
    expectCommitted('authorization-matrix.txt', LEGEND + aligned(rows))
    // Two thousand calls: half a minute when nothing else runs.
  }, 180_000)
})

describe('endpoints outside the contract', () => {
  it('are those that were written down, each with the reason', () => {
    const contract = new Set(routes.map(({ route }) => `${route.method} /api${route.path}`))
    const outside = [...registered].filter((endpoint) => !contract.has(endpoint) && !isFaceFile(endpoint))
    const lines = readFileSync(join(import.meta.dirname, 'uncovered-endpoints.txt'), 'utf8')
      .trim()
      .split('\n')
    // Fastify answers HEAD wherever it answers GET.
    const own = outside.filter(
      (endpoint) => !registered.has(endpoint.replace(/^HEAD /, 'GET ')) || !endpoint.startsWith('HEAD '),
    )
    expect(own.toSorted()).toEqual(lines.map((line) => line.split(/\s{2,}/)[0]).toSorted())
    expect(lines.filter((line) => !/\S {2,}\S/.test(line))).toEqual([])
  })
})

describe("a matter of somebody else's town", () => {
  it('is absent for every route, never forbidden', async () => {
    const [matter, other] = [await report(), await report()]
    // A report names the matter that it makes.
    const withMatter = routes.filter(
      ({ name, route }) => 'matterId' in shapeOf(route) && name !== 'matters.reportFromField',
    )
    expect(withMatter.length).toBeGreaterThan(25)
    for (const { name, route } of withMatter) {
      const input = {
        ...sampleOf(route)(),
        matterId: matter.id,
        ...('intoId' in shapeOf(route) ? { intoId: other.id } : {}),
      }
      const { code } = await world.call('tangqi', route, input)
      expect(`${name} ${code}`).toBe(`${name} ${mayDispatchers(route) ? 'matter.not_found' : 'permission.missing'}`)
      // The same call by the town's own dispatcher finds it: the answer above is not the input's fault.
      const own = await world.call('luobin', route, {
        ...input,
      })
      if (route.access !== 'public') expect(`${name} ${own.code}`).not.toBe(`${name} matter.not_found`)
    }
  })

  it('can take in no other, and stands in no list', async () => {
    const [foreign, own] = [await report(), await report(spot.dayanzui1)]
    const merged = await world.call('tangqi', matterRoutes.mergeMatter, {
      commandId: newId(),
      matterId: own.id,
      intoId: foreign.id,
    })
    expect(merged.code).toBe('matter.not_found')
    for (const route of [matterRoutes.listMatters, matterRoutes.listMatterPoints, matterRoutes.exportMatters]) {
      const { status, text } = await world.call('tangqi', route, {})
      expect(status).toBe(200)
      expect(text).toContain(own.number)
      expect(text).not.toContain(foreign.number)
    }
    const inbox = await world.call('tangqi', inboxRoutes.listInbox, {})
    expect(inbox.text).not.toContain(foreign.id)
  })
})

describe("another resident's report", () => {
  it('is absent for every route, with a wrong code as without one', async () => {
    const mine = await report(spot.linyuan3, phoneOf.zhangguilan)
    const byNumber = routes.filter(({ route }) => 'number' in shapeOf(route) && 'code' in shapeOf(route))
    expect(byNumber.map(({ name }) => name)).toHaveLength(4)
    const wrong = mine.code === '000000' ? '000001' : '000000'
    for (const { name, route } of byNumber) {
      const input = { ...sampleOf(route)(), number: mine.number, ...('photos' in shapeOf(route) ? { photos: [] } : {}) }
      const asked = async (who: Person, code: string | undefined) =>
        `${name} ${(await world.call(who, route, freshCommand({ ...input, code }))).code}`
      expect(await asked('lixiuying', undefined)).toBe(`${name} matter.not_found`)
      expect(await asked('lixiuying', wrong)).toBe(`${name} matter.not_found`)
      expect(await asked('zhangguilan', undefined)).not.toBe(`${name} matter.not_found`)
    }
    const [hers, neighbours] = [
      await world.call('zhangguilan', matterRoutes.listMyReports, {}),
      await world.call('lixiuying', matterRoutes.listMyReports, {}),
    ]
    expect(hers.text).toContain(mine.number)
    expect(neighbours.body.items).toEqual([])
  })
})

/** A report of a kind that neighbours are not shown. */
async function report(point: Point = spot.linyuan3, phone?: string): Promise<Receipt> {
  const { body } = await world.call(null, matterRoutes.reportMatter, {
    commandId: newId(),
    description: '想问一下老房子过户要什么材料',
    categoryCode: '1010',
    point,
    ...(phone === undefined ? {} : { contact: { phone } }),
  })
  return body
}

// Every input is an object schema; zod keeps its fields by name.
const shapeOf = (route: Route) => (route.input as z.ZodObject).shape

const dispatcher = defaultRoles.find((role) => role.code === 'town_dispatcher')
const mayDispatchers = ({ access }: Route) =>
  access === 'public' ||
  access === 'staff' ||
  dispatcher?.permissions.some((permission) => permission === access) === true

function noteRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) registered.add(`${one} ${url}`)
  })
}

const appsFolder = join(import.meta.dirname, '../..')

/** Files of the built front ends: there when they are built, and nothing but files. */
function isFaceFile(endpoint: string): boolean {
  const path = /^GET (\/.*)$/.exec(endpoint)?.[1]
  if (path === undefined || path.startsWith('/api/')) return false
  const [, face = 'portal', rest = ''] = /^\/(field|console|screen)(?:\/(.*))?$/.exec(path) ?? [null, 'portal', path]
  return existsSync(join(appsFolder, face, 'dist', rest.replace(/:file$/, '')))
}

function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_cell, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
