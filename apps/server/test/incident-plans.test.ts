import { incidentPlanRoutes } from '@linli/contract/incident-plans'
import { incidentRoutes } from '@linli/contract/incidents'
import type { RouteInput } from '@linli/contract/route'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type Person, staffId, unit } from './county.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const { listIncidentPlans, getIncidentPlan, changeIncidentPlan } = incidentPlanRoutes
type Change = RouteInput<typeof changeIncidentPlan>

const read = async (planCode: string, version?: number) =>
  (await world.call('hefang', getIncidentPlan, { planCode, ...(version === undefined ? {} : { version }) })).body

const line = (zh: string) => ({ names: { zh }, duty: { zh: '网格站' }, unit: 'village_grid_station', within: 30 })
const plan = {
  planCode: 'own_snow',
  seenVersion: 0,
  kinds: ['storm'] as Change['kinds'],
  names: { zh: '冰雪预案' },
  lines: [line('主要路口撒盐'), line('看望独居老人')],
  retired: false,
  words: '',
}
const change = (changes: Partial<Change> = {}, who: Person = 'wujing') =>
  world.call(who, changeIncidentPlan, { commandId: newId(), ...plan, ...changes })

async function openRoom() {
  const { body, text } = await world.call('wujing', incidentRoutes.openIncident, {
    commandId: newId(),
    title: '林园社区大雪',
    words: '',
    kind: 'storm',
    severity: 'iii',
    commanderId: staffId.wujing,
    areaIds: [area.linyuan],
    unitIds: [unit.station],
  })
  expect(body.id, text).toBeDefined()
  return body.id
}
const begin = (incidentId: string, planCode: string) =>
  world.call('wujing', incidentRoutes.beginIncidentPlan, { commandId: newId(), incidentId, planCode })

describe('a plan of the county', () => {
  it('is changed version by version, and a running incident keeps the one it began', async () => {
    expect((await change()).body).toMatchObject({
      version: 1,
      ofCounty: true,
      lines: [{ names: { en: '主要路口撒盐' } }, {}],
    })
    const room = await openRoom()
    const [begun] = (await begin(room, 'own_snow')).body.plans
    expect(begun?.checks.map(({ names, unit: owner }) => [names.zh, owner?.id])).toEqual([
      ['主要路口撒盐', unit.station],
      ['看望独居老人', unit.station],
    ])
    await change({ seenVersion: 1, lines: [line('先看望独居老人')], words: '人先于路' })
    const { body } = await world.call('wujing', incidentRoutes.getIncident, { incidentId: room })
    expect(body.plans).toEqual([begun])
    const [later] = (await begin(await openRoom(), 'own_snow')).body.plans
    expect(later).toMatchObject({ version: 2, checks: [{ names: { zh: '先看望独居老人' } }] })
    expect((await read('own_snow', 1)).lines).toHaveLength(2)
    expect((await read('own_snow')).versions).toMatchObject([
      { version: 2, words: '人先于路', changedBy: '吴静' },
      { version: 1 },
    ])
  })

  it('stands in the place of the one that came with the platform, from its next version on', async () => {
    const delivered = await read('reservoir_flood')
    expect(delivered).toMatchObject({ ofCounty: false, versions: [{ changedBy: null }] })
    const seenVersion = delivered.version
    await change({ planCode: 'reservoir_flood', seenVersion, kinds: ['flood'], names: { zh: '洈水水库预案' } })
    expect(await read('reservoir_flood')).toMatchObject({ version: seenVersion + 1, names: { zh: '洈水水库预案' } })
    const { items } = (await world.call('hefang', listIncidentPlans, {})).body
    expect(items.filter(({ code }) => code === 'reservoir_flood')).toMatchObject([{ ofCounty: true, lines: 2 }])
  })

  it('that is retired is offered no more', async () => {
    const { body } = await change({ planCode: 'own_old' })
    await change({ planCode: 'own_old', seenVersion: body.version, retired: true })
    const { items } = (await world.call('wujing', incidentRoutes.listPlanTemplates, {})).body
    expect(items.map(({ code }) => code)).not.toContain('own_old')
    expect((await begin(await openRoom(), 'own_old')).code).toBe('incident.plan_unknown')
  })

  it('tells the second of two who change it at once, and loses nothing of the first', async () => {
    const { body } = await change({ planCode: 'own_race' })
    const both = await Promise.all(
      ['一', '二'].map((zh) => change({ planCode: 'own_race', seenVersion: body.version, lines: [line(zh)] })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(both.find(({ status }) => status === 409)?.code).toBe('incident.plan_stale')
    expect((await read('own_race')).versions).toHaveLength(2)
  })

  it('is read by whoever works in incidents, and changed by the centre alone', async () => {
    expect((await world.call('luobin', listIncidentPlans, {})).body.mayChange).toBe(false)
    expect((await change({ planCode: 'own_town' }, 'luobin')).code).toBe('incident.plan_county_only')
    expect((await world.call('wujing', listIncidentPlans, {})).body.mayChange).toBe(true)
    const empty = await change({ planCode: 'own_empty', lines: [{ ...line(' '), within: 0 }] })
    expect(empty.problem.faults?.map(({ path }) => path)).toEqual(['lines.0.names.zh', 'lines.0.within'])
  })
})
