import { useEffect, useSyncExternalStore } from 'react'
import { receiptOf, receipts } from '../keep/receipts.ts'
import { isRecord, stored } from '../keep/stored.ts'
import { deliver, type Outcome, type Parcel, type Tools } from './deliver.ts'
import { type Draft, readDraft } from './draft.ts'
import { dropPhoto } from './photo-box.ts'
import type { UploadState } from './photo-uploads.ts'
import { tidyPhone, titleOf } from './wizard.ts'

/** Reports of this phone that have no receipt yet, oldest first. */
export const outbox = stored<readonly Parcel[]>('linli.outbox', (raw) =>
  Array.isArray(raw) ? raw.flatMap(readParcel) : [],
)

/** What became of parcels while this page was open, by the id they were put in under. */
interface Done {
  readonly number: string
  readonly leftOut: number
}
const done = new Map<string, Done>()
const busy = new Set<string>()
const hurries = new Map<string, () => void>()

/** Puts a finished draft into the outbox; its key there stays, also when the command id has to change. */
export function post(draft: Draft, now = new Date()): string {
  const parcel: Parcel = { draft, madeAt: now.toISOString(), sealed: null, withoutRest: false, refusal: null }
  outbox.set([...outbox.get(), parcel])
  return keyOf(parcel)
}

export function takeBack(key: string): Parcel | undefined {
  const parcel = findParcel(key)
  outbox.set(outbox.get().filter((other) => keyOf(other) !== key))
  return parcel
}

export function findParcel(key: string): Parcel | undefined {
  return outbox.get().find((parcel) => keyOf(parcel) === key)
}

/** A parcel's name on this phone: the moment it was made, which a changed command id does not change. */
export function keyOf(parcel: Parcel): string {
  return String(Date.parse(parcel.madeAt))
}

/** The person does not wait for the pictures that are still on their way. */
export function sendWithoutRest(key: string): void {
  const parcel = findParcel(key)
  if (parcel) replace({ ...parcel, withoutRest: true })
  hurries.get(key)?.()
}

/** Sends everything that waits and was not refused. Safe to call at any time, from any tab. */
export async function sendAll(tools: Omit<Tools, 'save'>): Promise<void> {
  for (const parcel of outbox.get()) {
    const key = keyOf(parcel)
    if (parcel.refusal !== null || busy.has(key)) continue
    // From the first moment on: whoever looks would otherwise be told that it waits for a network.
    busy.add(key)
    tell()
    try {
      await alone(key, () => sendOne(key, tools))
    } finally {
      busy.delete(key)
      hurries.delete(key)
      tell()
    }
  }
}

async function sendOne(key: string, tools: Omit<Tools, 'save'>): Promise<void> {
  const parcel = findParcel(key)
  if (!parcel) return
  const hurried = new Promise<UploadState>((resolve) => {
    hurries.set(key, () => resolve({ kind: 'failed', final: true, error: new Error('not waited for') }))
  })
  const upload = (photoKey: string) => Promise.race([tools.upload(photoKey), hurried])
  settle(key, parcel, await deliver(parcel, { ...tools, upload, save: replace }))
}

function settle(key: string, parcel: Parcel, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'delivered': {
      const { draft } = parcel
      const phone = draft.contact.mode === 'none' ? undefined : tidyPhone(draft.contact.phone)
      // The receipt first: a page killed between the two shows a report twice rather than never.
      receipts.keep(
        receiptOf(outcome.receipt, {
          title: titleOf(draft.description),
          sentAt: new Date().toISOString(),
          followed: false,
          phone,
        }),
      )
      done.set(key, { number: outcome.receipt.number, leftOut: outcome.leftOut })
      takeBack(key)
      draft.photos.forEach((photo) => void dropPhoto(photo.key))
      return
    }
    case 'refused': {
      const kept = findParcel(key)
      if (kept) replace({ ...kept, refusal: outcome.refusal })
      return
    }
    case 'later':
  }
}

// Two tabs must not send the same parcel at once. Without locks the command id alone keeps it from arriving twice.
async function alone(key: string, act: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return act()
  await navigator.locks.request(`linli.parcel.${key}`, { ifAvailable: true }, async (lock) => {
    if (lock) await act()
  })
}

function replace(parcel: Parcel): void {
  outbox.set(outbox.get().map((other) => (keyOf(other) === keyOf(parcel) ? parcel : other)))
}

export interface Progress {
  readonly busy: boolean
  readonly done: Done | undefined
}

export function useProgress(key: string): Progress {
  useSyncExternalStore(subscribe, () => version)
  return { busy: busy.has(key), done: done.get(key) }
}

const listeners = new Set<() => void>()
let version = 0

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  version++
  listeners.forEach((listener) => listener())
}

const tryAgainMs = 30_000

/** While the page is open: sends when the network is back, when the page is looked at again, and every half minute. */
export function useSending(send: () => Promise<void>): void {
  useEffect(() => {
    const attempt = () => {
      if (document.visibilityState === 'visible' && outbox.get().some((parcel) => parcel.refusal === null)) {
        // Even the code that sends may not have arrived yet; the next attempt fetches it.
        send().catch(() => undefined)
      }
    }
    attempt()
    const timer = setInterval(attempt, tryAgainMs)
    window.addEventListener('online', attempt)
    document.addEventListener('visibilitychange', attempt)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', attempt)
      document.removeEventListener('visibilitychange', attempt)
    }
  }, [send])
}

function readParcel(raw: unknown): Parcel[] {
  if (!isRecord(raw) || !isRecord(raw['draft']) || typeof raw['madeAt'] !== 'string') return []
  // Written by this file. A draft without its own command id would be a new report at every start: readDraft keeps it.
  const parcel = raw as Partial<Parcel>
  return [
    {
      draft: readDraft(raw['draft']),
      madeAt: raw['madeAt'],
      sealed: parcel.sealed ?? null,
      withoutRest: parcel.withoutRest === true,
      refusal: parcel.refusal ?? null,
    },
  ]
}
