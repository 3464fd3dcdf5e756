import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { member, numberOf, type Register, registerIn } from '../../../test/register.ts'
import { createWorld, type World } from '../../../test/world.ts'

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

describe('numbers in every form that the register takes', () => {
  it('are found whole, as they were typed or otherwise', async () => {
    const people = [
      ['台一', { document: { kind: 'taiwan_permit', number: '1234567890' } }, ['1234567890', '1234 567 890']],
      ['护一', { document: { kind: 'passport', number: '557700123' } }, ['557700123']],
      ['护二', { document: { kind: 'passport', number: '5K77X01' } }, ['5k77x01', '5K-77X01']],
      ['港一', { phone: '00852 6123 4567' }, ['+852 6123 4567', '0085261234567', '85261234567']],
      ['陆一', { phone: '+86 139 8888 0001' }, ['13988880001', '+8613988880001', '8613988880001']],
      [
        '本一',
        { document: { kind: 'resident_id', number: numberOf('1988-08-08', '008') } },
        [numberOf('1988-08-08', '008')],
      ],
    ] as const
    for (const [name, numbers] of people) await register.addHousehold('zhoumin', [member(name, numbers)])
    for (const [name, , typed] of people)
      for (const q of typed) expect(await register.search('zhoumin', q), q).toEqual([`${name[0]}*`])
  })

  it('a long name is found from its first letters to its last, and a door in wide digits as in narrow ones', async () => {
    const name = '古丽巴哈尔古丽·买买提艾力'
    await register.addHousehold('zhoumin', [member(name)], { address: '白云巷１２号' })
    for (let letters = 2; letters <= name.length; letters++)
      expect(await register.search('zhoumin', name.slice(0, letters)), name.slice(0, letters)).toHaveLength(1)
    for (const q of ['白云巷12号', '白云巷１２号']) expect(await register.search('zhoumin', q)).toHaveLength(1)
  })
})
