import { describe, expect, it } from 'vitest'
import { keyInMessage, tidyCode, tidyNumber } from './key.ts'

describe('number and code as people have them', () => {
  it('are found in a pasted message', () => {
    expect(keyInMessage('【邻里】您反映的“楼道灯坏了”已收到，编号 松滋-2026-000123，查询码 012345。')).toEqual({
      number: '松滋-2026-000123',
      code: '012345',
    })
    expect(keyInMessage('[Linli] We received “lamp”: number 松滋-2026-000123, code 012345.')).toEqual({
      number: '松滋-2026-000123',
      code: '012345',
    })
  })

  it('are not invented', () => {
    expect(keyInMessage('松滋-2026-000123')).toBeNull()
    expect(keyInMessage('编号 松滋-2026-000123，查询码 1234567')).toBeNull()
  })

  it('lose blanks, full-width digits and typographers’ dashes', () => {
    expect(tidyNumber(' 松滋 – 2026 – 000123 ')).toBe('松滋-2026-000123')
    expect(tidyCode('０１２ 345')).toBe('012345')
  })
})
