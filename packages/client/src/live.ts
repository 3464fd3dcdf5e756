/** An event as the server tells it: what happened to which subject; never personal values. */
export interface LiveMessage {
  readonly seq: number
  readonly module: string
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly at: string
  readonly payload: Readonly<Record<string, unknown>>
}

export type LiveState = { readonly kind: 'live' } | { readonly kind: 'lost'; readonly since: number }

interface Options {
  readonly url: string
  readonly onMessage: (message: LiveMessage) => void
  /** Too much was missed to be told one by one: load everything anew. */
  readonly onReset: () => void
  readonly onState: (state: LiveState) => void
}

/**
 * Follows what happens. The browser reconnects by itself with the last event's id and misses nothing; when it gives up
 * (a server that is down answers nothing) a new connection is made every few seconds, and everything is loaded anew.
 * @returns how to stop.
 */
export function subscribeLive({ url, onMessage, onReset, onState }: Options): () => void {
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let lostSince: number | null = null
  let first = true

  function open(): void {
    source = new EventSource(url)
    source.onopen = () => {
      if (!first && lostSince !== null) onReset()
      first = false
      lostSince = null
      onState({ kind: 'live' })
    }
    source.onmessage = (event) => onMessage(JSON.parse(String(event.data)) as LiveMessage)
    source.addEventListener('reset', onReset)
    source.onerror = () => {
      lostSince ??= Date.now()
      onState({ kind: 'lost', since: lostSince })
      if (source?.readyState === EventSource.CLOSED) {
        clearTimeout(again)
        again = setTimeout(open, 3000)
      }
    }
  }
  open()
  return () => {
    clearTimeout(again)
    source?.close()
  }
}
