import { createHmac, hkdfSync } from 'node:crypto'

const derived = new Map<string, Buffer>()

/**
 * The 256-bit key for one purpose, derived from the server's secret: a value made for one purpose
 * (a cookie, a database field) is worthless in any other.
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  const name = `${purpose}\0${secret}`
  let key = derived.get(name)
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secret, '', `linli ${purpose}`, 32))
    derived.set(name, key)
  }
  return key
}

/** HMAC-SHA-256: lets a value of low entropy (phone, login, six digits) be found again without being stored. */
export function keyedHash(key: Buffer, value: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(value).digest()
}
