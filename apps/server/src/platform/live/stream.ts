import type { ServerResponse } from 'node:http'

/** Unsent bytes from which a client is too slow to follow; it is let go and comes back with its last event. */
const MOST_BUFFERED = 256 * 1024
/** Silence after which proxies and phones would give the connection up. */
const HEARTBEAT_MS = 15_000

/** A connection that the server writes to as things happen (server-sent events). */
export interface EventStream {
  /** `text` as `serverEvent` makes it: the same for many streams is made once. */
  write(text: string): void
  end(): void
  onClose(run: () => void): void
}

/** Takes the answer over from the HTTP server; it ends when either side does. */
export function openEventStream(raw: ServerResponse): EventStream {
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  })
  raw.write('retry: 2000\n\n')
  const write = (text: string) => {
    if (raw.writableLength > MOST_BUFFERED) raw.destroy()
    else raw.write(text)
  }
  const heartbeat = setInterval(() => write(': here\n\n'), HEARTBEAT_MS)
  raw.on('close', () => clearInterval(heartbeat))
  return { write, end: () => raw.end(), onClose: (run) => raw.on('close', run) }
}

export function serverEvent(data: unknown, { id, name }: { id?: string; name?: string } = {}): string {
  const head = `${name === undefined ? '' : `event: ${name}\n`}${id === undefined ? '' : `id: ${id}\n`}`
  return `${head}data: ${JSON.stringify(data)}\n\n`
}

/** All streams of a kind, so that a server that stops can end them: it waits for its answers, and these never end by themselves. */
export function streamsOf(app: { addHook(name: 'preClose', hook: () => Promise<void>): unknown }): {
  keep(stream: EventStream): void
} {
  const open = new Set<EventStream>()
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })
  return {
    keep(stream) {
      open.add(stream)
      stream.onClose(() => open.delete(stream))
    },
  }
}
