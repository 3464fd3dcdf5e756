import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
}

/** A client that costs little: it shares the machine with what it measures. */
export function createHttp(url: string, sockets: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  const base = new URL(url)
  const send = (method: string, path: string, cookie: string, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body)
      const headers: Record<string, string | number> = { cookie }
      if (payload !== undefined) {
        headers['content-type'] = 'application/json'
        headers['content-length'] = Buffer.byteLength(payload)
      }
      const sent = request({ agent, host: base.hostname, port: base.port, method, path, headers }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
        answer.on('error', reject)
      })
      sent.on('error', reject)
      sent.end(payload)
    })
  return { url, send, close: () => agent.destroy() }
}

export type Http = ReturnType<typeof createHttp>
