import { randomBytes } from 'node:crypto'
import { deriveKey } from '../../../platform/crypto/keys.ts'
import { seal, unsealBytes } from '../../../platform/crypto/seal.ts'
import type { Deps } from '../../../platform/deps.ts'

const KEY_BYTES = 32
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
