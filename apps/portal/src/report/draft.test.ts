import { describe, expect, it } from 'vitest'
import { changeDraft, draftStore, emptyDraft, isEmpty, readDraft, renewed } from './draft.ts'

describe('the draft of this phone', () => {
  it('comes back from what was stored, with its command id', () => {
    const draft = { ...emptyDraft(), description: '楼道灯坏了', address: '4 栋' }
    expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
  })

  it('starts anew from nothing or from damage, and fills what an older version did not have', () => {
    for (const damaged of [undefined, null, 'x', [], { description: 5 }]) expect(isEmpty(readDraft(damaged))).toBe(true)
    expect(readDraft({ commandId: 'c', description: '灯' })).toMatchObject({
      commandId: 'c',
      photos: [],
      contact: { mode: 'phone' },
    })
  })

  it('forgets what the server refused as soon as something is changed', () => {
    draftStore.set({ ...emptyDraft(), refused: [{ field: 'phone', sentence: '号码不对' }] })
    changeDraft({ address: '4 栋' })
    expect(draftStore.get().refused).toEqual([])
  })

  it('goes under another command id after a refusal', () => {
    const draft = emptyDraft()
    expect(renewed(draft)).toEqual({ ...draft, commandId: expect.not.stringMatching(draft.commandId) })
  })
})
