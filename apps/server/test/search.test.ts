import { incidentRoutes } from '@linli/contract/incidents'
import { searchRoutes, type SearchGroup } from '@linli/contract/search'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type Person, staffId, unit } from './county.ts'
import { member, registerIn } from './register.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(() => world.close())

/** Ids found, by group. */
async function find(who: Person, q: string, groups?: SearchGroup[]): Promise<Partial<Record<SearchGroup, string[]>>> {
  const { body, status, text } = await world.call(who, searchRoutes.searchAll, { q, ...(groups ? { groups } : {}) })
  if (status !== 200) throw new Error(text)
  return Object.fromEntries(body.groups.map(({ group, items }) => [group, items.map(({ id }) => id)]))
}

describe('the search from the bar', () => {
  it('finds matters by number in full, by today’s serial and by two letters of the title, within reach only', async () => {
    const { id, number } = await steps.report()
    for (const q of [number, number.slice(-4), number.replaceAll('-', ''), '路灯'])
      expect((await find('hefang', q)).matters, q).toContain(id)
    expect(await find('tangqi', number)).not.toHaveProperty('matters')
  })

  it('finds areas by pinyin and code, units and colleagues by initials', async () => {
    expect((await find('hefang', 'linyuan')).areas).toContain(area.linyuan)
    expect((await find('hefang', '421087100010')).areas).toContain(area.linyuan)
    expect((await find('luobin', 'lysqwgz')).units).toEqual([unit.station])
    expect((await find('luobin', 'zm')).staff).toEqual([staffId.zhoumin])
  })

  it('finds incidents by number and words, within reach only', async () => {
    const { body } = await world.call('luobin', incidentRoutes.openIncident, {
      commandId: newId(),
      title: '锦绣家园内涝_100%',
      words: '',
      kind: 'flood',
      severity: 'iii',
      commanderId: staffId.luobin,
      areaIds: [area.linyuan],
      unitIds: [unit.station],
    })
    for (const q of [body.number, '内涝', '100%']) expect((await find('hefang', q)).incidents, q).toEqual([body.id])
    expect(await find('tangqi', '内涝')).not.toHaveProperty('incidents')
  })

  it('asks a group only of whoever holds its permission', async () => {
    await steps.report({ description: '玉米地边的沟堵了' })
    expect(Object.keys(await find('suwen', '玉米'))).toEqual([])
    expect(Object.keys(await find('wujing', '玉米'))).toEqual(['matters'])
  })

  it('shows nobody of the register unless the register is asked, and then records whom', async () => {
    const register = registerIn(world)
    const person = member('张桂兰', { birthOn: '1953-04-05' })
    await register.addHousehold('hefang', [person])
    const before = await register.readings(person.personId)
    expect(await find('hefang', '张桂兰')).not.toHaveProperty('register')
    expect(await register.readings(person.personId)).toEqual(before)
    expect((await find('hefang', 'zgl', ['register'])).register).toEqual([person.personId])
    expect((await register.readings(person.personId)).at(-1)).toMatchObject({ purpose: 'register.search' })
    expect(await find('suwen', 'zgl', ['register'])).toEqual({})
  })
})
