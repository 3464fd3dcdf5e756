import { useSyncExternalStore } from 'react'

let message = ''
const listeners = new Set<() => void>()

/** Says something to screen readers that sighted people see change. */
export function announce(text: string): void {
  // The same words twice would not be a change; a trailing space makes them one.
  message = text === message ? `${text} ` : text
  listeners.forEach((listener) => listener())
}

export function Announcer() {
  const words = useSyncExternalStore(subscribe, () => message)
  return (
    <div className="sr" role="status">
      {words}
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
