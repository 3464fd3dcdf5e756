import { OfflineError, ProblemError } from '@linli/client/problem'
import type { Receipt } from '@linli/contract/matters'
import { beforeEach, describe, expect, it } from 'vitest'
import { receipts } from '../keep/receipts.ts'
import type { Tools } from './deliver.ts'
import { emptyDraft } from './draft.ts'
import { findParcel, outbox, post, sendAll, takeBack } from './outbox.ts'

function receiptFor(number: string): Receipt {
  const place = {
    townId: null,
    townName: '新江口街道',
    villageId: null,
    villageName: '林园社区',
    gridId: null,
    gridName: null,
  }
  return {
    id: number,
    number,
    code: '123456',
    promised: { acceptBy: '2026-11-23T02:50:00Z', settleBy: '2026-11-24T01:50:00Z' },
    place,
    desk: { zh: '林园社区网格站', en: 'Linyuan Community grid station' },
    danger: false,
  }
}

const finished = (description: string) => ({
  ...emptyDraft(),
  description,
  contact: { mode: 'phone' as const, phone: '138 0000 1234', name: '' },
})

const tools = (report: Tools['report']): Omit<Tools, 'save'> => ({
  upload: () => Promise.reject(new Error('no pictures here')),
  guessCategory: async () => '0501',
  report,
})

describe('the outbox of this phone', () => {
  beforeEach(() => outbox.set([]))

  it('keeps a report while there is no network, and sends it under the same id when it is back', async () => {
    const ids: string[] = []
    const key = post(finished('楼道灯坏了'), new Date('2026-11-23T01:00:00Z'))
    await sendAll(
      tools(async (input) => {
        ids.push(input.commandId)
        throw new OfflineError()
      }),
    )
    expect(findParcel(key)?.sealed?.commandId).toBe(ids[0])
    await sendAll(
      tools(async (input) => {
        ids.push(input.commandId)
        return receiptFor('松滋-1')
      }),
    )
    expect(new Set(ids).size).toBe(1)
    expect(outbox.get()).toEqual([])
    expect(receipts.find('松滋-1')).toMatchObject({
      code: '123456',
      title: '楼道灯坏了',
      phoneEnd: '1234',
      desk: { zh: '林园社区网格站' },
    })
  })

  it('sends the others when one is refused, and does not send the refused one again', async () => {
    const bad = post(finished('县外的事'), new Date('2026-11-23T01:00:00Z'))
    post(finished('路灯坏了'), new Date('2026-11-23T01:00:01Z'))
    let asked = 0
    const report: Tools['report'] = async (input) => {
      asked++
      if (input.description === '县外的事') {
        throw new ProblemError({ type: '', title: '', status: 422, code: 'matter.outside_county', requestId: '' })
      }
      return receiptFor('松滋-2')
    }
    await sendAll(tools(report))
    await sendAll(tools(report))
    expect(asked).toBe(2)
    expect(findParcel(bad)?.refusal?.code).toBe('matter.outside_county')
    expect(takeBack(bad)?.draft.description).toBe('县外的事')
    expect(outbox.get()).toEqual([])
  })

  it('sends a parcel once when it is asked to twice at a time', async () => {
    post(finished('楼道灯坏了'))
    let asked = 0
    const report: Tools['report'] = async () => {
      asked++
      await new Promise((resolve) => setTimeout(resolve, 5))
      return receiptFor('松滋-3')
    }
    await Promise.all([sendAll(tools(report)), sendAll(tools(report))])
    expect(asked).toBe(1)
  })
})
