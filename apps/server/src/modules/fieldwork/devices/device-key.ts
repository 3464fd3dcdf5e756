import { createDecipheriv, randomBytes } from 'node:crypto'
import { deriveKey } from '../../../platform/crypto/keys.ts'
import { seal, unsealBytes } from '../../../platform/crypto/seal.ts'
import type { Deps } from '../../../platform/deps.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** A shift with its overtime; then the store of the phone stays closed until it is unlocked again. */
const SHIFT_HOURS = 14

export const newDeviceKey = () => randomBytes(KEY_BYTES)

const wrappingKey = (deps: Deps) => deriveKey(deps.config.secret, 'field-device')
const contextOf = (deviceId: string, staffId: string) => `field_devices.sealed_key:${deviceId}:${staffId}`

export const sealDeviceKey = (deps: Deps, deviceId: string, staffId: string, key: Buffer) =>
  seal(wrappingKey(deps), key, contextOf(deviceId, staffId))

/** Null when it was sealed with a secret that is gone. */
export const openDeviceKey = (deps: Deps, deviceId: string, staffId: string, sealed: Uint8Array) =>
  unsealBytes(wrappingKey(deps), sealed, contextOf(deviceId, staffId))

export const shiftEnds = (deps: Deps) => new Date(deps.now().getTime() + SHIFT_HOURS * 3_600_000).toISOString()

/** What a phone sealed under its key by WebCrypto: nonce, ciphertext, tag. Null when it was not this key, or altered. */
export function openFromPhone(key: Buffer, sealed: Buffer): unknown {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    return JSON.parse(text.toString('utf8'))
  } catch {
    return null
  }
}
