import { checkedCreditCode, organisationRoutes } from '@linli/contract/people-organisations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, type Person } from '../../../../test/county.ts'
import { rulesOf } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { organisationKinds } from './kinds.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const add = (who: Person, changes = {}) =>
  world.call(who, organisationRoutes.addOrganisation, {
    commandId: newId(),
    organisationId: newId(),
    gridId: area.linyuan3,
    kind: 'restaurant',
    name: '林园小吃店',
    address: '林园路 8 号',
    ...changes,
  })
const list = async (who: Person, input = {}) =>
  (await world.call(who, organisationRoutes.listOrganisations, input)).body.items.map(({ name }) => name)

describe('the list of kinds', () => {
  it('is of the contract’s shape, and names only hazards that it has', () => {
    const { kinds, hazards } = organisationRoutes.listOrganisationKinds.output.parse(organisationKinds)
    const known = new Set(hazards.map(({ code }) => code))
    expect(kinds.flatMap((kind) => kind.hazards).filter((code) => !known.has(code))).toEqual([])
    expect(new Set(kinds.map(({ code }) => code)).size).toBe(kinds.length)
  })
})

describe('a unified social credit code', () => {
  it.each([
    ['91350100M000100Y43', '91350100M000100Y43'],
    [' 9135 0100-m000100y43 ', '91350100M000100Y43'],
    ['91350100M000100Y44', null],
    ['91350100M000100Y4', null],
    ['9135O100M000100Y43', null],
  ])('%s is read as %s', (raw, code) => {
    expect(checkedCreditCode(raw)).toBe(code)
  })
})

describe('an organisation', () => {
  it('is taken in with the hazards of its kind, found, changed and closed', async () => {
    const { body, status, text } = await add('zhoumin', { creditCode: '91350100m000100y43', since: '2024-05-01' })
    expect(status, text).toBe(200)
    expect(body).toMatchObject({
      hazards: ['fire', 'gas', 'food'],
      creditCode: '91350100M000100Y43',
      changeable: true,
      place: { gridId: area.linyuan3 },
    })
    for (const q of ['小吃', 'linyuanxiao', 'lyxcd', '林园路'])
      expect(await list('hefang', { q, areaId: area.linyuan }), q).toEqual(['林园小吃店'])
    expect(await list('zhoumin', { hazard: 'gas' })).toEqual(['林园小吃店'])
    expect(await list('zhoumin', { kinds: ['school'] })).toEqual([])
    const change = { organisationId: body.id, seenVersion: body.version }
    const changed = await world.call('zhoumin', organisationRoutes.changeOrganisation, {
      ...change,
      commandId: newId(),
      name: '林园早点店',
      hazards: ['fire'],
      phone: '',
    })
    expect(changed.body).toMatchObject({
      name: '林园早点店',
      hazards: ['fire'],
      creditCode: '91350100M000100Y43',
      phone: null,
    })
    const late = await world.call('hefang', organisationRoutes.changeOrganisation, {
      ...change,
      commandId: newId(),
      name: '别的',
    })
    expect(late.code).toBe('register.stale')
    const close = (on: string) =>
      world.call('hefang', organisationRoutes.closeOrganisation, {
        commandId: newId(),
        organisationId: body.id,
        seenVersion: changed.body.version,
        on,
      })
    expect(rulesOf(await close('2024-04-30'))).toEqual(['on before_opening'])
    expect((await close('2026-11-20')).status).toBe(200)
    expect(await list('zhoumin')).toEqual([])
  })

  it('says of every field what is wrong with it', async () => {
    const answer = await add('zhoumin', {
      kind: 'castle',
      creditCode: '1',
      hazards: ['dragons'],
      phone: 'x',
      since: '2027-01-01',
    })
    expect(rulesOf(answer)).toEqual([
      'kind organisation_kind',
      'hazards not_in_list',
      'creditCode credit_code',
      'phone format_regex',
      'since day_future',
    ])
  })

  it('is neither seen nor changed from beyond its grid', async () => {
    const { body } = await add('zhoumin', { name: '林园诊所', kind: 'clinic' })
    expect((await add('zhoumin', { gridId: area.linyuan1 })).code).toBe('register.not_found')
    const moved = await world.call('zhoumin', organisationRoutes.changeOrganisation, {
      commandId: newId(),
      organisationId: body.id,
      seenVersion: body.version,
      gridId: area.linyuan1,
    })
    expect(moved.code).toBe('register.not_found')
    expect((await world.call('suwen', organisationRoutes.getOrganisation, { organisationId: body.id })).status).toBe(
      403,
    )
  })
})
