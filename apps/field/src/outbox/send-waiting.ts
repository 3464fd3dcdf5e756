import { delayAfter } from './back-off.ts'
import type { Answer, Body, CommandName, Entry, HeldPhoto, Uploaded } from './entry.ts'
import { judge, type Verdict } from './judge.ts'
import { nextDue } from './order.ts'
import { bodyOf, isComplete } from './seal.ts'

/** Where entries live. Each change is whole and on the disk when its promise resolves. */
export interface EntryStore {
  /** All of them, done ones included. */
  entries(): Promise<readonly Entry[]>
  /** Null when the entry is gone: the person took it back meanwhile. */
  change(id: string, change: (entry: Entry) => Entry): Promise<Entry | null>
  photo(key: string): Promise<Blob | null>
}

export interface Transport {
  upload(photo: Blob, key: string): Promise<Uploaded>
  send(command: CommandName, body: Body): Promise<Answer>
}

export interface Tools {
  readonly store: EntryStore
  readonly transport: Transport
  readonly now: () => number
  readonly random: () => number
}

/** `idle`: all that was due has been tried; `offline`: nobody answers; `signed_out`: the person must sign in first. */
export type RunEnd = 'idle' | 'offline' | 'signed_out'

/** With this many subjects in a row unheard, it is the network and not one large picture. */
const OFFLINE_AFTER = 2

/**
 * Sends what is due. At most one run per phone at a time: whoever calls it holds the lock. It may be killed between any two
 * steps; the next run goes on from what the store holds, and the server knows a command it has had by its id.
 */
export async function sendWaiting(tools: Tools): Promise<RunEnd> {
  await recover(tools.store)
  const tried = new Set<string>()
  let unheard = 0
  for (;;) {
    const entry = nextDue(await tools.store.entries(), tools.now(), tried)
    if (entry === null) return unheard > 0 ? 'offline' : 'idle'
    tried.add(entry.id)
    const verdict = await attempt(entry, tools)
    if (verdict?.kind === 'signed_out') return 'signed_out'
    unheard = verdict?.kind === 'later' && verdict.network ? unheard + 1 : 0
    if (unheard >= OFFLINE_AFTER) return 'offline'
    // The server asked all of this phone to slow down, not this one entry.
    if (verdict?.kind === 'later' && verdict.afterMs !== null) return 'idle'
  }
}

/** No other run is at work, so whatever is still being sent was left by a page that was killed. */
async function recover(store: EntryStore): Promise<void> {
  for (const entry of await store.entries()) {
    if (entry.state === 'sending') await store.change(entry.id, toWaiting)
  }
}

/** @returns null when it was sent, or taken back by the person. */
async function attempt(entry: Entry, tools: Tools): Promise<Verdict | null> {
  const { store } = tools
  try {
    const sealed = await seal(entry, tools)
    if (sealed?.sealed == null) return null
    const answer = await tools.transport.send(sealed.command, sealed.sealed)
    const doneAt = new Date(tools.now()).toISOString()
    await store.change(entry.id, (now) => ({ ...now, state: 'done', refusal: null, tries: 0, doneAt, answer }))
    return null
  } catch (error) {
    const verdict = judge(error, entry.tries)
    await store.change(entry.id, (now) => after(verdict, now, tools))
    return verdict
  }
}

/** Uploads what is missing and fixes the body on disk before it first goes out. */
async function seal(entry: Entry, tools: Tools): Promise<Entry | null> {
  const { store, transport } = tools
  let current = await store.change(entry.id, (now) => ({ ...now, state: 'sending' }))
  for (const photo of entry.sealed === null ? entry.photos : []) {
    if (current === null) return null
    if (photo.uploaded !== null) continue
    const blob = await store.photo(photo.key)
    // A phone that was short of space may have dropped it: the words are worth more than waiting for ever.
    const uploaded = blob === null ? null : await transport.upload(blob, photo.key)
    current = await store.change(entry.id, (now) => ({ ...now, photos: withUpload(now.photos, photo.key, uploaded) }))
  }
  if (current === null || current.sealed !== null) return current
  const entries = await store.entries()
  return store.change(entry.id, (now) => (isComplete(now) ? { ...now, sealed: bodyOf(now, entries) } : now))
}

function withUpload(photos: readonly HeldPhoto[], key: string, uploaded: Uploaded | null): HeldPhoto[] {
  return photos.flatMap((photo) => {
    if (photo.key !== key) return [photo]
    return uploaded === null ? [] : [{ ...photo, uploaded }]
  })
}

const toWaiting = (entry: Entry): Entry => ({ ...entry, state: 'waiting' })

function after(verdict: Verdict, entry: Entry, { now, random }: Tools): Entry {
  switch (verdict.kind) {
    case 'signed_out':
      return toWaiting(entry)
    case 'later': {
      const tries = entry.tries + 1
      const wait = Math.max(verdict.afterMs ?? 0, delayAfter(tries, random))
      return { ...entry, state: 'waiting', tries, notBefore: now() + wait }
    }
    case 'photos_gone': {
      if (entry.photosAnew || entry.photos.length === 0) return { ...entry, state: 'refused', refusal: verdict.refusal }
      const photos = entry.photos.map((photo) => ({ ...photo, uploaded: null }))
      return { ...entry, state: 'waiting', photos, sealed: null, photosAnew: true, notBefore: now() }
    }
    case 'refused':
      return { ...entry, state: 'refused', refusal: verdict.refusal }
  }
}
