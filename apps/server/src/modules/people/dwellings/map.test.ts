import { peopleRoutes } from '@linli/contract/people'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { area, spot } from '../../../../test/county.ts'
import { member, registerIn } from '../../../../test/register.ts'
import { countyId, createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'

let world: World
beforeAll(async () => (world = await createWorld()))
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

it('the map counts every place and household, in cells where they are many', async () => {
  const { deps } = world
  const points = async (input: object = {}) =>
    (await world.call('luobin', peopleRoutes.listDwellingPoints, { areaId: area.yuling, ...input })).body.items
  await registerIn(world).addHousehold('luobin', [member('秦一'), member('秦二')], {
    gridId: area.yuling1,
    point: spot.yuling1,
  })
  expect(await points()).toMatchObject([{ kind: 'dwelling', places: 1, households: 1, point: spot.yuling1 }])
  await deps.db
    .insertInto('dwellings')
    .values(
      Array.from({ length: 2_600 }, (_, index) => ({
        countyId,
        id: newId(),
        townId: area.xinjiangkou,
        villageId: area.yuling,
        gridId: area.yuling1,
        address: `玉岭路 ${index} 号`,
        lon: 111.641 + (index % 100) * 0.0001,
        lat: 30.101 + Math.floor(index / 100) * 0.0005,
      })),
    )
    .execute()
  const cells = await points()
  expect(cells.length).toBeLessThan(1_000)
  expect(cells.every(({ kind }) => kind === 'cell')).toBe(true)
  const sum = (key: 'places' | 'households') => cells.reduce((all, cell) => all + cell[key], 0)
  expect([sum('places'), sum('households')]).toEqual([2_601, 1])
  const near = await points({ box: [111.6409, 30.1, 111.64125, 30.12] })
  expect([near.length, new Set(near.map(({ kind }) => kind))]).toEqual([26 * 3, new Set(['dwelling'])])
})
