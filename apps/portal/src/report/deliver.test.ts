import { OfflineError, ProblemError } from '@linli/client/problem'
import type { ProblemCode } from '@linli/contract/problems'
import type { Receipt } from '@linli/contract/matters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliver, type Parcel, type Tools } from './deliver.ts'
import { emptyDraft } from './draft.ts'
import type { UploadState } from './photo-uploads.ts'
import type { ReportInput } from './wizard.ts'

const receipt: Receipt = {
  id: '0192d0a0-0000-7000-8000-000000000001',
  number: '松滋-2026-000123',
  code: '123456',
  promised: { acceptBy: '2026-11-23T10:50:00+08:00', settleBy: '2026-11-24T09:50:00+08:00' },
  place: { townId: null, townName: null, villageId: null, villageName: null, gridId: null, gridName: null },
  desk: { zh: '林园社区网格站', en: 'Linyuan Community grid station' },
  danger: false,
}

function parcelWith(photoKeys: string[] = [], change: Partial<Parcel> = {}): Parcel {
  const draft = {
    ...emptyDraft(),
    description: '楼道灯坏了',
    photos: photoKeys.map((key) => ({ key, uploaded: null })),
  }
  return { draft, madeAt: '2026-11-23T01:00:00Z', sealed: null, withoutRest: false, refusal: null, ...change }
}

function refusal(code: ProblemCode, status: number): ProblemError {
  return new ProblemError({ type: '', title: code, status, code, requestId: '' })
}

/** Tools that do what `over` says, and remember the last parcel that was written down. */
function toolsWith(over: Partial<Tools> = {}) {
  const written: Parcel[] = []
  const tools: Tools = {
    upload: async (key) => ({ kind: 'done', uploaded: { id: `id-${key}`, claim: 'c' } }),
    guessCategory: async () => '0501',
    report: async () => receipt,
    save: (parcel) => written.push(parcel),
    ...over,
  }
  return { tools, last: () => written.at(-1) }
}

const failed = (final: boolean): UploadState => ({ kind: 'failed', final, error: new OfflineError() })

describe('a report on its way', () => {
  it('takes its pictures along and gets a receipt', async () => {
    const sent: ReportInput[] = []
    const { tools } = toolsWith({
      report: async (input) => {
        sent.push(input)
        return receipt
      },
    })
    expect(await deliver(parcelWith(['a', 'b']), tools)).toEqual({ kind: 'delivered', receipt, leftOut: 0 })
    expect(sent[0]).toMatchObject({ categoryCode: '0501', photos: [{ id: 'id-a' }, { id: 'id-b' }] })
  })

  it('waits while there is no network, for pictures too', async () => {
    const { tools } = toolsWith({ upload: async () => failed(false) })
    expect((await deliver(parcelWith(['a']), tools)).kind).toBe('later')
    const offline = toolsWith({ report: () => Promise.reject(new OfflineError()) })
    expect((await deliver(parcelWith(), offline.tools)).kind).toBe('later')
  })

  it('waits when the server is away, busy or still at it', async () => {
    for (const error of [
      refusal('server.unavailable', 503),
      refusal('rate.limited', 429),
      refusal('command.in_progress', 409),
    ]) {
      const { tools } = toolsWith({ report: () => Promise.reject(error) })
      expect((await deliver(parcelWith(), tools)).kind).toBe('later')
    }
  })

  it('leaves out a picture that was refused for good, and says how many', async () => {
    const { tools } = toolsWith({
      upload: async (key) => (key === 'bad' ? failed(true) : { kind: 'done', uploaded: { id: key, claim: 'c' } }),
    })
    expect(await deliver(parcelWith(['good', 'bad']), tools)).toMatchObject({ kind: 'delivered', leftOut: 1 })
  })

  it('goes without pictures when the person does not wait', async () => {
    const { tools } = toolsWith({ upload: () => Promise.reject(new Error('not asked for')) })
    expect(await deliver(parcelWith(['a'], { withoutRest: true }), tools)).toMatchObject({
      kind: 'delivered',
      leftOut: 1,
    })
  })

  it('is refused only by a refusal', async () => {
    const { tools } = toolsWith({ report: () => Promise.reject(refusal('matter.outside_county', 422)) })
    expect(await deliver(parcelWith(), tools)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'matter.outside_county' },
    })
  })

  it('goes under a new id and without pictures when the server no longer has them', async () => {
    const { tools, last } = toolsWith({ report: () => Promise.reject(refusal('attachment.not_found', 404)) })
    const parcel = parcelWith(['a'])
    const outcome = await deliver(parcel, tools)
    expect(outcome.kind).toBe('later')
    expect(last()).toMatchObject({ sealed: null, withoutRest: true })
    expect(last()?.draft.commandId).not.toBe(parcel.draft.commandId)
  })

  it('asks for a category that could not be suggested without a network, and is kept where there is none', async () => {
    const codes: string[] = []
    const report = async (input: ReportInput) => {
      codes.push(input.categoryCode)
      return receipt
    }
    await deliver(parcelWith(), toolsWith({ report }).tools)
    const refused = await deliver(parcelWith(), toolsWith({ report, guessCategory: async () => null }).tools)
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'matter.category_unknown' } })
    expect(codes).toEqual(['0501'])
  })

  it('is the same to the letter however often and wherever it is cut off', async () => {
    const fault = fc.constantFrom('offline', 'away', 'none', 'answer lost')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        async (faults, uploads) => {
          const received = new Map<string, string>()
          let parcel = parcelWith(['a', 'b'])
          for (const [index, now] of [...faults, 'none' as const].entries()) {
            const { tools, last } = toolsWith({
              upload: async (key) =>
                uploads[index] === false
                  ? failed(false)
                  : { kind: 'done', uploaded: { id: `${key}-${index}`, claim: 'c' } },
              // The suggestion may be another one tomorrow; what was sealed must not follow it.
              guessCategory: async () => `05${String(index).padStart(2, '0')}`,
              report: async (input) => {
                if (now === 'offline') throw new OfflineError()
                if (now === 'away') throw refusal('server.unavailable', 503)
                const before = received.get(input.commandId)
                expect(before === undefined || before === JSON.stringify(input)).toBe(true)
                received.set(input.commandId, JSON.stringify(input))
                if (now === 'answer lost') throw new OfflineError()
                return receipt
              },
            })
            const outcome = await deliver(parcel, tools)
            // The browser may be killed at any moment: only what was written down goes on.
            parcel = JSON.parse(JSON.stringify(last() ?? parcel)) as Parcel
            if (outcome.kind === 'delivered') break
          }
          expect(received.size).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
