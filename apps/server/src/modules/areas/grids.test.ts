import type { Area } from '@linli/contract/areas'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/crypto/id.ts'
import { squareMetres } from './geometry/plane.ts'
import { area, areaWorld, type AreaWorld, box, countyId, person, unit } from './testing.ts'
import { descendantIds, findLineage } from './queries.ts'

let world: AreaWorld
beforeEach(async () => {
  world = await areaWorld()
})
afterEach(() => world.close())

const grid3 = (fields: Record<string, unknown> = {}) => ({
  id: newId(),
  villageId: area.linyuan,
  boundary: box(111.62, 30.1, 0.01, 0.02),
  ...fields,
})

describe('create a grid', () => {
  it('numbers it within the village, names it, gives it a code and a middle', async () => {
    const made = await world.command<Area>('suwen', '/areas/grids', grid3({ households: 380 }))
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({
      name: '第3网格',
      nameEn: 'Grid 3',
      gridNo: 3,
      code: '421087100010003',
      openedOn: '2026-11-23',
      kind: 'basic',
    })
    expect(made.body.centre?.lon).toBeCloseTo(111.625, 3)
    expect(made.body.path.map(({ name }) => name)).toEqual(['松滋市', '新江口镇', '林园社区居委会'])
    expect(made.body.warnings).toEqual([{ kind: 'no_worker' }])
    expect(await world.audited('area.created')).toBe(1)
  })
  it('is done and audited once when it is sent twenty times at once', async () => {
    const body = { commandId: newId(), ...grid3() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.command<Area>('suwen', '/areas/grids', body)),
    )
    expect(new Set(answers.map(({ status, body: { id } }) => `${status} ${id}`))).toEqual(new Set([`200 ${body.id}`]))
    expect(await world.audited('area.created')).toBe(1)
    expect((await world.command('suwen', '/areas/grids', { ...body, name: '另一个' })).status).toBe(422)
  })
  it('refuses an outline that crosses itself and says where', async () => {
    const bowTie = {
      type: 'Polygon',
      coordinates: [
        [
          [111.62, 30.1],
          [111.63, 30.12],
          [111.63, 30.1],
          [111.62, 30.12],
          [111.62, 30.1],
        ],
      ],
    }
    const { status, body } = await world.command('suwen', '/areas/grids', grid3({ boundary: bowTie }))
    expect([status, body.code]).toEqual([422, 'area.self_crossing'])
    expect(body.details).toMatchObject({ lon: expect.closeTo(111.625, 6), lat: expect.closeTo(30.11, 6) })
  })
  it('refuses one that leaves the village, and takes one a metre over the line', async () => {
    const { body } = await world.command('suwen', '/areas/grids', grid3({ boundary: box(111.63, 30.1, 0.02, 0.02) }))
    expect(body.code).toBe('area.outside_parent')
    expect(body.details).toMatchObject({ parent: { name: '林园社区居委会' } })
    expect(
      (await world.command('suwen', '/areas/grids', grid3({ boundary: box(111.62, 30.1, 0.02001, 0.02) }))).status,
    ).toBe(200)
  })
  it('refuses one over its neighbour until that is accepted; a dedicated grid lies over others by nature', async () => {
    const over = { boundary: box(111.615, 30.1, 0.01, 0.01) }
    const { status, body } = await world.command('suwen', '/areas/grids', grid3(over))
    expect([status, body.code]).toEqual([409, 'area.overlap'])
    expect(body.details).toMatchObject({ areas: [{ id: area.grid2, name: '第2网格' }] })
    expect(
      (await world.command('suwen', '/areas/grids', grid3({ ...over, kind: 'dedicated', name: '市一中' }))).status,
    ).toBe(200)
    expect((await world.command('suwen', '/areas/grids', grid3({ ...over, acceptOverlap: true }))).status).toBe(200)
  })
  it('refuses a number that is taken and a village that is none', async () => {
    expect((await world.command('suwen', '/areas/grids', grid3({ gridNo: 2 }))).body.code).toBe('area.code_taken')
    expect((await world.command('suwen', '/areas/grids', grid3({ villageId: area.town }))).body.code).toBe(
      'area.wrong_state',
    )
    expect((await world.command('suwen', '/areas/grids', grid3({ villageId: newId() }))).status).toBe(404)
  })
  it('hides a village of another reach: 404, not 403; without the permission 403; to strangers 401', async () => {
    expect((await world.command('hefang', '/areas/grids', grid3())).status).toBe(404)
    expect((await world.command('zhoumin', '/areas/grids', grid3())).status).toBe(403)
    expect((await world.command(null, '/areas/grids', grid3())).status).toBe(401)
    expect((await world.command('luobin', '/areas/grids', grid3())).status).toBe(200)
  })
  it('converts what was drawn on a GCJ-02 map', async () => {
    const made = await world.command<Area>(
      'suwen',
      '/areas/grids',
      grid3({ boundary: box(111.63, 30.105, 0.005), datum: 'gcj02' }),
    )
    expect(made.body.centre?.lon).toBeCloseTo(111.6325 - 0.0055, 3)
  })
})

describe('change an area', () => {
  it('keeps what was, and begins the change on its day', async () => {
    const changed = await world.command<Area>('suwen', `/areas/${area.grid1}`, {
      name: '江景网格',
      households: 450,
      from: '2026-12-01',
    })
    expect(changed.body).toMatchObject({ name: '第1网格', households: 420 })
    const later = await world.get<Area>('suwen', `/areas/${area.grid1}?on=2026-12-01`)
    expect(later.body).toMatchObject({ name: '江景网格', households: 450 })
    expect(later.body.history.map(({ validFrom, changed: what }) => [validFrom, what])).toEqual([
      ['2026-12-01', ['name', 'households']],
      ['2025-01-01', ['opened']],
    ])
    expect(
      (await world.command('suwen', `/areas/${area.grid1}`, { name: '更早', from: '2026-11-25' })).body,
    ).toMatchObject({
      code: 'area.wrong_state',
      details: { reason: 'later_change', on: '2026-12-01' },
    })
  })
  it('corrects a change of the same day in place', async () => {
    await world.command('suwen', `/areas/${area.grid1}`, { households: 430 })
    const again = await world.command<Area>('suwen', `/areas/${area.grid1}`, { households: 440 })
    expect(again.body.history).toHaveLength(2)
    expect(again.body.households).toBe(440)
  })
  it('gives a new number and code from the day, and keeps the old one as history', async () => {
    const { body } = await world.command<Area>('suwen', `/areas/${area.grid1}`, { gridNo: 7 })
    expect(body.codes.map(({ code, validTo }) => [code, validTo])).toEqual([
      ['421087100010007', null],
      ['421087100010001', '2026-11-23'],
    ])
    expect((await world.command('suwen', `/areas/${area.grid2}`, { gridNo: 7 })).body.code).toBe('area.code_taken')
    expect((await world.command('suwen', `/areas/${area.town}`, { gridNo: 7 })).body.code).toBe('input.invalid')
  })
  it('draws a boundary anew, within the village and beside its neighbours only', async () => {
    const path = `/areas/${area.grid2}/boundary`
    expect((await world.command('suwen', path, { boundary: box(111.605, 30.1, 0.02, 0.02) })).body.code).toBe(
      'area.overlap',
    )
    const drawn = await world.command<Area>('suwen', path, { boundary: box(111.61, 30.1, 0.03, 0.02) })
    expect(drawn.body.history[0]?.changed).toEqual(['centre', 'boundary'])
    expect((await world.get<{ grid: { id: string } }>(null, '/locate?lon=111.635&lat=30.11')).body.grid.id).toBe(
      area.grid2,
    )
  })
  it('names households outside the county’s rule', async () => {
    const { body } = await world.get<Area>('suwen', `/areas/${area.grid2}`)
    expect(body.warnings).toContainEqual({ kind: 'households_outside_rule', households: 900, min: 300, max: 500 })
    const list = await world.get<{ items: Area[] }>('suwen', `/areas/warnings?areaId=${area.linyuan}`)
    expect(list.body.items.map(({ id }) => id)).toEqual([area.grid1, area.grid2])
  })
})

describe('split, merge and close', () => {
  const parts = () => [{ id: newId() }, { id: newId() }]
  it('splits a grid along a line; the old one closes, the parts succeed it and keep its worker', async () => {
    await world.command('suwen', `/areas/${area.grid2}/assignments`, {
      id: newId(),
      kind: 'worker',
      holder: { kind: 'staff', staffId: person.zhoumin },
    })
    const into = parts()
    const answer = await world.command<{ items: Area[] }>('suwen', `/areas/${area.grid2}/split`, {
      line: [
        [111.6, 30.11],
        [111.63, 30.11],
      ],
      parts: into,
      from: '2026-11-24',
    })
    expect(answer.status).toBe(200)
    expect(answer.body.items.map(({ gridNo, code }) => [gridNo, code])).toEqual([
      [3, '421087100010003'],
      [4, '421087100010004'],
    ])
    expect(answer.body.items.map(({ predecessors }) => predecessors[0])).toMatchObject([
      { area: { id: area.grid2 }, kind: 'split', on: '2026-11-24' },
      { area: { id: area.grid2 } },
    ])
    for (const part of answer.body.items)
      expect(part.assignments).toMatchObject([
        { kind: 'worker', staff: { id: person.zhoumin }, validFrom: '2026-11-24' },
      ])
    const old = await world.get<Area>('suwen', `/areas/${area.grid2}`)
    expect(old.body).toMatchObject({ closedOn: '2026-11-24', manageable: false })
    expect(old.body.successors.map(({ area: { id } }) => id).toSorted()).toEqual(into.map(({ id }) => id).toSorted())
    const lineage = await findLineage(world.deps.db, countyId, into[0]?.id ?? '')
    expect(lineage?.ids.toSorted()).toEqual([into[0]?.id, area.grid2].toSorted())
  })
  it('gives the first part the left of the line', async () => {
    const answer = await world.command<{ items: Area[] }>('suwen', `/areas/${area.grid2}/split`, {
      line: [
        [111.6, 30.11],
        [111.63, 30.11],
      ],
      parts: parts(),
    })
    expect(answer.body.items[0]?.centre?.lat).toBeGreaterThan(30.11)
  })
  it('refuses a line that does not cross once, and parts that overlap or leave the grid', async () => {
    const path = `/areas/${area.grid2}/split`
    expect(
      (
        await world.command('suwen', path, {
          line: [
            [111.6, 30.11],
            [111.615, 30.11],
          ],
          parts: parts(),
        })
      ).body.faults,
    ).toEqual([{ path: 'line', rule: 'line_must_cross_once' }])
    const drawn = (first: object, second: object) => ({
      parts: [
        { id: newId(), boundary: first },
        { id: newId(), boundary: second },
      ],
    })
    expect(
      (await world.command('suwen', path, drawn(box(111.61, 30.1, 0.01), box(111.61, 30.105, 0.01)))).body.code,
    ).toBe('area.overlap')
    expect(
      (await world.command('suwen', path, drawn(box(111.61, 30.1, 0.01), box(111.62, 30.11, 0.01)))).body.code,
    ).toBe('area.outside_parent')
    expect((await world.command('suwen', path, drawn(box(111.61, 30.1, 0.01), box(111.61, 30.11, 0.01)))).status).toBe(
      200,
    )
  })
  it('merges neighbours into one of their sum, and staff of the new one reach the old', async () => {
    const id = newId()
    const merged = await world.command<Area>('suwen', '/areas/grids/merge', {
      id,
      gridIds: [area.grid1, area.grid2],
      name: '江景网格',
    })
    expect(merged.body).toMatchObject({ households: 1320, gridNo: 3, name: '江景网格', boundary: { type: 'Polygon' } })
    expect(
      merged.body.boundary && squareMetres(merged.body.boundary) / squareMetres(box(111.6, 30.1, 0.02, 0.02)),
    ).toBeCloseTo(1, 6)
    const below = await descendantIds(world.deps.db, countyId, area.linyuan, '2026-11-23')
    expect(below.toSorted()).toEqual([area.linyuan, area.grid1, area.grid2, id].toSorted())
    expect(
      (await world.command('suwen', '/areas/grids/merge', { id: newId(), gridIds: [area.grid1, id] })).body.code,
    ).toBe('area.wrong_state')
  })
  it('refuses to merge grids with others between them, and days before a grid exists', async () => {
    const { body } = await world.command<Area>('suwen', '/areas/grids', grid3())
    const merge = (fields: object) => world.command('suwen', '/areas/grids/merge', { id: newId(), ...fields })
    expect((await merge({ gridIds: [area.grid1, body.id] })).body).toMatchObject({
      code: 'area.wrong_state',
      details: { reason: 'not_neighbours' },
    })
    expect((await merge({ gridIds: [area.grid2, body.id], from: '2026-11-01' })).body).toMatchObject({
      code: 'area.wrong_state',
      details: { reason: 'not_open_yet', on: '2026-11-23' },
    })
    expect((await merge({ gridIds: [area.grid1, body.id, area.grid2] })).body).toMatchObject({
      boundary: { type: 'Polygon' },
    })
  })
  it('does not let two people merge and split the same grid at once', async () => {
    const answers = await Promise.all([
      world.command('suwen', '/areas/grids/merge', { id: newId(), gridIds: [area.grid1, area.grid2] }),
      world.command('luobin', `/areas/${area.grid2}/split`, {
        line: [
          [111.6, 30.11],
          [111.63, 30.11],
        ],
        parts: parts(),
      }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })
  it('closes an area only when nothing open lies below it', async () => {
    expect((await world.command('suwen', `/areas/${area.linyuan}/close`, {})).body).toMatchObject({
      code: 'area.wrong_state',
      details: { reason: 'has_children', count: 2 },
    })
    const closed = await world.command<Area>('suwen', `/areas/${area.grid1}/close`, { successorId: area.grid2 })
    expect(closed.body).toMatchObject({
      closedOn: '2026-11-23',
      successors: [{ area: { id: area.grid2 }, kind: 'replace' }],
    })
    expect((await world.command('suwen', `/areas/${area.grid1}/close`, {})).body.details).toMatchObject({
      reason: 'closed',
    })
    expect((await world.get<{ outcome: string }>(null, '/locate?lon=111.605&lat=30.11')).body.outcome).toBe('no_grid')
  })
})

describe('assignments', () => {
  const path = `/areas/${area.grid1}/assignments`
  const staff = (who: keyof typeof person) => ({ kind: 'staff', staffId: person[who] })
  it('ends the worker before when another is set, and keeps both in the history', async () => {
    await world.command('suwen', path, {
      id: newId(),
      kind: 'worker',
      holder: staff('zhoumin'),
      from: '2026-01-01',
      duties: '走访',
    })
    await world.command('luobin', path, { id: newId(), kind: 'worker', holder: staff('hefang') })
    const { body } = await world.get<Area>('suwen', `/areas/${area.grid1}`)
    expect(body.assignments).toMatchObject([
      { kind: 'worker', staff: { name: '何芳' }, validFrom: '2026-11-23', validTo: null },
    ])
    expect(body.earlierAssignments).toMatchObject([{ staff: { name: '周敏' }, duties: '走访', validTo: '2026-11-23' }])
    expect(await world.audited('assignment.set')).toBe(2)
  })
  it('holds several deputies, officers and outside lawyers beside each other', async () => {
    await world.command('suwen', path, { id: newId(), kind: 'deputy', holder: staff('hefang') })
    await world.command('suwen', path, { id: newId(), kind: 'deputy', holder: staff('luobin') })
    await world.command('suwen', path, {
      id: newId(),
      kind: 'lawyer',
      holder: { kind: 'outside', name: '秦律师', phone: '0716-6221234' },
    })
    expect((await world.get<Area>('suwen', `/areas/${area.grid1}`)).body.assignments).toHaveLength(3)
  })
  it('ends one on its day, and only once', async () => {
    const id = newId()
    await world.command('suwen', path, {
      id,
      kind: 'station',
      holder: { kind: 'unit', unitId: unit.station },
      from: '2026-01-01',
    })
    expect((await world.command('hefang', `/assignments/${id}/end`, {})).status).toBe(404)
    expect((await world.command('suwen', `/assignments/${id}/end`, { on: '2026-11-30' })).body).toMatchObject({
      validTo: '2026-11-30',
    })
    expect((await world.command('suwen', `/assignments/${id}/end`, { on: '2026-12-30' })).body.code).toBe(
      'area.wrong_state',
    )
    expect(await world.audited('assignment.ended')).toBe(1)
  })
  it('refuses holders of the wrong kind, unknown ones, and days before the area', async () => {
    const set = (body: object) => world.command('suwen', path, { id: newId(), ...body })
    expect((await set({ kind: 'worker', holder: { kind: 'unit', unitId: unit.station } })).body.faults).toEqual([
      { path: 'holder', rule: 'holder_kind' },
    ])
    expect((await set({ kind: 'worker', holder: { kind: 'staff', staffId: newId() } })).body.code).toBe(
      'staff.not_found',
    )
    expect((await set({ kind: 'station', holder: { kind: 'unit', unitId: newId() } })).body.code).toBe('unit.not_found')
    expect((await set({ kind: 'worker', holder: staff('zhoumin'), from: '2024-01-01' })).body.code).toBe(
      'area.wrong_state',
    )
    expect((await set({ kind: 'worker', holder: staff('zhoumin'), until: '2026-11-23' })).body.code).toBe(
      'input.invalid',
    )
  })
})
