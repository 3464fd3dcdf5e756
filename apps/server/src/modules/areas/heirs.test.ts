import type { ImportRow } from '@linli/contract/areas'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/crypto/id.ts'
import { followAreaReforms } from './heirs.ts'
import { areaSource } from './index.ts'
import { area, areaWorld, type AreaWorld, countyId, person, unit } from './testing.ts'

let world: AreaWorld
beforeEach(async () => {
  world = await areaWorld()
})
afterEach(() => world.close())

const list =
  'code,parent,name,level\n421087000000,,松滋市,county\n421087001000,421087000000,新江口街道,town\n421087001010,421087001000,林园社区居委会,village\n'
const reform = (validFrom: string) =>
  world.command<ImportRow>('suwen', '/imports/areas', {
    id: newId(),
    fileName: 'list.csv',
    format: 'csv',
    data: Buffer.from(list).toString('base64'),
    options: { validFrom },
  })

async function areaOfUnit(id: string): Promise<string | null | undefined> {
  const row = await world.deps.db
    .selectFrom('units')
    .select('areaId')
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.areaId
}

describe('a reform', () => {
  it('lets the units serve the areas that took over, and their people reach what happened before', async () => {
    expect((await reform('2026-01-01')).body.report).toMatchObject({
      created: 2,
      closed: 3,
      changed: 2,
      succeeded: 2,
      withoutSuccessor: ['玉岭社区居委会'],
    })
    const village = await areaOfUnit(unit.station)
    expect(village).not.toBe(area.linyuan)
    expect((await areaSource(world.deps).lineage(countyId, village ?? ''))?.ids.toSorted()).toEqual(
      [village, area.linyuan].toSorted(),
    )
    const town = await areaOfUnit(unit.office)
    expect(await areaSource(world.deps).lineage(countyId, town ?? '')).toMatchObject({
      level: 'town',
      ids: expect.arrayContaining([area.town]),
    })
    expect(await areaOfUnit(unit.centre)).toBe(area.county)
  })
  it('that was entered ahead moves the units on its day, not before', async () => {
    await reform('2026-12-01')
    expect(await areaOfUnit(unit.station)).toBe(area.linyuan)
    await followAreaReforms(world.deps, countyId)
    expect(await areaOfUnit(unit.station)).toBe(area.linyuan)
    expect(await world.audited('areas.followed')).toBe(0)
    await followAreaReforms({ ...world.deps, now: () => new Date('2026-12-01T02:00:00+08:00') }, countyId)
    expect(await areaOfUnit(unit.station)).not.toBe(area.linyuan)
  })
})

describe('what identity asks', () => {
  it('is the grids of a worker or deputy today, with those they took over from', async () => {
    const grids = () => areaSource(world.deps).gridsAssignedTo(countyId, person.zhoumin)
    expect(await grids()).toEqual([])
    const holder = { kind: 'staff', staffId: person.zhoumin }
    await world.command('suwen', `/areas/${area.grid1}/assignments`, { id: newId(), kind: 'worker', holder })
    await world.command('suwen', `/areas/${area.grid2}/assignments`, { id: newId(), kind: 'grid_lead', holder })
    expect(await grids()).toEqual([area.grid1])
    const id = newId()
    await world.command('suwen', '/areas/grids/merge', { id, gridIds: [area.grid1, area.grid2] })
    expect((await grids()).toSorted()).toEqual([area.grid1, area.grid2, id].toSorted())
  })
})
