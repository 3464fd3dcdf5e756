import { useSyncExternalStore } from 'react'

/** A small value that this phone remembers, the same in every tab. */
export interface Stored<T> {
  readonly get: () => T
  readonly set: (next: T) => void
  readonly subscribe: (listener: () => void) => () => void
}

/**
 * `read` makes a value of whatever stands in the store: nothing (undefined), an older version's shape, or damage.
 * Where the browser refuses storage (private windows, full disk), the value lives as long as the page.
 */
export function stored<T>(key: string, read: (raw: unknown) => T): Stored<T> {
  const listeners = new Set<() => void>()
  let value: T | undefined
  const tell = () => listeners.forEach((listener) => listener())
  if (typeof window !== 'undefined') {
    window.addEventListener('storage', (event) => {
      if (event.key !== null && event.key !== key) return
      value = undefined
      tell()
    })
  }
  return {
    get: () => (value ??= read(load(key))),
    set: (next) => {
      value = next
      save(key, next)
      tell()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useStored<T>(store: Pick<Stored<T>, 'get' | 'subscribe'>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}

function load(key: string): unknown {
  try {
    const text = localStorage.getItem(key)
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function save(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Refused or full: the page still holds the value.
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
