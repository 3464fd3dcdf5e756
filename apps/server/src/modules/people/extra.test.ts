import { peopleRoutes } from '@linli/contract/people'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { fieldRoutes, type RegisterField } from '@linli/contract/people-fields'
import { organisationRoutes } from '@linli/contract/people-organisations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area } from '../../../test/county.ts'
import { member, type Register, registerIn, rulesOf } from '../../../test/register.ts'
import { createWorld, type World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

describe('a county’s own fields', () => {
  const field = (changes: Partial<RegisterField>): RegisterField => ({
    subject: 'dwelling',
    code: 'roof',
    names: { zh: '屋面', en: 'Roof' },
    purposes: ['emergency'],
    basis: '房屋安全隐患排查工作方案',
    owner: '住建局',
    retention: { years: 3, after: 'closing' },
    sensitivity: 'ordinary',
    group: 'basic',
    storage: 'extra',
    columns: [],
    shape: { type: 'choice', options: [{ code: 'tile', names: { zh: '瓦', en: 'Tiles' } }] },
    readers: ['register.read'],
    unknownAllowed: true,
    assessment: null,
    ...changes,
  })
  const set = (changes: Partial<RegisterField>) =>
    world.call('daiping', fieldRoutes.setField, { commandId: newId(), field: field(changes) })

  it('of dwellings, households and organisations are filled in, each as it is shaped', async () => {
    for (const own of [
      field({}),
      field({ subject: 'household', code: 'dog', shape: { type: 'flag' } }),
      field({ subject: 'organisation', code: 'seats', shape: { type: 'number' } }),
    ]) {
      const { status, text } = await set(own)
      expect(status, text).toBe(200)
    }
    const home = await register.addHousehold('zhoumin', [member('冯一', { relation: 'head' })])
    const dwellingId = home.body.dwelling?.id ?? ''
    const fill = async (extra: Record<string, string | boolean>) => {
      const { body } = await world.call('zhoumin', dwellingRoutes.getDwelling, { dwellingId })
      const said = { commandId: newId(), dwellingId, seenVersion: body.version, extra }
      return world.call('zhoumin', dwellingRoutes.changeDwelling, said)
    }
    expect((await fill({ roof: 'tile' })).body.countyFields).toMatchObject([
      { code: 'roof', value: 'tile', words: { zh: '瓦' } },
    ])
    expect(rulesOf(await fill({ roof: 'straw' }))).toEqual(['extra.roof not_in_list'])
    expect((await fill({ dog: true })).code).toBe('field.unknown')
    const said = await world.call('zhoumin', peopleRoutes.changeHousehold, {
      commandId: newId(),
      householdId: home.body.id,
      seenVersion: home.body.version + 1,
      extra: { dog: true },
    })
    expect(said.body.countyFields, said.text).toMatchObject([{ code: 'dog', value: true }])
    const place = await world.call('zhoumin', organisationRoutes.addOrganisation, {
      commandId: newId(),
      organisationId: newId(),
      gridId: area.linyuan3,
      kind: 'restaurant',
      name: '面馆',
      address: '林园路 3 号',
      extra: { seats: 12 },
    })
    expect(place.body.countyFields, place.text).toMatchObject([{ code: 'seats', value: 12 }])
    const none = await world.call('zhoumin', organisationRoutes.changeOrganisation, {
      commandId: newId(),
      organisationId: place.body.id,
      seenVersion: 1,
      extra: { seats: null },
    })
    expect(none.body.countyFields).toEqual([])
  })

  it('that are sensitive need their assessment, and are of persons alone', async () => {
    const sensitive = {
      subject: 'person',
      code: 'epilepsy',
      sensitivity: 'sensitive',
      storage: 'sealed',
      group: 'health',
      shape: { type: 'text' },
    } as const
    expect((await set(sensitive)).code).toBe('field.assessment_missing')
    const assessment = { by: '戴萍', on: '2026-11-01', necessity: '急救', risk: '泄露', measures: '保密库' }
    expect((await set({ ...sensitive, assessment })).status).toBe(200)
    expect(rulesOf(await set({ ...sensitive, subject: 'dwelling', assessment }))).toEqual(['field.subject not_in_list'])
    expect(rulesOf(await set({ code: 'wall', shape: { type: 'choice' } }))).toEqual(['field.shape.options not_in_list'])
  })
})
