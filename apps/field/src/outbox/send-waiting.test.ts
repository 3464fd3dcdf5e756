import { OfflineError } from '@linli/client'
import { describe, expect, it } from 'vitest'
import { marksOf } from '../door/marks.ts'
import { delayAfter } from './back-off.ts'
import { again, edited } from './decide.ts'
import { type Answer, type Body, type Entry, freshEntry, type NewEntry } from './entry.ts'
import { MOST_SERVER_FAILURES } from './judge.ts'
import { allDue, nextWake } from './order.ts'
import { type EntryStore, sendWaiting, type Transport } from './send-waiting.ts'
import { problem } from './testing.ts'

const NOW = 1_800_000_000_000

function entry(id: string, more: Partial<Entry> = {}): Entry {
  const anew: NewEntry = {
    id,
    subject: `of-${id}`,
    command: 'settleMatter',
    title: id,
    input: { words: id },
    photos: [],
    form: null,
    capturedAt: '2026-11-23T08:00:00Z',
    seenVersion: null,
  }
  return { ...freshEntry(anew), seq: Number(id), ...more }
}

function phoneWith(...entries: Entry[]): { store: EntryStore; get: (id: string) => Entry | undefined } {
  const held = new Map(entries.map((each) => [each.id, each]))
  return {
    get: (id) => held.get(id),
    store: {
      entries: async () => [...held.values()],
      change: async (id, change) => {
        const found = held.get(id)
        if (found === undefined) return null
        held.set(id, change(found))
        return held.get(id) ?? null
      },
      photo: async () => new Blob(['x']),
    },
  }
}

function serverThat(answer: (body: Body) => Answer | Error): Transport & { heard: Body[] } {
  const heard: Body[] = []
  return {
    heard,
    upload: async (_photo, key) => ({ id: `up-${key}`, claim: 'c' }),
    send: async (_command, body) => {
      heard.push(body)
      const said = answer(body)
      if (said instanceof Error) throw said
      return said
    },
  }
}
const done: Answer = { version: null, number: null }
const run = (store: EntryStore, transport: Transport, now = NOW) =>
  sendWaiting({ store, transport, now: () => now, random: () => 0 })

describe('sending what waits', () => {
  it('leaves no mark at the door of a support visit, sent or not', async () => {
    const day = '2026-11-23'
    const visit = (kind: string) => ({ subject: { kind, id: 'x' }, words: 'well', dueItemIds: [] })
    const of = (kind: string) => ({ command: 'recordVisit' as const, subject: kind, input: visit(kind) })
    const phone = phoneWith(entry('1', of('household')), entry('2', of('person')))
    const marks = async () => [...marksOf([], await phone.store.entries(), day)]
    expect(await marks()).toEqual([['household', 'visited']])
    await run(
      phone.store,
      serverThat(() => done),
    )
    expect(await marks()).toEqual([['household', 'visited']])
    expect(phone.get('2')?.input).not.toHaveProperty('words')
  })

  it('applies 49 of 50 when one is refused, and keeps that one with its reason', async () => {
    const fifty = Array.from({ length: 50 }, (_each, index) => entry(String(index + 1)))
    const phone = phoneWith(...fifty)
    const server = serverThat((body) => (body['commandId'] === '7' ? problem('matter.wrong_state', 409) : done))
    expect(await run(phone.store, server)).toBe('idle')
    expect((await phone.store.entries()).filter((each) => each.state === 'done')).toHaveLength(49)
    expect(phone.get('7')).toMatchObject({ state: 'refused', refusal: { code: 'matter.wrong_state' } })
    // What arrived is not kept as it was typed.
    expect(phone.get('8')).toMatchObject({ input: {}, sealed: null, form: null })
  })

  it('sends words together, halves what is too large, and sends one by one where the phone is not known', async () => {
    const photo = { key: 'k', place: 'photos', uploaded: null } as const
    const ten = Array.from({ length: 10 }, (_each, index) => entry(String(index + 1)))
    const phone = phoneWith(entry('11', { photos: [photo] }), ...ten)
    const server = serverThat(() => done)
    const sizes: number[] = []
    const most = (count: number): Transport => ({
      ...server,
      sendMany: async (items) => {
        sizes.push(items.length)
        if (items.length > count) throw problem('input.too_large', 413)
        return items.map(({ body }) => (body['commandId'] === '7' ? problem('matter.wrong_state', 409) : done))
      },
    })
    await run(phone.store, most(3))
    expect(sizes).toEqual([10, 5, 3, 2, 5, 3, 2])
    // The one with a picture came last, by itself.
    expect(server.heard.map((body) => body['commandId'])).toEqual(['11'])
    expect((await phone.store.entries()).map(({ state }) => state).filter((state) => state !== 'done')).toEqual([
      'refused',
    ])

    const unknown = phoneWith(entry('1'), entry('2'))
    const forgetful = { ...server, sendMany: async () => Promise.reject(problem('device.not_found', 404)) }
    await run(unknown.store, forgetful)
    expect(unknown.get('2')?.state).toBe('done')
  })

  it('goes on with other matters when one picture cannot get through', async () => {
    const photo = { key: 'big', place: 'photos', uploaded: null } as const
    const phone = phoneWith(entry('1', { photos: [photo] }), entry('2'), entry('3'))
    const server = serverThat(() => done)
    const weak: Transport = { ...server, upload: async () => Promise.reject(new Error('cut off')) }
    await run(phone.store, weak)
    expect([phone.get('1')?.state, phone.get('2')?.state, phone.get('3')?.state]).toEqual(['waiting', 'done', 'done'])
  })

  it('stops asking when nobody answers', async () => {
    const phone = phoneWith(...Array.from({ length: 10 }, (_each, index) => entry(String(index + 1))))
    const server = serverThat(() => new OfflineError())
    expect(await run(phone.store, server)).toBe('offline')
    expect(server.heard).toHaveLength(2)
    expect(phone.get('1')?.notBefore).toBeGreaterThan(NOW)
  })

  it('waits for the person to sign in, without counting it as a failure', async () => {
    const phone = phoneWith(entry('1'))
    expect(
      await run(
        phone.store,
        serverThat(() => problem('session.expired', 401)),
      ),
    ).toBe('signed_out')
    expect(phone.get('1')).toMatchObject({ state: 'waiting', tries: 0 })
  })

  it('slows down when the server asks for it', async () => {
    const phone = phoneWith(entry('1'), entry('2'))
    const server = serverThat(() => problem('rate.limited', 429, { retryAfterSeconds: 90 }))
    await run(phone.store, server)
    expect(server.heard).toHaveLength(1)
    expect(phone.get('1')?.notBefore).toBe(NOW + 90_000)
  })

  it('tells the person when the server keeps failing on one command', async () => {
    const phone = phoneWith(entry('1'))
    const server = serverThat(() => problem('server.failed', 500))
    for (let day = 1; day <= MOST_SERVER_FAILURES; day++) await run(phone.store, server, NOW + day * 3_600_000)
    expect(phone.get('1')?.state).toBe('refused')
  })

  it('goes on with what a killed page left behind, with the same body', async () => {
    const sealed = { words: 'as first sent', commandId: '1' }
    const phone = phoneWith(entry('1', { state: 'sending', sealed }))
    const server = serverThat(() => done)
    await run(phone.store, server)
    expect(server.heard).toEqual([sealed])
  })

  it('lets a settlement stand on the answer to the receipt that was waiting before it', async () => {
    const phone = phoneWith(
      entry('1', { subject: 'm', command: 'receiveMatter', seenVersion: 4 }),
      entry('2', { subject: 'm', seenVersion: 4 }),
    )
    const server = serverThat((body) => ({ version: Number(body['seenVersion']) + 1, number: null }))
    await run(phone.store, server)
    expect(server.heard.map((body) => body['seenVersion'])).toEqual([4, 5])
  })

  it('uploads pictures again, once, when the server has thrown them away', async () => {
    const photo = { key: 'k', place: 'photos', uploaded: { id: 'old', claim: 'c' } } as const
    const phone = phoneWith(entry('1', { photos: [photo] }))
    const gone = serverThat((body) =>
      JSON.stringify(body).includes('old') ? problem('attachment.not_found', 404) : done,
    )
    await run(phone.store, gone)
    await run(phone.store, gone)
    expect(phone.get('1')?.state).toBe('done')
    expect(gone.heard.at(-1)?.['photos']).toEqual([{ id: 'up-k', claim: 'c' }])
  })

  it('sends the words without a picture that the phone has lost', async () => {
    const phone = phoneWith(entry('1', { photos: [{ key: 'lost', place: 'photos', uploaded: null }] }))
    const server = serverThat(() => done)
    await run({ ...phone.store, photo: async () => null }, server)
    expect(server.heard).toEqual([{ words: '1', commandId: '1' }])
  })

  it('puts the pictures of the result beside its words', async () => {
    const photo = { key: 'r', place: 'settled.photos', uploaded: null } as const
    const phone = phoneWith(entry('1', { input: { settled: { words: 'done' } }, photos: [photo] }))
    const server = serverThat(() => done)
    await run(phone.store, server)
    expect(server.heard[0]?.['settled']).toEqual({ words: 'done', photos: [{ id: 'up-r', claim: 'c' }] })
  })
})

describe('the order of the outbox', () => {
  it('never takes the second of a matter before the first', () => {
    const entries = [entry('1', { subject: 'm', notBefore: NOW + 1000 }), entry('2', { subject: 'm' })]
    expect(allDue(entries, NOW, new Set())).toEqual([])
    expect(nextWake(entries)).toBe(NOW + 1000)
  })

  it('lets what follows a refused one go', () => {
    const entries = [entry('1', { subject: 'm', state: 'refused' }), entry('2', { subject: 'm' })]
    expect(allDue(entries, NOW, new Set()).map(({ id }) => id)).toEqual(['2'])
  })

  it('doubles the delay up to five minutes, half of it random', () => {
    expect([1, 2, 3].map((tries) => delayAfter(tries, () => 0))).toEqual([1000, 2000, 4000])
    expect(delayAfter(50, () => 1)).toBe(300_000)
  })
})

describe('what the person decides', () => {
  it('keeps the command id when a refused entry is changed, so that nothing is done twice', () => {
    const refused = entry('1', { state: 'refused', sealed: { commandId: '1' } })
    const changed = edited(refused, { ...refused, input: { words: 'better' }, title: 'better' })
    expect(changed).toMatchObject({
      id: '1',
      state: 'waiting',
      sealed: null,
      refusal: null,
      input: { words: 'better' },
    })
  })

  it('does not change what may already have arrived', () => {
    const sent = entry('1', { sealed: { commandId: '1' } })
    expect(edited(sent, { ...sent, title: 'other' })).toBe(sent)
    expect(again(sent).sealed).toEqual({ commandId: '1' })
  })
})
