import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { outwardLookup } from './addresses.ts'

const TIMEOUT_MS = 10_000

export interface Letter {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
  /** Whether the machine's own networks may be reached. */
  readonly inward: boolean
}

/**
 * Posts and gives the status of the answer. Not `fetch`, which resolves the name by itself and follows redirects: a
 * redirect is an answer like any other here, so nobody can send us on to an inward address.
 */
export function post({ url, headers, body, inward }: Letter): Promise<number> {
  const request = url.startsWith('https:') ? requestTls : requestPlain
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(inward ? {} : { lookup: outwardLookup }),
      },
      (answer) => {
        // Only the status is of interest; an endless body must not hold the connection.
        answer.destroy()
        resolve(answer.statusCode ?? 0)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
