import { ProblemError } from '@linli/client/problem'
import type { Uploaded } from '@linli/client/upload'
import { useSyncExternalStore } from 'react'
import { getPhoto } from './photo-box.ts'

export type UploadState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'done'; readonly uploaded: Uploaded }
  /** `final`: the server looked at it and said no; anything else is tried again. */
  | { readonly kind: 'failed'; readonly final: boolean; readonly error: unknown }

/** Pictures on their way to the server, by photo key. Each is sent once, whoever asks. */
const states = new Map<string, UploadState>()
const running = new Map<string, Promise<UploadState>>()
const listeners = new Set<() => void>()
let snapshot: ReadonlyMap<string, UploadState> = new Map()

export function useUploads(): ReadonlyMap<string, UploadState> {
  return useSyncExternalStore(subscribe, () => snapshot)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Sends a picture in the background; asked again while it runs, it is the same sending. Never rejects. */
export function upload(key: string): Promise<UploadState> {
  const state = states.get(key)
  if (state?.kind === 'done' || (state?.kind === 'failed' && state.final)) return Promise.resolve(state)
  const sending = running.get(key) ?? send(key).finally(() => running.delete(key))
  running.set(key, sending)
  return sending
}

async function send(key: string): Promise<UploadState> {
  note(key, { kind: 'waiting' })
  try {
    const picture = await getPhoto(key)
    if (!picture)
      return note(key, { kind: 'failed', final: true, error: new Error('the picture is no longer on this phone') })
    // Half of it is tus: loaded with the first picture only.
    const { uploadPicture } = await import('@linli/client/upload')
    // An upload is known again by its file name after a reload: two pictures of one size must not be taken for each other.
    const named = new File([picture], key, { type: picture.type, lastModified: 0 })
    const uploaded = await uploadPicture(named, { onProgress: (share) => note(key, { kind: 'sending', share }) })
    return note(key, { kind: 'done', uploaded })
  } catch (error) {
    return note(key, { kind: 'failed', final: isFinal(error), error })
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof ProblemError && error.status < 500 && error.status !== 429
}

function note(key: string, state: UploadState): UploadState {
  states.set(key, state)
  snapshot = new Map(states)
  listeners.forEach((listener) => listener())
  return state
}
