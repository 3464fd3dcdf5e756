import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, safe in cookies and addresses. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** For tokens of full entropy only; what a person chooses or types goes through `hashPassword` or `keyedHash`. */
export function sha256(value: string | Uint8Array): Buffer {
  return createHash('sha256').update(value).digest()
}

/** Equality whose duration says nothing about where two values differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
