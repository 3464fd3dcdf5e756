import { describe, expect, it } from 'vitest'
import { type KeptReceipt, receipts } from './receipts.ts'

const receipt = (number: string, more: Partial<KeptReceipt> = {}): KeptReceipt => ({
  id: `id-${number}`,
  number,
  code: '123456',
  title: '楼道灯不亮',
  sentAt: '2026-11-23T01:50:00Z',
  acceptBy: '2026-11-23T02:50:00Z',
  settleBy: '2026-11-24T01:50:00Z',
  place: '新江口镇 林园社区',
  desk: { zh: '林园社区网格站', en: 'Linyuan Community grid station' },
  danger: false,
  followed: false,
  phoneEnd: null,
  ...more,
})

describe('receipts of this phone', () => {
  it('stand newest first, each once', () => {
    receipts.keep(receipt('1'))
    receipts.keep(receipt('2'))
    receipts.keep(receipt('1', { title: '又一次' }))
    expect(receipts.get().map(({ number }) => number)).toEqual(['1', '2'])
  })

  it('leave a shared phone when told to, and the open page still shows them', () => {
    receipts.keep(receipt('3'))
    receipts.forget('3')
    expect(receipts.isKept('3')).toBe(false)
    expect(receipts.find('3')?.code).toBe('123456')
  })

  it('keep the reporter’s own code when the same report is followed', () => {
    receipts.keep(receipt('4'))
    receipts.keep(receipt('4', { code: '654321', followed: true }))
    expect(receipts.find('4')).toMatchObject({ code: '123456', followed: false })
  })

  it('are at most thirty', () => {
    for (let number = 100; number < 140; number++) receipts.keep(receipt(String(number)))
    expect(receipts.get()).toHaveLength(30)
  })
})
