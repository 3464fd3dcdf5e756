import type { Unit, UnitNode, UnitRow } from '@linli/contract/identity'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/crypto/id.ts'
import { Browser, countyId, identityWorld, person, unit, type World } from './testing.ts'

let world: World
let suwen: Browser
let luobin: Browser
beforeAll(async () => {
  world = await identityWorld()
  suwen = new Browser(world)
  luobin = new Browser(world)
  await suwen.login('suwen')
  await luobin.login('luobin')
})
afterAll(() => world.close())

const create = (browser: Browser, fields: Record<string, unknown> = {}) => {
  const id = newId()
  const body = { id, kind: 'village_legal_station', name: '林园社区法务前沿工作站', parentId: unit.office, ...fields }
  return browser.command<Unit>('/units', body)
}

describe('units', () => {
  it('are read by whoever reads units: by name, kind and place in the tree', async () => {
    const { body } = await luobin.get<{ items: UnitRow[] }>(`/units?q=${encodeURIComponent('网格')}&limit=2`)
    expect(body.items).toHaveLength(2)
    const all = await luobin.get<{ items: UnitRow[]; next: string | null }>('/units?kind=department')
    expect(all.body.items.map(({ name }) => name)).toEqual(['市住建局', '市政维护所'])
    const roots = await luobin.get<{ items: UnitNode[] }>('/units/tree')
    expect(roots.body.items.map(({ name, childCount }) => [name, childCount])).toEqual([
      ['松滋市社会治理中心', 2],
      ['市住建局', 1],
    ])
    const { body: one } = await luobin.get<Unit>(`/units/${unit.station}`)
    expect(one.parents.map(({ name }) => name)).toEqual(['松滋市社会治理中心', '新江口网格所'])
    expect(one.people.map(({ name }) => name)).toEqual(['何芳', '周敏'])
    expect((await luobin.get(`/units/${newId()}`)).code).toBe('unit.not_found')
  })

  it('are paged without gap or repetition', async () => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: UnitRow[]; next: string | null } = (
        await suwen.get<{ items: UnitRow[]; next: string | null }>(`/units?limit=1${cursor && `&cursor=${cursor}`}`)
      ).body
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThanOrEqual(6)
  })

  it('are made once however often the command comes, and told and audited', async () => {
    const commandId = newId()
    const id = newId()
    const first = await create(suwen, { commandId, id })
    const again = await create(suwen, { commandId, id })
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.body).toEqual(first.body)
    const events = await world.deps.db
      .selectFrom('events')
      .select(['kind', 'subjectKind'])
      .where('subjectId', '=', id)
      .execute()
    expect(events).toEqual([{ kind: 'unit.created', subjectKind: 'unit' }])
    const audit = await world.deps.db
      .selectFrom('auditLog')
      .select(['action', 'actorId'])
      .where('subjectId', '=', id)
      .execute()
    expect(audit).toEqual([{ action: 'unit.created', actorId: person.suwen }])
    expect((await create(suwen, { commandId, id, name: '别的' })).code).toBe('command.reused')
  })

  it("are changed by nobody without the permission, and below one's own unit only", async () => {
    expect((await create(luobin)).code).toBe('permission.missing')
    await world.deps.db
      .updateTable('roles')
      .set((eb) => ({ permissions: eb.val(['unit.read', 'unit.manage']) }))
      .where('code', '=', 'town_dispatcher')
      .execute()
    expect((await create(luobin)).status).toBe(200)
    expect((await create(luobin, { parentId: unit.otherOffice })).code).toBe('unit.not_found')
    expect((await create(luobin, { parentId: null })).code).toBe('unit.not_found')
    expect((await luobin.command(`/units/${unit.bureau}`, { name: '别的' })).code).toBe('unit.not_found')
    expect((await luobin.get<Unit>(`/units/${unit.station}`)).body.manageable).toBe(true)
    expect((await luobin.get<Unit>(`/units/${unit.bureau}`)).body.manageable).toBe(false)
  })

  it('move with everything below them, but never below themselves', async () => {
    expect((await suwen.command(`/units/${unit.office}`, { parentId: unit.station })).body.faults).toEqual([
      { path: 'parentId', rule: 'inside_itself' },
    ])
    const moved = await suwen.command<Unit>(`/units/${unit.office}`, {
      parentId: unit.otherOffice,
      phone: '0716-6220000',
    })
    expect(moved.body).toMatchObject({ parentId: unit.otherOffice, phone: '0716-6220000', name: '新江口网格所' })
    const below = await suwen.get<Unit>(`/units/${unit.station}`)
    expect(below.body.parents.map(({ id }) => id)).toEqual([unit.centre, unit.otherOffice, unit.office])
    await suwen.command(`/units/${unit.office}`, { parentId: unit.centre })
    const back = await suwen.get<Unit>(`/units/${unit.station}`)
    expect(back.body.parents.map(({ id }) => id)).toEqual([unit.centre, unit.office])
  })

  it('do not end up below each other when two are moved at once', async () => {
    const [a, b] = [(await create(suwen)).body.id, (await create(suwen)).body.id]
    const answers = await Promise.all([
      suwen.command(`/units/${a}`, { parentId: b }),
      suwen.command(`/units/${b}`, { parentId: a }),
    ])
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 400]))
  })

  it('close when nobody and nothing is left in them, and then leave the lists', async () => {
    expect((await suwen.command(`/units/${unit.station}/close`)).body).toMatchObject({
      code: 'unit.in_use',
      details: { people: 2, units: 0 },
    })
    expect((await suwen.command(`/units/${unit.bureau}/close`)).code).toBe('unit.in_use')
    const { body } = await create(suwen, { name: '要关的站' })
    expect((await suwen.command<Unit>(`/units/${body.id}/close`)).body.validTo).toBe('2026-11-23')
    const listed = (query: string) => suwen.get<{ items: UnitRow[] }>(`/units?q=${encodeURIComponent('要关')}${query}`)
    expect((await listed('')).body.items).toEqual([])
    expect((await listed('&closed=true')).body.items).toHaveLength(1)
    const rows = await world.deps.db
      .selectFrom('units')
      .select('id')
      .where('countyId', '=', countyId)
      .where('id', '=', body.id)
      .execute()
    expect(rows).toHaveLength(1)
  })
})
