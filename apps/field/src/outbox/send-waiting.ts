import { ProblemError } from '@linli/client'
import type { OfflineCommand } from '@linli/contract/offline-commands'
import { delayAfter } from './back-off.ts'
import type { Answer, Body, Entry, HeldPhoto, Uploaded } from './entry.ts'
import { judge, type Verdict } from './judge.ts'
import { allDue } from './order.ts'
import { bodyOf, isComplete } from './seal.ts'

/** Where entries live. Each change is whole and on the disk when its promise resolves. */
export interface EntryStore {
  /** All of them, done ones included. */
  entries(): Promise<readonly Entry[]>
  /** Null when the entry is gone: the person took it back meanwhile. */
  change(id: string, change: (entry: Entry) => Entry): Promise<Entry | null>
  photo(key: string): Promise<Blob | null>
}

export interface Posted {
  readonly command: OfflineCommand
  readonly body: Body
}

export interface Transport {
  upload(photo: Blob, key: string): Promise<Uploaded>
  send(command: OfflineCommand, body: Body): Promise<Answer>
  /** Many in one request, each answered by itself in the order given; left out where the phone may only send one by one. */
  sendMany?(items: readonly Posted[]): Promise<readonly (Answer | ProblemError)[]>
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
/** So many in one request: a slow line answers within the time that a request is given. */
const AT_ONCE = 25

/**
 * Sends what is due. At most one run per phone at a time: whoever calls it holds the lock. It may be killed between any two
 * steps; the next run goes on from what the store holds, and the server knows a command it has had by its id.
 * What needs no picture goes first and together: words are small, and the station waits for them.
 */
export async function sendWaiting(tools: Tools): Promise<RunEnd> {
  await recover(tools.store)
  const tried = new Set<string>()
  let unheard = 0
  for (;;) {
    const due = allDue(await tools.store.entries(), tools.now(), tried)
    const [first] = due
    if (first === undefined) return unheard > 0 ? 'offline' : 'idle'
    const words = tools.transport.sendMany === undefined ? [] : due.filter(isReady).slice(0, AT_ONCE)
    const turn = words.length > 1 ? words : [words[0] ?? first]
    for (const { id } of turn) tried.add(id)
    for (const verdict of turn.length > 1
      ? await sendTogether(turn, tools)
      : [await attempt(turn[0] ?? first, tools)]) {
      if (verdict?.kind === 'signed_out') return 'signed_out'
      unheard = verdict?.kind === 'later' && verdict.network ? unheard + 1 : 0
      if (unheard >= OFFLINE_AFTER) return 'offline'
      // The server asked all of this phone to slow down, not this one entry.
      if (verdict?.kind === 'later' && verdict.afterMs !== null) return 'idle'
    }
  }
}

const isReady = (entry: Entry) => entry.sealed !== null || isComplete(entry)

/** No other run is at work, so whatever is still being sent was left by a page that was killed. */
async function recover(store: EntryStore): Promise<void> {
  for (const entry of await store.entries()) {
    if (entry.state === 'sending') await store.change(entry.id, toWaiting)
  }
}

/** @returns null when it was sent, or taken back by the person. */
async function attempt(entry: Entry, tools: Tools): Promise<Verdict | null> {
  const outcome = await post(entry, tools).catch((error: unknown) => error)
  return outcome === null ? null : settle(entry, outcome, tools)
}

async function post(entry: Entry, tools: Tools): Promise<Answer | null> {
  const sealed = await seal(entry, tools)
  return sealed?.sealed == null ? null : tools.transport.send(sealed.command, sealed.sealed)
}

/** Notes what the server, or the lack of one, said of an entry. @returns null when it is done */
async function settle(entry: Entry, outcome: unknown, tools: Tools): Promise<Verdict | null> {
  if (isAnswer(outcome)) {
    const doneAt = new Date(tools.now()).toISOString()
    await tools.store.change(entry.id, (now) => done(now, doneAt, outcome))
    return null
  }
  // The answer to the first sending was lost, and its file is by now somebody else's to see.
  if (outcome instanceof ProblemError && outcome.code === 'command.done_unseen')
    return settle(entry, { version: null, number: null }, tools)
  const verdict = judge(outcome, entry.tries)
  await tools.store.change(entry.id, (now) => after(verdict, now, tools))
  return verdict
}

const keptOfDone: ReadonlySet<string> = new Set(['dueItemIds', 'subject', 'visitId'])

const isAnswer = (outcome: unknown): outcome is Answer =>
  typeof outcome === 'object' && outcome !== null && !(outcome instanceof Error)

/** What was typed has arrived: of it the phone keeps what the lists show, which visit it was, of whom, and which items it answered. */
const done = (entry: Entry, doneAt: string, answer: Answer): Entry => ({
  ...entry,
  state: 'done',
  refusal: null,
  tries: 0,
  doneAt,
  answer,
  input: Object.fromEntries(Object.entries(entry.input).filter(([key]) => keptOfDone.has(key))),
  sealed: null,
  form: null,
})

/** In one request; halved when it is too large for the server, down to a single one. */
async function sendTogether(turn: readonly Entry[], tools: Tools): Promise<(Verdict | null)[]> {
  if (turn.length === 1) return inTurn(turn, (entry) => attempt(entry, tools))
  const ready: Entry[] = []
  for (const entry of turn) {
    const sealed = await seal(entry, tools)
    if (sealed?.sealed != null) ready.push(sealed)
  }
  const outcomes = await postAll(ready, tools)
  if (outcomes === 'one_by_one') return inTurn(turn, (entry) => attempt(entry, tools))
  if (outcomes === 'too_large') {
    const middle = Math.ceil(turn.length / 2)
    return [...(await sendTogether(turn.slice(0, middle), tools)), ...(await sendTogether(turn.slice(middle), tools))]
  }
  return inTurn(ready, (entry, index) => settle(entry, outcomes[index], tools))
}

async function inTurn<T, R>(items: readonly T[], act: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const [index, item] of items.entries()) results.push(await act(item, index))
  return results
}

type Outcomes = readonly unknown[] | 'too_large' | 'one_by_one'

async function postAll(ready: readonly Entry[], { transport }: Tools): Promise<Outcomes> {
  const items = ready.flatMap(({ command, sealed }) => (sealed === null ? [] : [{ command, body: sealed }]))
  if (items.length === 0) return []
  try {
    return (await transport.sendMany?.(items)) ?? []
  } catch (error) {
    if (!(error instanceof ProblemError)) return ready.map(() => error)
    // Revoked since it was asked for: nothing was done, and the whole phone is judged, not its entries.
    if (error.code === 'device.revoked') throw error
    if (error.status === 413) return 'too_large'
    // The request was refused and not what it carried: the server has forgotten this phone.
    return judge(error, 0).kind === 'refused' ? 'one_by_one' : ready.map(() => error)
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
