import 'fake-indexeddb/auto'
import { newId } from '@linli/client'
import fc from 'fast-check'
import { deleteDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../store/database.ts'
import { entryStore, putEntry } from '../store/entries.ts'
import { keepPhoto } from '../store/drafts.ts'
import { type Body, type Entry, freshEntry, type HeldPhoto, type NewEntry } from './entry.ts'
import { type EntryStore, sendWaiting } from './send-waiting.ts'
import { type Fault, Killed, ModelServer, photoIds } from './testing.ts'

interface Plan {
  readonly subject: string
  readonly bad: boolean
  readonly photos: number
  readonly seen: boolean
}
/** What happens on one day of the phone: something is put in, or the app gets a chance to send. */
type Step = { readonly put: Plan } | { readonly run: true } | { readonly sign: boolean } | { readonly purge: true }

const plan: fc.Arbitrary<Plan> = fc.record({
  subject: fc.constantFrom('m1', 'm2', 'm3'),
  bad: fc.nat(4).map((dice) => dice === 0),
  photos: fc.integer({ min: 0, max: 2 }),
  seen: fc.boolean(),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: plan.map((put) => ({ put })) },
  { weight: 5, arbitrary: fc.constant({ run: true } as const) },
  { weight: 1, arbitrary: fc.boolean().map((sign) => ({ sign })) },
  { weight: 1, arbitrary: fc.constant({ purge: true } as const) },
)
const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  'none',
  'none',
  'none',
  'lost_request',
  'lost_answer',
  'kill_before',
  'kill_after',
  'unavailable',
  'failed',
  'busy',
)

interface Phone {
  readonly store: EntryStore
  put(entry: NewEntry): Promise<void>
  photo(): Promise<string>
}

/** Entries in memory, with the same promises as the real store; a write may be the last thing a page does. */
function memoryPhone(killed: () => boolean): Phone {
  const entries: Entry[] = []
  let photos = 0
  return {
    store: {
      entries: async () => structuredClone(entries),
      change: async (id, change) => {
        if (killed()) throw new Killed()
        const at = entries.findIndex((entry) => entry.id === id)
        const entry = entries[at]
        if (entry === undefined) return null
        entries[at] = structuredClone(change(entry))
        if (killed()) throw new Killed()
        return structuredClone(entries[at])
      },
      photo: async () => new Blob(['x']),
    },
    put: async (entry) => void entries.push({ ...freshEntry(entry), seq: entries.length + 1 }),
    photo: async () => `photo-${photos++}`,
  }
}

async function liveThrough(
  steps: readonly Step[],
  faults: readonly Fault[],
  kills: readonly boolean[],
  together: boolean,
  make: (killed: () => boolean) => Promise<Phone>,
) {
  let healthy = false
  const queue = [...faults]
  const strikes = [...kills]
  const server = new ModelServer(
    () => (healthy ? 'none' : (queue.shift() ?? 'none')),
    (body) => String(body['matterId']),
  )
  const phone = await make(() => !healthy && strikes.shift() === true)
  const put: NewEntry[] = []
  let now = 1_800_000_000_000

  // A killed page is simply gone: nothing of it runs on, the next one opens the same store.
  const run = () =>
    sendWaiting({
      store: phone.store,
      transport: together ? server : server.alone(),
      now: () => now,
      random: () => 0.5,
    }).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
      return 'killed' as const
    })

  for (const happens of steps) {
    now += 60_000
    if ('put' in happens) {
      const entry = await entryOf(happens.put, phone, server)
      put.push(entry)
      await phone.put(entry)
    } else if ('sign' in happens) server.signedIn = happens.sign
    else if ('purge' in happens) server.purgeUploads()
    else await run()
  }
  healthy = true
  server.signedIn = true
  for (let round = 0; round < 3 * put.length + 3; round++) {
    now += 3_600_000
    await run()
  }
  return { server, put, entries: await phone.store.entries() }
}

async function entryOf(wish: Plan, phone: Phone, server: ModelServer): Promise<NewEntry> {
  const photos: HeldPhoto[] = []
  for (let index = 0; index < wish.photos; index++) {
    photos.push({ key: await phone.photo(), place: 'photos', uploaded: null })
  }
  return {
    id: newId(),
    subject: wish.subject,
    command: 'settleMatter',
    title: wish.subject,
    input: { matterId: wish.subject, words: wish.bad ? 'bad' : 'good' },
    photos,
    form: null,
    capturedAt: '2026-11-23T08:00:00Z',
    // The page as the phone saw it when it was online last.
    seenVersion: wish.seen ? (server.versions.get(wish.subject) ?? 1) : null,
  }
}

async function expectOnceInOrder(life: Awaited<ReturnType<typeof liveThrough>>): Promise<void> {
  const { server, put, entries } = life
  // Nothing lost, nothing invented, nothing left waiting.
  expect(entries.map((entry) => entry.id)).toEqual(put.map((entry) => entry.id))
  expect(entries.every((entry) => entry.state === 'done' || entry.state === 'refused')).toBe(true)
  // Exactly once: what is done took effect, once; what is refused took none and says why.
  const effects = server.applied.map(({ commandId }) => commandId)
  expect(new Set(effects).size).toBe(effects.length)
  expect(new Set(effects)).toEqual(new Set(entries.filter((entry) => entry.state === 'done').map((entry) => entry.id)))
  for (const entry of entries) {
    if (entry.input['words'] === 'bad') expect(entry.state).toBe('refused')
    // The worker's own earlier step never makes a later one stale.
    else if (entry.state === 'refused') expect(entry.refusal?.code).toBe('server.failed')
  }
  // In order, per matter.
  for (const subject of ['m1', 'm2', 'm3']) {
    const wanted = entries
      .filter((entry) => entry.subject === subject && entry.state === 'done')
      .map((entry) => entry.id)
    expect(server.applied.filter((each) => each.subject === subject).map((each) => each.commandId)).toEqual(wanted)
  }
  // With the pictures that were taken for it.
  for (const { commandId, body } of server.applied) {
    const wanted = put.find((entry) => entry.id === commandId)?.photos.map((photo) => photo.key)
    expect(photoIds(body as Body).map((id) => server.uploads.get(id))).toEqual(wanted)
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 30 })
const faults = fc.array(fault, { maxLength: 80 })
const kills = fc.array(
  fc.nat(9).map((dice) => dice === 0),
  { maxLength: 120 },
)

describe('an outbox through lost answers, killed pages and expired sessions', () => {
  it('does every command exactly once, in order, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(steps, faults, kills, fc.boolean(), async (s, f, k, together) => {
        await expectOnceInOrder(await liveThrough(s, f, k, together, async (killed) => memoryPhone(killed)))
      }),
      { numRuns: 400 },
    )
  })

  it('does so with the real store too', async () => {
    let phones = 0
    await fc.assert(
      fc.asyncProperty(steps, faults, kills, fc.boolean(), async (s, f, k, together) => {
        const staffId = `phone-${phones++}`
        const db = await openDatabase(staffId)
        const life = await liveThrough(s, f, k, together, async (killed) => {
          const real = entryStore(db)
          const struck = () => {
            if (killed()) throw new Killed()
          }
          return {
            store: {
              ...real,
              change: async (id, change) => {
                struck()
                const entry = await real.change(id, change)
                struck()
                return entry
              },
            },
            put: (entry) => putEntry(db, entry, null),
            photo: () => keepPhoto(db, new Blob(['x'])),
          }
        })
        await expectOnceInOrder(life)
        db.close()
        await deleteDB(`linli.field.${staffId}`)
      }),
      { numRuns: 40 },
    )
  })
})
