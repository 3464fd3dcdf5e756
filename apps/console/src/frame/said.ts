import { useSyncExternalStore } from 'react'

/** What was just done, and how it is taken back where it has a real inverse. */
export interface Said {
  readonly words: string
  readonly undo?: () => Promise<unknown>
}

const SHOWN_MS = 8_000
let now: Said | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const hearers = new Set<() => void>()

function set(said: Said | null): void {
  now = said
  for (const hear of hearers) hear()
}

/** Says it at the foot of the window for some seconds, for actions whose place on the page is gone. */
export function say(said: Said): void {
  clearTimeout(timer)
  set(said)
  timer = setTimeout(() => set(null), SHOWN_MS)
}

export const unsay = (): void => set(null)

export function useSaid(): Said | null {
  return useSyncExternalStore(
    (hear) => {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    () => now,
  )
}
