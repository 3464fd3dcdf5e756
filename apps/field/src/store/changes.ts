/** Kinds of things on the phone that pages show. */
export type Topic = 'entries' | 'drafts' | 'matters' | 'register' | 'facts'

const listeners = new Map<Topic, Set<() => void>>()
// The same person may have two tabs open: one sends, both show it.
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('linli.field.changes') : null
if (channel) channel.onmessage = (event: MessageEvent<Topic>) => tell(event.data)

/** Something of this kind was written. */
export function changed(topic: Topic): void {
  tell(topic)
  channel?.postMessage(topic)
}

export function onChange(topic: Topic, listener: () => void): () => void {
  const those = listeners.get(topic) ?? new Set()
  listeners.set(topic, those.add(listener))
  return () => those.delete(listener)
}

function tell(topic: Topic): void {
  listeners.get(topic)?.forEach((listener) => listener())
}
