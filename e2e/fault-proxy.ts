import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * What becomes of one request. `cut`: the server has done it and the answer is lost; `twice`: it arrives a second time;
 * `last`: it waits until another one has overtaken it.
 */
export type Fate = 'cut' | 'twice' | 'last'

export interface FaultProxy {
  readonly url: string
  /** Bits a second for everybody together, each way; null: as fast as it goes. */
  throttle(bitsPerSecond: number | null): void
  /** The next requests whose path begins so meet these fates, one each, and then none. */
  fate(path: string, ...fates: Fate[]): void
  /** How many of these paths came so far, with their copies. */
  count(path: string): number
  stop(): Promise<void>
}

/** Longest that a request is held for another to overtake it. */
const HELD_MS = 3_000
const PIECE = 4_096

/** A bad line before a platform: a browser that is given its address knows no better. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const fates = new Map<string, Fate[]>()
  const seen: string[] = []
  let rate: number | null = null
  let overtaken = () => {}
  const line = { up: Promise.resolve(), down: Promise.resolve() }

  /** The line is one: whoever sends waits for whoever was before. */
  async function through(way: keyof typeof line, bytes: number): Promise<void> {
    if (rate === null) return
    const ms = (bytes * 8 * 1000) / rate
    line[way] = line[way].then(() => wait(ms))
    return line[way]
  }

  const fateOf = (path: string) => [...fates].find(([start]) => path.startsWith(start))?.[1].shift()

  async function forward(asked: IncomingMessage, body: Buffer): Promise<{ answer: IncomingMessage; text: Buffer }> {
    seen.push(asked.url ?? '')
    const onward = request(new URL(asked.url ?? '/', target), { method: asked.method, headers: asked.headers })
    onward.end(body)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    return { answer, text: await whole(answer) }
  }

  async function handle(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await whole(asked)
    const fate = fateOf(asked.url ?? '')
    if (fate === 'last') await Promise.race([new Promise<void>((done) => (overtaken = done)), wait(HELD_MS)])
    await through('up', body.length)
    let { answer, text } = await forward(asked, body)
    if (fate === 'twice') ({ answer, text } = await forward(asked, body))
    if (fate !== 'last' && asked.method !== 'GET') overtaken()
    if (fate === 'cut') return void asked.socket.destroy()
    reply.writeHead(answer.statusCode ?? 502, withLength(answer, text))
    for (let at = 0; at < text.length; at += PIECE) {
      const piece = text.subarray(at, at + PIECE)
      await through('down', piece.length)
      reply.write(piece)
    }
    reply.end()
  }

  const server = createServer((asked, reply) => {
    // A live stream never ends: it passes as it comes.
    if (asked.headers.accept?.includes('text/event-stream')) return stream(target, asked, reply)
    handle(asked, reply).catch(() => asked.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // What `listen` was given makes it an address with a port.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    throttle: (bitsPerSecond) => void (rate = bitsPerSecond),
    fate: (path, ...wanted) => void fates.set(path, wanted),
    count: (path) => seen.filter((each) => each.startsWith(path)).length,
    stop: () => stopped(server),
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function withLength({ headers, statusCode }: IncomingMessage, text: Buffer) {
  const { 'transfer-encoding': _pieces, ...rest } = headers
  return statusCode === 204 || statusCode === 304 ? rest : { ...rest, 'content-length': String(text.length) }
}

function stream(target: string, asked: IncomingMessage, reply: ServerResponse): void {
  const onward = request(new URL(asked.url ?? '/', target), { headers: asked.headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(reply)
  })
  onward.on('error', () => reply.destroy())
  reply.on('close', () => onward.destroy())
  onward.end()
}

async function stopped(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}
