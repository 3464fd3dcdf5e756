import { permissions } from '@linli/contract/permissions'
import { problemStatus } from '@linli/contract/problems'
import { routeTables } from '../../src/app.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { filesOf, read } from './sources.ts'

const routes = Object.entries(routeTables).flatMap(([module, table]) =>
  Object.entries(table).map(([name, route]) => ({ name: `${module}.${name}`, route })),
)
const keysOf = (schema: z.ZodType) =>
  Object.keys((z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {}) as object)

/** No commands: they make or end a session, or ask with words that must not stand in an address (phones, codes, stories). */
const withoutCommandId = new Set([
  'identity.login',
  'identity.loginTotp',
  'identity.logout',
  'identity.requestPhoneCode',
  'identity.verifyPhoneCode',
  'identity.residentLogout',
  'matters.findNearbyReports',
  'matters.trackReport',
  'matters.findEarlierCalls',
  'categories.suggestCategories',
  'people.searchRegister',
  'duty.previewDutyRule',
  'search.searchAll',
  'reports.checkReportTemplate',
  'reports.fillReport',
  // Readings by POST, the phone's own key, and an envelope whose commands each have their own.
  'fieldSync.syncField',
  'fieldDevices.enrolDevice',
  'fieldDevices.unlockDevice',
  'fieldDevices.sendCommands',
  'fieldDevices.handInWork',
])

describe('every route', () => {
  it('has a method and path of its own', () => {
    const seen = routes.map(({ route }) => `${route.method} ${route.path.replace(/:\w+/g, ':')}`)
    expect(seen.filter((one, index) => seen.indexOf(one) !== index)).toEqual([])
  })

  it('says who may call it, by a word that exists', () => {
    const words = new Set<string>(['public', 'resident', 'staff', ...permissions])
    expect(routes.filter(({ route }) => !words.has(route.access)).map(({ name }) => name)).toEqual([])
  })

  it('leaves its name in the audit log when it writes, and only then', () => {
    const wrong = routes.filter(({ route }) => (route.method === 'GET') === (route.audit !== undefined))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('has a command id when it writes', () => {
    const without = routes
      .filter(({ name, route }) => route.method !== 'GET' && !withoutCommandId.has(name))
      .filter(({ route }) => !keysOf(route.input).includes('commandId'))
    expect(without.map(({ name }) => name)).toEqual([])
  })

  it('takes each parameter of its path as input', () => {
    const wrong = routes.filter(({ route }) => {
      const keys = keysOf(route.input)
      return [...route.path.matchAll(/:(\w+)/g)].some(([, parameter = '']) => !keys.includes(parameter))
    })
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('names only problems of the catalogue, and says in one sentence what it is for', () => {
    for (const { name, route } of routes) {
      for (const code of route.problems) expect(problemStatus, name).toHaveProperty([code])
      expect(route.summary, name).toMatch(/^\S.{8,}\.$/s)
    }
  })

  it('can be described in OpenAPI', () => {
    for (const { name, route } of routes) {
      expect(() => z.toJSONSchema(route.output, { io: 'output' }), name).not.toThrow()
      expect(() => z.toJSONSchema(route.input, { io: 'input' }), name).not.toThrow()
    }
  })
})

describe('every permission', () => {
  it('guards something', () => {
    const used = new Set(routes.map(({ route }) => route.access))
    const inCode = new Set<string>(usedInCode())
    expect(permissions.filter((one) => !used.has(one) && !inCode.has(one))).toEqual([])
  })
})

function usedInCode(): string[] {
  return filesOf('apps/server/src/**/*.ts')
    .filter((path) => !/default-roles|\.test\.ts$/.test(path))
    .flatMap((path) => permissions.filter((one) => read(path).includes(`'${one}'`)))
}
