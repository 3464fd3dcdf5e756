import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { deriveKey } from '../crypto/keys.ts'

/** How many points P-256 has: a private key is a number below. */
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
/** A day at most (RFC 8292); half of one forgives clocks. */
const TOKEN_SECONDS = 12 * 60 * 60

export interface PushKeys {
  /** Uncompressed point: what a browser is told, and later asks of whoever sends. */
  readonly publicKey: Buffer
  readonly privateKey: KeyObject
}

const known = new Map<string, PushKeys>()

/**
 * The key pair by which the makers of browsers know this platform. It follows from the server's secret: processes that
 * share one share the other, and a backup that opens the rest sends messages, too.
 */
export function pushKeys(secret: string): PushKeys {
  let keys = known.get(secret)
  if (!keys) {
    const ecdh = createECDH('prime256v1')
    const scalar = scalarOf(secret)
    ecdh.setPrivateKey(scalar)
    const publicKey = ecdh.getPublicKey()
    const [d, x, y] = [scalar, publicKey.subarray(1, 33), publicKey.subarray(33)].map((part) =>
      part.toString('base64url'),
    )
    // Three parts were made just above.
    const key = { kty: 'EC', crv: 'P-256', d, x, y } as JsonWebKey
    keys = { publicKey, privateKey: createPrivateKey({ format: 'jwk', key }) }
    known.set(secret, keys)
  }
  return keys
}

/** The `Authorization` of a message to this push service (RFC 8292). `contact` is whom its operators may ask. */
export function vapid(keys: PushKeys, endpoint: string, contact: string, now: Date): string {
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(now.getTime() / 1000) + TOKEN_SECONDS, sub: contact }
  const signed = [{ typ: 'JWT', alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(signed), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${keys.publicKey.toString('base64url')}`
}

// One in four thousand million derived keys is no number below the order; then the next is taken.
function scalarOf(secret: string): Buffer {
  for (let turn = 0; ; turn++) {
    const scalar = deriveKey(secret, `web push ${turn}`)
    if (scalar.compare(ORDER) < 0) return scalar
  }
}
