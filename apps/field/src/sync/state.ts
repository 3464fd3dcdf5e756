import { observable } from './observable.ts'

export interface SyncState {
  /** As last seen: what the browser says counts less than whether an answer came. */
  readonly online: boolean
  readonly busy: boolean
  /** The session has ended; what is typed goes on being kept. */
  readonly signedOut: boolean
}

export const syncState = observable<SyncState>({ online: navigator.onLine, busy: false, signedOut: false })

export function note(change: Partial<SyncState>): void {
  const before = syncState.get()
  const next = { ...before, ...change }
  const same = next.online === before.online && next.busy === before.busy && next.signedOut === before.signedOut
  if (!same) syncState.set(next)
}
