import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly bytes: Buffer
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
      const bytes = Buffer.concat(parts)
      const one = { path, headers, body: bytes.toString(), bytes }
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

/** A browser that has agreed to show messages: it reads what it is sent as RFC 8291 says, from the other end. */
export function startBrowser() {
  const own = createECDH('prime256v1')
  own.generateKeys()
  return browserWith(own, randomBytes(16))
}

export function browserWith(own: ReturnType<typeof createECDH>, auth: Buffer) {
  const publicKey = own.getPublicKey()
  const derive = (from: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', from, salt, info, length))
  return {
    keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    publicKey,
    auth,
    read(message: Buffer): string {
      const [salt, length] = [message.subarray(0, 16), message.readUInt8(20)]
      const sender = message.subarray(21, 21 + length)
      const record = message.subarray(21 + length)
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender])
      const secret = derive(own.computeSecret(sender), auth, info, 32)
      const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
      const decipher = createDecipheriv(
        'aes-128-gcm',
        key,
        derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
      )
      decipher.setAuthTag(record.subarray(-16))
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
      return padded.subarray(0, padded.lastIndexOf(2)).toString()
    },
  }
}

/** What the `Authorization` of a push message claims, after its signature was checked with the key it names (RFC 8292). */
export function claimsOf(authorization: string): { aud: string; exp: number; sub: string; key: string } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? []
  const [head = '', body = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
  const jwk = { kty: 'EC', crv: 'P-256', x, y }
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) throw new Error('the token is not signed by the key that stands beside it')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { aud: string; exp: number; sub: string }
  return { ...claims, key }
}
