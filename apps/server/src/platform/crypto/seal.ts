import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** aes: AES-256-GCM. sm: SM4-CTR, then HMAC-SM3 over everything (OpenSSL has no SM4-GCM), for counties bound to 商用密码. */
export type Suite = 'aes' | 'sm'

const AES_VERSION = 1
const SM_VERSION = 2
const IV_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES
const SM_IV_BYTES = 16
const SM_MAC_BYTES = 32
const SM_KEY_BYTES = 16

/**
 * Seals under a 256-bit key. `context` says where the value belongs (table, column, row): a sealed value copied
 * elsewhere does not open. Layout: version, nonce, tag, ciphertext.
 */
export function seal(key: Buffer, plaintext: string | Buffer, context: string, suite: Suite = 'aes'): Buffer {
  return suite === 'sm' ? sealSm(key, plaintext, context) : sealAes(key, plaintext, context)
}

/** What was sealed as text; null when the value was altered, moved, or sealed with another key. */
export function unseal(key: Buffer, sealed: Uint8Array, context: string): string | null {
  return unsealBytes(key, sealed, context)?.toString('utf8') ?? null
}

/** What was sealed; the version in front says by which suite. */
export function unsealBytes(key: Buffer, sealed: Uint8Array, context: string): Buffer | null {
  const bytes = Buffer.from(sealed)
  switch (bytes[0]) {
    case AES_VERSION:
      return unsealAes(key, bytes, context)
    case SM_VERSION:
      return unsealSm(key, bytes, context)
    default:
      return null
  }
}

function sealAes(key: Buffer, plaintext: string | Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(AES_VERSION), iv, cipher.getAuthTag(), ciphertext])
}

function unsealAes(key: Buffer, bytes: Buffer, context: string): Buffer | null {
  if (bytes.length < HEADER_BYTES) return null
  const iv = bytes.subarray(1, 1 + IV_BYTES)
  const tag = bytes.subarray(1 + IV_BYTES, HEADER_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()])
  } catch {
    return null
  }
}

// One half of the key encrypts, the other authenticates.
function sealSm(key: Buffer, plaintext: string | Buffer, context: string): Buffer {
  const iv = randomBytes(SM_IV_BYTES)
  const cipher = createCipheriv('sm4-ctr', key.subarray(0, SM_KEY_BYTES), iv)
  const body = Buffer.concat([Buffer.of(SM_VERSION), iv, cipher.update(plaintext), cipher.final()])
  return Buffer.concat([body, macSm(key, body, context)])
}

function unsealSm(key: Buffer, bytes: Buffer, context: string): Buffer | null {
  if (bytes.length < 1 + SM_IV_BYTES + SM_MAC_BYTES) return null
  const body = bytes.subarray(0, -SM_MAC_BYTES)
  if (!timingSafeEqual(macSm(key, body, context), bytes.subarray(-SM_MAC_BYTES))) return null
  const decipher = createDecipheriv('sm4-ctr', key.subarray(0, SM_KEY_BYTES), body.subarray(1, 1 + SM_IV_BYTES))
  return Buffer.concat([decipher.update(body.subarray(1 + SM_IV_BYTES)), decipher.final()])
}

function macSm(key: Buffer, body: Buffer, context: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(context))
  return createHmac('sm3', key.subarray(SM_KEY_BYTES)).update(length).update(context).update(body).digest()
}
