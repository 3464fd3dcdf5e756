import { randomInt } from 'node:crypto'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import type { Deps } from '../../platform/deps.ts'

/** Six digits that, with the matter's number, open its tracking page. Rate limits make guessing hopeless. */
export function newTrackingCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** What is stored instead of the code. Keyed, because a million codes are tried in a second. */
export function trackingCodeHash(deps: Deps, matterId: string, code: string): Buffer {
  return keyedHash(deriveKey(deps.config.secret, 'matter-code'), `${matterId}:${code}`)
}
