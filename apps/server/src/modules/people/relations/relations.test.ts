import { peopleRoutes } from '@linli/contract/people'
import { type RelatedAs, relationRoutes } from '@linli/contract/people-relations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, type Person } from '../../../../test/county.ts'
import { member, type Register, registerIn, rulesOf } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'

let world: World
let register: Register
/** Four generations, a neighbour, and somebody of another town; by name. */
const ids = new Map<string, string>()
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  const born = { 曾祖: '1930-01-01', 祖父: '1952-02-02', 父亲: '1976-03-03', 孩子: '2015-04-04', 邻居: '1975-05-05' }
  const members = Object.entries(born).map(([name, birthOn]) => member(name, { birthOn }))
  const home = await register.addHousehold('zhoumin', members)
  const away = await register.addHousehold('tangqi', [member('远亲', { birthOn: '1950-06-06' })], {
    gridId: area.dayanzui1,
  })
  for (const { name, id } of [...home.body.members, ...away.body.members]) ids.set(name, id)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const idOf = (name: string) => ids.get(name) ?? ''
const relate = (name: string, as: RelatedAs, other: string, changes: { who?: Person; validFrom?: string } = {}) =>
  world.call(changes.who ?? 'hefang', relationRoutes.addRelation, {
    commandId: newId(),
    personId: idOf(name),
    relationId: newId(),
    otherId: idOf(other),
    as,
    validFrom: changes.validFrom ?? '2020-01-01',
    knownHow: 'document',
  })
const list = async (name: string, who: Person = 'hefang') =>
  (await world.call(who, relationRoutes.listRelations, { personId: idOf(name) })).body.items
const told = async (name: string) => (await list(name)).map(({ as, other }) => `${as} ${other.title}`).toSorted()
const refusal = async (answer: ReturnType<typeof relate>) => rulesOf(await answer)

describe('relations between persons', () => {
  it('are read from both sides, each by its own word', async () => {
    expect((await relate('孩子', 'parent', '父亲')).status).toBe(200)
    expect((await relate('祖父', 'child', '父亲')).status).toBe(200)
    expect((await relate('祖父', 'parent', '曾祖')).status).toBe(200)
    expect(await told('父亲')).toEqual(['child 孩*', 'parent 祖*'])
  })

  it('make nobody their own parent, their own forebear, or older than their mother', async () => {
    expect(await refusal(relate('父亲', 'parent', '父亲'))).toEqual(['otherId own_relative'])
    expect(await refusal(relate('祖父', 'parent', '孩子'))).toContain('otherId parent_younger')
    // Without birthdays the generations tell: five files whose days of birth nobody knows.
    const { body } = await register.addHousehold('zhoumin', [member('甲某'), member('乙某'), member('丙某')])
    for (const { name, id } of body.members) ids.set(name, id)
    await relate('甲某', 'parent', '乙某')
    await relate('乙某', 'parent', '丙某')
    expect(await refusal(relate('丙某', 'parent', '甲某'))).toEqual(['otherId relation_circle'])
    expect(await refusal(relate('甲某', 'child', '丙某'))).toEqual(['otherId relation_circle'])
    expect(await refusal(relate('乙某', 'child', '甲某'))).toEqual(['otherId related_already'])
    expect(await refusal(relate('甲某', 'spouse', '乙某'))).toEqual(['otherId related_otherwise'])
    expect(await refusal(relate('父亲', 'guardian', '孩子'))).toEqual(['otherId guardian_minor'])
    expect(await refusal(relate('孩子', 'guardian', '邻居', { validFrom: '2015-04-03' }))).toEqual([
      'validFrom before_birth',
    ])
  })

  it('end on a day or were never so, and only then make room for another spouse', async () => {
    await relate('父亲', 'spouse', '邻居')
    expect(await refusal(relate('甲某', 'spouse', '邻居'))).toEqual(['otherId married_already'])
    const [marriage] = (await list('邻居')).filter(({ as }) => as === 'spouse')
    const end = (how: 'over' | 'mistake', on?: string) =>
      world.call('hefang', relationRoutes.endRelation, {
        commandId: newId(),
        relationId: marriage?.id ?? '',
        how,
        ...(on === undefined ? {} : { on }),
      })
    expect(rulesOf(await end('over', '2019-12-31'))).toEqual(['on before_opening'])
    expect((await end('over', '2024-06-01')).status).toBe(200)
    expect((await end('mistake')).code).toBe('register.stale')
    expect((await list('邻居')).map(({ as, validTo, may }) => [as, validTo, may])).toEqual([
      ['spouse', '2024-06-01', []],
    ])
    expect((await relate('甲某', 'spouse', '邻居', { validFrom: '2024-07-01' })).status).toBe(200)
  })
})

describe('whoever reads a person’s file', () => {
  it('gets no relative along with it, and leaves a record with both when they ask for relatives', async () => {
    const page = await world.call('hefang', peopleRoutes.getPerson, { personId: idOf('孩子') })
    expect(page.text).not.toContain(idOf('父亲'))
    const before = await register.readings(idOf('父亲'))
    await list('孩子')
    expect((await register.readings(idOf('父亲'))).slice(before.length)).toMatchObject([
      { purpose: 'register.relations', field_group: 'masked' },
    ])
    expect((await register.readings(idOf('孩子'))).at(-1)).toMatchObject({ field_group: 'relations' })
  })

  it('learns nothing of relatives beyond their reach', async () => {
    expect((await relate('邻居', 'parent', '远亲')).code).toBe('register.not_found')
    await world.deps.db
      .insertInto('personRelations')
      .values({
        countyId: world.deps.config.countyId,
        id: newId(),
        personId: idOf('祖父'),
        otherId: idOf('远亲'),
        kind: 'carer',
        validFrom: '2020-01-01',
        knownHow: 'person',
      })
      .execute()
    expect(await told('祖父')).toEqual(['child 父*', 'parent 曾*'])
    const readings = await register.readings(idOf('远亲'))
    expect(readings.map(({ purpose }) => purpose)).not.toContain('register.relations')
    expect((await world.call('tangqi', relationRoutes.listRelations, { personId: idOf('祖父') })).code).toBe(
      'register.not_found',
    )
  })

  it('finds them as they were after two files were merged and taken apart again', async () => {
    const before = await told('甲某')
    const otherId = idOf('乙某')
    await world.call('hefang', peopleRoutes.proposeDuplicate, { commandId: newId(), keptId: idOf('甲某'), otherId })
    const { items } = (await world.call('hefang', peopleRoutes.listDuplicates, {})).body
    const duplicateId = items.find(({ other }) => other.id === otherId)?.id ?? ''
    for (const decision of ['merge', 'undo'] as const)
      await world.call('hefang', peopleRoutes.decideDuplicate, { commandId: newId(), duplicateId, decision })
    expect(await told('甲某')).toEqual(before)
  })
})
