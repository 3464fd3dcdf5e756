import type { Flat } from '@linli/contract/people'
import { describe, expect, it } from 'vitest'
import { gridsOf } from './floors.ts'

const flat = (room: string | null, floor: number | null, unitNo: number | null = 1): Flat => ({
  id: `${unitNo} ${room}`,
  unitNo,
  floor,
  room,
  address: `1 栋 ${unitNo} 单元 ${room}`,
  tenure: 'owned',
  households: [],
})

describe('the flats of a building', () => {
  it('lie in a grid per entrance, top floor first, rooms above each other', () => {
    const { units } = gridsOf([flat('101', 1), flat('102', 1), flat('202', 2), flat('101', 1, 2)])
    expect(units.map(({ unitNo }) => unitNo)).toEqual([1, 2])
    expect(units[0]?.columns).toEqual(['01', '02'])
    expect(units[0]?.floors.map(({ floor }) => floor)).toEqual([2, 1])
    expect(units[0]?.floors[0]?.flats.has('01')).toBe(false)
    expect(units[0]?.floors[0]?.flats.get('02')?.room).toBe('202')
  })
  it('keep their floor apart from the room where floors have two digits', () => {
    const { units } = gridsOf([flat('1101', 11), flat('901', 9)])
    expect(units[0]?.columns).toEqual(['01'])
  })
  it('stand apart where no floor is known', () => {
    const { units, apart } = gridsOf([flat(null, null), flat('101', 1)])
    expect(units).toHaveLength(1)
    expect(apart).toHaveLength(1)
  })
})
