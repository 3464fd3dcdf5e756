import { areaRoutes } from '@linli/contract/areas'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { peopleRoutes } from '@linli/contract/people'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import type { RouteInput } from '@linli/contract/route'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, box, type Person, spot, staffId } from '../../../../test/county.ts'
import { member, type Register, registerIn, rulesOf } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  const inGrid2 = await world.call('luobin', areaRoutes.setAssignment, {
    commandId: newId(),
    id: newId(),
    areaId: area.linyuan2,
    kind: 'deputy',
    holder: { kind: 'staff', staffId: staffId.zhoumin },
  })
  expect(inGrid2.status, inGrid2.text).toBe(200)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const addBuilding = (who: Person, changes: Partial<RouteInput<typeof peopleRoutes.addBuilding>> = {}) =>
  world.call(who, peopleRoutes.addBuilding, {
    commandId: newId(),
    buildingId: newId(),
    gridId: area.linyuan3,
    name: '1 栋',
    address: `林园小区${newId().slice(-6)}`,
    units: 1,
    floors: 2,
    roomsPerFloor: 2,
    ...changes,
  })
const dwelling = (who: Person, dwellingId: string) => world.call(who, dwellingRoutes.getDwelling, { dwellingId })
const change = async (
  who: Person,
  dwellingId: string,
  said: Omit<RouteInput<typeof dwellingRoutes.changeDwelling>, 'commandId' | 'dwellingId' | 'seenVersion'>,
) =>
  world.call(who, dwellingRoutes.changeDwelling, {
    commandId: newId(),
    dwellingId,
    seenVersion: (await dwelling(who, dwellingId)).body.version,
    ...said,
  })
const household = async (householdId: string) =>
  (await world.call('hefang', peopleRoutes.getHousehold, { householdId })).body
const homeOf = async (householdId: string) => (await household(householdId)).dwelling?.id ?? ''

describe('a dwelling', () => {
  it('without a household is empty from a day on, and its use before stays on record', async () => {
    const { body } = await addBuilding('zhoumin')
    const [flat] = body.dwellings
    const id = flat?.id ?? ''
    expect((await change('zhoumin', id, { tenure: 'rented', since: '2026-01-01' })).body.tenure).toBe('rented')
    const { body: empty, text } = await change('zhoumin', id, {
      tenure: 'empty',
      since: '2026-09-01',
      knownHow: 'neighbour',
    })
    expect(empty.tenure, text).toBe('empty')
    // What was said later of an earlier day changes nothing of today.
    const { body: told } = await change('zhoumin', id, { tenure: 'owned', since: '2026-05-01' })
    expect([told.tenure, told.tenures.map(({ tenure, validFrom, knownHow }) => [tenure, validFrom, knownHow])]).toEqual(
      [
        'empty',
        [
          ['empty', '2026-09-01', 'neighbour'],
          ['owned', '2026-05-01', 'person'],
          ['rented', '2026-01-01', 'person'],
        ],
      ],
    )
    expect(rulesOf(await change('zhoumin', id, { tenure: 'owned', since: '2027-01-01' }))).toEqual(['since day_future'])
    // Somebody moves in: it is not empty any more.
    await register.addHousehold('zhoumin', [member('赵小兰', { relation: 'head' })], {
      dwellingId: id,
      since: '2026-10-01',
    })
    expect((await dwelling('zhoumin', id)).body).toMatchObject({
      tenure: 'unknown',
      households: [{ title: '赵**户', members: 1 }],
    })
    expect(rulesOf(await change('zhoumin', id, { tenure: 'empty' }))).toEqual(['tenure inhabited'])
    expect((await dwelling('tangqi', id)).code).toBe('register.not_found')
  })

  it('is written down empty at the door, by its address', async () => {
    const add = (changes: object) =>
      world.call('zhoumin', dwellingRoutes.addDwelling, {
        commandId: newId(),
        dwellingId: newId(),
        gridId: area.linyuan3,
        address: '林园路 99 号',
        tenure: 'empty',
        point: spot.linyuan3,
        ...changes,
      })
    const { body, text } = await add({})
    expect(body, text).toMatchObject({ tenure: 'empty', households: [], point: spot.linyuan3, changeable: true })
    // The same door in wide digits is the same door.
    expect((await add({ address: '林园路　９９ 号', tenure: 'rented' })).body).toMatchObject({
      id: body.id,
      tenure: 'rented',
    })
  })

  it('becomes the flat of a building that it is, and a household goes to another flat', async () => {
    const home = await register.addHousehold('zhoumin', [member('钱多多', { relation: 'head' })])
    const id = await homeOf(home.body.id)
    const { body: building } = await addBuilding('zhoumin')
    const flat = { buildingId: building.id, unitNo: 1, floor: 2, room: '202' }
    expect((await change('zhoumin', id, { ...flat, point: spot.linyuan3 })).body).toMatchObject({
      building: { id: building.id },
      point: spot.linyuan3,
      room: '202',
    })
    const rooms = async () =>
      (await world.call('zhoumin', peopleRoutes.getBuilding, { buildingId: building.id })).body.dwellings
    // The flat of that number in which nobody lived was the same.
    expect((await rooms()).map((one) => [one.room, one.households.length])).toEqual([
      ['201', 0],
      ['202', 1],
      ['101', 0],
      ['102', 0],
    ])
    const other = await register.addHousehold('zhoumin', [member('孙一', { relation: 'head' })])
    expect(rulesOf(await change('zhoumin', await homeOf(other.body.id), flat))).toEqual(['room flat_taken'])
    const free = (await rooms()).find(({ room }) => room === '101')
    const moved = await world.call('zhoumin', peopleRoutes.changeHousehold, {
      commandId: newId(),
      householdId: other.body.id,
      seenVersion: (await household(other.body.id)).version,
      dwellingId: free?.id,
    })
    expect(moved.body, moved.text).toMatchObject({ address: free?.address, dwelling: { id: free?.id } })
    // A flat of another grid's building is none of this one's.
    const far = await addBuilding('hefang', { gridId: area.linyuan1 })
    expect(rulesOf(await change('hefang', id, { buildingId: far.body.id }))).toEqual(['buildingId not_in_list'])
  })

  it('is closed when nobody lives there, and a building with it', async () => {
    const { body: building } = await addBuilding('zhoumin')
    const named = await world.call('zhoumin', dwellingRoutes.changeBuilding, {
      commandId: newId(),
      buildingId: building.id,
      seenVersion: building.version,
      name: '１ 号楼',
      point: spot.linyuan3,
    })
    expect(named.body).toMatchObject({ name: '1 号楼', point: spot.linyuan3 })
    const [first, second] = named.body.dwellings
    expect((await dwelling('zhoumin', first?.id ?? '')).body.point).toEqual(spot.linyuan3)
    await register.addHousehold('zhoumin', [member('李一', { relation: 'head' })], { dwellingId: first?.id })
    const close = (id: string | undefined, seenVersion: number) =>
      world.call('zhoumin', dwellingRoutes.closeDwelling, { commandId: newId(), dwellingId: id ?? '', seenVersion })
    expect((await close(first?.id, (await dwelling('zhoumin', first?.id ?? '')).body.version)).code).toBe(
      'dwelling.inhabited',
    )
    expect((await close(second?.id, 1)).status).toBe(200)
    const down = (seenVersion: number) =>
      world.call('zhoumin', dwellingRoutes.closeBuilding, { commandId: newId(), buildingId: building.id, seenVersion })
    expect((await down(1)).code).toBe('register.stale')
    expect((await down(named.body.version)).code).toBe('dwelling.inhabited')
    const gone = await addBuilding('zhoumin')
    const closed = { commandId: newId(), buildingId: gone.body.id, seenVersion: 1 }
    expect((await world.call('zhoumin', dwellingRoutes.closeBuilding, closed)).status).toBe(200)
    expect((await world.call('zhoumin', peopleRoutes.getBuilding, { buildingId: gone.body.id })).body).toMatchObject({
      flats: 0,
    })
  })
})

describe('an address in two grids', () => {
  it('is refused with the name of the other grid to whoever reaches it, and is new to whoever does not', async () => {
    const address = '林园路 7 号'
    await register.addHousehold('hefang', [member('吴大', { relation: 'head' })], { gridId: area.linyuan1, address })
    const refused = await register.addHousehold('hefang', [member('吴二')], {
      gridId: area.linyuan2,
      address: '林园路　７ 号',
    })
    expect([refused.code, refused.problem.details]).toEqual(['dwelling.elsewhere', { address, gridName: '第1网格' }])

    // At the door, from the outbox of a phone: grid 1 is beyond this worker's reach, and no answer tells of it.
    const deviceId = newId()
    await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, {
      deviceId,
      name: 'Redmi 9A',
      appVersion: '0.1.0',
      pin: '271828',
    })
    const send = async (gridId: string) => {
      const input = {
        commandId: newId(),
        householdId: newId(),
        knownHow: 'person',
        gridId,
        address,
        tenure: 'rented',
        members: [{ personId: newId(), name: '吴三', relation: 'head' }],
      }
      const { body } = await world.call('zhoumin', fieldDeviceRoutes.sendCommands, {
        deviceId,
        items: [{ command: 'addHousehold', input }],
      })
      return body.answers[0]?.problem?.code ?? body.answers[0]?.status
    }
    expect(await send(area.linyuan3)).toBe(200)

    // The clerk of both sees the pair, says which grid it is, and it is one dwelling with two households.
    const pairs = async () =>
      (await world.call('hefang', dwellingRoutes.listInTwoGrids, {})).body.items.filter(
        (one) => one.address === address,
      )
    const [pair] = await pairs()
    expect(pair?.dwellings.map(({ gridName, households }) => [gridName, households])).toEqual([
      ['第1网格', 1],
      ['第3网格', 1],
    ])
    const right = pair?.dwellings[1]?.id ?? ''
    const wrong = await world.call('zhoumin', dwellingRoutes.assignPlaces, {
      commandId: newId(),
      gridId: area.linyuan1,
      dwellingIds: [right],
    })
    expect(wrong.status).toBe(403)
    const assigned = await world.call('hefang', dwellingRoutes.assignPlaces, {
      commandId: newId(),
      gridId: area.linyuan1,
      dwellingIds: [right],
    })
    expect(assigned.body, assigned.text).toEqual({ households: 1 })
    expect(await pairs()).toEqual([])
    expect((await dwelling('hefang', pair?.dwellings[0]?.id ?? '')).body.households).toHaveLength(2)
  })

  it('is told to a worker of both at the door', async () => {
    const address = '林园路 8 号'
    await register.addHousehold('zhoumin', [member('郑大')], { address })
    const second = await register.addHousehold('zhoumin', [member('郑二')], { address, gridId: area.linyuan2 })
    expect([second.code, second.problem.details]).toEqual(['dwelling.elsewhere', { address, gridName: '第3网格' }])
  })

  it('a building takes no flats of another, nor more than a building has', async () => {
    const same = { name: '2 栋', address: '林园小区甲' }
    expect((await addBuilding('zhoumin', same)).status).toBe(200)
    expect(rulesOf(await addBuilding('zhoumin', { ...same, name: '２ 栋' }))).toEqual(['name flats_taken'])
    const elsewhere = await addBuilding('hefang', { ...same, gridId: area.linyuan1 })
    expect([elsewhere.code, elsewhere.problem.details?.['gridName']]).toEqual(['dwelling.elsewhere', '第3网格'])
    expect(rulesOf(await addBuilding('zhoumin', { units: 50, floors: 120, roomsPerFloor: 40 }))).toEqual([
      'roomsPerFloor too_many_flats',
    ])
  })
})

describe('a grid that was split', () => {
  it('leaves its households to a clerk, who gives them to the heirs by outline and by hand; nobody counts twice', async () => {
    const [west, east] = [newId(), newId()]
    // Before: two with a position, one without, a building, a shop.
    const left = await register.addHousehold('hefang', [member('东一'), member('东二')], {
      gridId: area.linyuan2,
      point: { lon: 111.618, lat: 30.11 },
    })
    const right = await register.addHousehold('hefang', [member('西一')], {
      gridId: area.linyuan2,
      point: { lon: 111.612, lat: 30.11 },
    })
    const nowhere = await register.addHousehold('hefang', [member('何处')], {
      gridId: area.linyuan2,
      address: '林园路 66 号',
    })
    const { body: building } = await addBuilding('hefang', {
      gridId: area.linyuan2,
      point: { lon: 111.613, lat: 30.11 },
    })
    const inFlat = await register.addHousehold('hefang', [member('楼一')], {
      gridId: area.linyuan2,
      dwellingId: building.dwellings[0]?.id,
    })
    const split = await world.call('suwen', areaRoutes.splitGrid, {
      commandId: newId(),
      areaId: area.linyuan2,
      parts: [
        { id: west, boundary: box(111.61, 30.1, 0.005, 0.02) },
        { id: east, boundary: box(111.615, 30.1, 0.005, 0.02) },
      ],
    })
    expect(split.status, split.text).toBe(200)
    const persons = async (...ids: string[]) => {
      const sums = await Promise.all(
        ids.map(
          async (areaId) => (await world.call('hefang', peopleRoutes.getRegisterSummary, { areaId })).body.persons,
        ),
      )
      return sums.reduce((sum, one) => sum + one, 0)
    }
    const all = await persons(area.linyuan)
    expect(await persons(area.linyuan1, area.linyuan3, west, east)).toBe(all)

    // The worker was out there meanwhile: what the phone sends goes to the heir in which it stands, or waits for the clerk.
    const deviceId = newId()
    await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, {
      deviceId,
      name: 'Redmi 9A',
      appVersion: '0.1.0',
      pin: '271828',
    })
    const late = async (point: object) => {
      const householdId = newId()
      const input = {
        commandId: newId(),
        householdId,
        knownHow: 'person',
        gridId: area.linyuan2,
        address: `林园路 ${newId().slice(-5)} 号`,
        members: [{ personId: newId(), name: '晚到', relation: 'head' }],
        ...point,
      }
      const { body } = await world.call('zhoumin', fieldDeviceRoutes.sendCommands, {
        deviceId,
        items: [{ command: 'addHousehold', input }],
      })
      expect(body.answers[0]?.problem ?? null).toBeNull()
      return (await household(householdId)).place.gridId
    }
    expect(await late({ point: { lon: 111.617, lat: 30.11 } })).toBe(east)
    expect(await late({})).toBe(area.linyuan2)
    expect(rulesOf(await addBuilding('hefang', { gridId: area.linyuan2 }))).toEqual(['gridId grid_closed'])

    const closed = async () =>
      (await world.call('hefang', dwellingRoutes.listClosedGrids, {})).body.items.find(({ id }) => id === area.linyuan2)
    expect(await closed()).toMatchObject({ places: 5 + (await pairsLeft()), heirs: 2 })
    const byOutline = await world.call('hefang', dwellingRoutes.assignByOutline, {
      commandId: newId(),
      gridId: area.linyuan2,
    })
    expect(byOutline.body.households, byOutline.text).toBe(3)
    const gridOf = async (id: string) => (await household(id)).place.gridId
    expect(await Promise.all([left, right, inFlat].map(({ body }) => gridOf(body.id)))).toEqual([east, west, west])
    expect(await gridOf(nowhere.body.id)).toBe(area.linyuan2)

    const waiting = await world.call('hefang', dwellingRoutes.listToAssign, { gridId: area.linyuan2, limit: 200 })
    expect(waiting.body.items.filter(({ suggestedId }) => suggestedId !== null)).toEqual([])
    const ids = (kind: string) => waiting.body.items.filter((one) => one.kind === kind).map(({ id }) => id)
    const byHand = {
      commandId: newId(),
      gridId: east,
      dwellingIds: ids('dwelling'),
      householdIds: ids('household'),
      organisationIds: ids('organisation'),
    }
    expect((await world.call('hefang', dwellingRoutes.assignPlaces, byHand)).status).toBe(200)
    expect(await closed()).toBeUndefined()
    expect(await gridOf(nowhere.body.id)).toBe(east)
    expect(await persons(area.linyuan1, area.linyuan3, west, east)).toBe(await persons(area.linyuan))
    expect(await register.search('hefang', '何处')).toEqual(['何*'])
    const { body } = await world.call('hefang', peopleRoutes.getPerson, { personId: nowhere.body.members[0]?.id ?? '' })
    expect([body.place.gridId, body.residences.map(({ validTo }) => validTo)]).toEqual([east, [null]])
  })

  /** Of earlier tests in grid 2. */
  async function pairsLeft(): Promise<number> {
    const { body } = await world.call('hefang', dwellingRoutes.listToAssign, { gridId: area.linyuan2, limit: 200 })
    return body.items.length - 5
  }
})
