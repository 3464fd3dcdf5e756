import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** How it answers from now on; 200 at first. A status, or whatever the function does. */
  answer: number | ((reply: ServerResponse, request: Received) => void)
  close(): Promise<void>
}

/** A real HTTP server that keeps what it is sent: a text message gateway, or the receiver of a webhook. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { url: path = '', headers } = request
      const one = { path, headers, body: Buffer.concat(parts).toString() }
      receiver.received.push(one)
      if (typeof receiver.answer === 'number') reply.writeHead(receiver.answer).end('answer')
      else receiver.answer(reply, one)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/in`,
    received: [],
    answer: 200,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}
