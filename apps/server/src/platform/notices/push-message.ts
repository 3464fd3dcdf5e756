import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto'

const RECORD_BYTES = 4096
/** All messages are equally long: their length tells the push service nothing. */
const PADDED_BYTES = 1024
const END_OF_MESSAGE = Buffer.of(2)

/** What a browser gave when it agreed to show messages. */
export interface BrowserKeys {
  readonly publicKey: Buffer
  readonly auth: Buffer
}

/** What is new with each message; given by the test that compares with the example of RFC 8291. */
interface Fresh {
  readonly own: ECDH
  readonly salt: Buffer
  readonly padded: number
}

function fresh(): Fresh {
  const own = createECDH('prime256v1')
  own.generateKeys()
  return { own, salt: randomBytes(16), padded: PADDED_BYTES }
}

/** Encrypts so that only the browser reads it, not the service that carries it (RFC 8291, `aes128gcm`, one record). */
export function encryptForBrowser(text: string, browser: BrowserKeys, { own, salt, padded } = fresh()): Buffer {
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.publicKey, own.getPublicKey()])
  const secret = derive(own.computeSecret(browser.publicKey), browser.auth, info, 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const words = Buffer.from(text)
  const padding = Buffer.alloc(Math.max(0, padded - words.length))
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const record = [cipher.update(Buffer.concat([words, END_OF_MESSAGE, padding])), cipher.final(), cipher.getAuthTag()]
  const size = Buffer.alloc(4)
  size.writeUInt32BE(RECORD_BYTES)
  return Buffer.concat([salt, size, Buffer.of(own.getPublicKey().length), own.getPublicKey(), ...record])
}

function derive(from: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', from, salt, info, length))
}
