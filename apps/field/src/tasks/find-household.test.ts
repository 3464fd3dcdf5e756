import { describe, expect, it } from 'vitest'
import { housesOf } from './buildings.ts'
import { findHouseholds, indexOf } from './find-household.ts'
import { flat, household, person } from './testing.ts'

const zhang = person('张桂兰', 'zhangguilan zgl')
const first = flat('林园新村2栋', 1, 3, '302', { members: [zhang, person('李建国', 'lijianguo ljg')] })
const second = flat('林园新村12栋', 2, 3, '302', { members: [person('张国良', 'zhangguoliang zgl')] })
const third = flat('林园新村2栋', 1, 10, '1002')
const farm = household('白云路 37 号', { members: [person('欧阳一', 'ouyangyi oyy')] })
const index = indexOf([second, farm, third, first])
const doors = (typed: string) => findHouseholds(index, typed).map(({ household: { address } }) => address)

describe('finding a household without a network', () => {
  it.each([
    ['张桂兰', [first.address]],
    ['桂兰', [first.address]],
    ['zgl', [first.address, second.address]],
    ['ZhangGui', [first.address]],
    ['guilan', [first.address]],
    ['zhang gui lan', [first.address]],
    ['302', [first.address, second.address]],
    ['2-1-302', [first.address]],
    ['2栋302', [first.address, second.address]],
    ['１２栋２单元', [second.address]],
    ['白云路37', [farm.address]],
    ['100', [third.address]],
    ['没有这个人', []],
    ['  ', []],
    ['(%_', []],
  ])('%s', (typed, wanted) => {
    expect(doors(typed)).toEqual(wanted)
  })

  it('says whose name it was, and nobody when it was the door', () => {
    expect(findHouseholds(index, 'zgl')[0]?.persons).toEqual([zhang])
    expect(findHouseholds(index, '1002')[0]?.persons).toEqual([])
  })

  it('answers within a frame over a whole grid', () => {
    const whole = indexOf(
      Array.from({ length: 500 }, (_, n) =>
        flat(`林园新村${n % 12}栋`, (n % 3) + 1, n % 18, `${n}`, {
          members: [zhang, zhang, person('王强', 'wangqiang wq')],
        }),
      ),
    )
    const begun = performance.now()
    expect(findHouseholds(whole, 'wq')).toHaveLength(500)
    expect(performance.now() - begun).toBeLessThan(50)
  })
})

describe('houses', () => {
  it('are floors from the top down with doors in order, and what is no flat stands beside them', () => {
    const { houses, others } = housesOf([third, second, farm, first])
    expect(houses.map(({ name, households }) => [name, households])).toEqual([
      ['林园新村2栋', 2],
      ['林园新村12栋', 1],
    ])
    expect(houses[0]?.storeys.map(({ floor, rooms }) => [floor, rooms.map(({ room }) => room)])).toEqual([
      [10, ['1002']],
      [3, ['302']],
    ])
    expect(others).toEqual([farm])
  })
})
