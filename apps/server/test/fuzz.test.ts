import { identityRoutes } from '@linli/contract/identity'
import { matterRoutes, placeRoutes } from '@linli/contract/matters'
import { ProblemBody, problemStatus } from '@linli/contract/problems'
import type { Route } from '@linli/contract/route'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeTables } from '../src/app.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { area, box, type Person, spot, staffId, unit } from './county.ts'
import { INSIDE, numRuns, patience, seed, spoiled } from './hostile.ts'
import { type Known, validInputs } from './shapes.ts'
import { stepsIn } from './steps.ts'
import { type Answer, createWorld, type Request, requestOf, type World } from './world.ts'

const routes = Object.entries(routeTables).flatMap(([module, table]) =>
  Object.entries(table).map(([name, route]) => ({ name: `${module}.${name}`, route })),
)

let world: World
let known: Known
beforeAll(async () => {
  world = await createWorld()
  known = await whatIsThere()
})
afterAll(async () => {
  // What stopped a test for another reason stands here too.
  expect(world.failures).toEqual([])
  await world.close()
})

/** Real things, so that inputs reach what lies behind "not found"; nobody who calls is among the people. */
async function whatIsThere(): Promise<Known> {
  const steps = stepsIn(world)
  const reports = []
  for (const point of [spot.linyuan3, spot.linyuan3, spot.yuling1, spot.dayanzui1])
    reports.push(await steps.report({ point }))
  const [first, second] = reports.map((one) => one.id)
  await steps.done('luobin', matterRoutes.dispatchMatter, first ?? '', { unitId: unit.centre })
  await steps.done('wujing', matterRoutes.receiveMatter, first ?? '', {})
  await steps.done('luobin', matterRoutes.acceptMatter, second ?? '', {})
  const place = await world.call('wujing', placeRoutes.createPlace, {
    commandId: newId(),
    name: '林园广场',
    point: spot.linyuan1,
  })
  const roles = (await world.call('suwen', identityRoutes.listRoles, {})).body.items
  const spare = roles.filter((role) => ['verifier', 'screen_viewer'].includes(role.code)).map((role) => role.id)
  const list = (text: string) => Buffer.from(text).toString('base64')
  return {
    ids: [...reports.map((one) => one.id), place.body.id, area.dayanzui, area.dayanzui1, area.yuling1, ...spare],
    fields: {
      number: reports.map((one) => one.number),
      categoryCode: ['0501', '0502', '1009', '0701'],
      lon: [spot.linyuan1.lon, spot.dayanzui1.lon],
      lat: [spot.linyuan1.lat],
      unitId: [unit.centre, unit.maintenance, unit.stationed],
      staffId: [staffId.pengtao, staffId.shenjie],
      boundary: [box(111.6, 30.1, 0.01, 0.02), box(111.21, 30.105, 0.02, 0.01)],
      token: [place.body.token],
      data: [
        list('code,parent,name,level\n421087100012,421087100000,白云社区居委会,village\n'),
        list('内容,类别,地址\n路灯不亮,0501,城东\n'),
      ],
    },
  }
}

/** What is wrong with an answer, in a line; null when it is as promised. */
function faultOf(request: Request, answer: Answer<unknown>): string | null {
  const asked = `${request.method} ${request.url} ${JSON.stringify(request.payload) ?? ''}`.slice(0, 300)
  const fault = (why: string) => `${why}: ${asked} -> ${answer.status} ${answer.text.slice(0, 120)}`
  if (answer.status >= 500) return fault(`failed (${world.failures.at(-1)?.slice(0, 600)})`)
  if (answer.headers['linli-request-id'] === undefined) return fault('has no request id')
  if (answer.status < 400) return null
  if (answer.headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return fault('is no problem document')
  const problem = ProblemBody.safeParse(answer.body)
  if (!problem.success || problemStatus[problem.data.code] !== answer.status) return fault('is not of the catalogue')
  return INSIDE.test(answer.text) ? fault('shows the inside') : null
}

const asJson = { 'content-type': 'application/json' }

/** The request for an input that may be anything; a body that is no object goes as it is. */
function requestFor(route: Route, text: string): Request {
  const input: unknown = JSON.parse(text)
  const request = requestOf(route, typeof input === 'object' ? input : {})
  if (route.method === 'GET') return request
  const payload = /:\w+/.test(route.path) ? JSON.stringify(request.payload) : text
  return { ...request, payload, headers: asJson }
}

describe('every route, whatever it is sent', () => {
  const callers: readonly (Person | null)[] = [null, 'zhangguilan', 'wujing', 'suwen']
  // A resident's session is a code by text message, of which there are few: it is not thrown away.
  const isOpenTo = (who: Person | null, name: string, { access }: Route) =>
    who !== 'zhangguilan' || ((access === 'resident' || access === 'public') && name !== 'identity.residentLogout')

  it.each(callers)(
    'answers %s with a result or a problem of the catalogue, never with a failure',
    async (who) => {
      const faults: string[] = []
      for (const { name, route } of routes.filter((one) => isOpenTo(who, one.name, one.route))) {
        for (const text of fc.sample(spoiled(validInputs(route, known)), { seed: seed + name.length, numRuns })) {
          const request = requestFor(route, text)
          const fault = faultOf(request, await world.send(who, request))
          if (fault !== null) faults.push(fault)
        }
      }
      expect(faults).toEqual([])
    },
    patience,
  )

  it('takes no body of more than a mebibyte where none is expected', async () => {
    const payload = JSON.stringify({ words: 'x'.repeat(1024 * 1024) })
    for (const { name, route } of routes.filter((one) => one.route.method !== 'GET' && !one.route.maxBody)) {
      const url = `/api${route.path.replace(/:\w+/g, newId)}`
      const answer = await world.send(null, { method: route.method, url, payload, headers: asJson })
      expect(`${name} ${answer.code}`).toBe(`${name} input.too_large`)
    }
  })
})
