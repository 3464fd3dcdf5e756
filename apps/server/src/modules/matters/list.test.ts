import { describe, expect, it } from 'vitest'
import { numbersMeant } from './list.ts'

const meant = (q: string) => numbersMeant(q, '2026-11-23T02:00:00Z', 'Asia/Shanghai')

describe('the number that somebody types into the search', () => {
  it.each([
    ['2026-1123-0187', '2026-1123-0187', true],
    ['202611230187', '2026-1123-0187', true],
    ['1123-0187', '2026-1123-0187', false],
    ['1123-187', '2026-1123-0187', false],
    ['187', '2026-1123-0187', false],
    [' 0187 ', '2026-1123-0187', false],
  ])('%s means %s', (q, number, whole) => {
    expect(meant(q)).toEqual({ numbers: [number], whole })
  })

  it.each(['路灯', '3号楼', '2026-', '', '1234567890123456'])('%s is no number', (q) => {
    expect(meant(q).numbers).toEqual([])
  })
})
