import { deriveKey, keyedHash } from './keys.ts'

export interface ProvedSession {
  readonly countyId: number
  readonly tokenHash: Buffer
  readonly kind: 'staff' | 'resident'
  readonly ownerId: string
  readonly method: string
  readonly expiresAt: string
}

/** What proves a session; the database checks by the same key (`vault.refuse_unproved`). */
export const sessionKey = (secret: string): Buffer => deriveKey(secret, 'session proofs')

/** Only a process that knows the secret can make it: a row that somebody wrote into the table signs nobody in. */
export function sessionProof(secret: string, session: ProvedSession): Buffer {
  const { countyId, tokenHash, kind, ownerId, method, expiresAt } = session
  const text = [countyId, tokenHash.toString('hex'), kind, ownerId, method, Date.parse(expiresAt)].join(':')
  return keyedHash(sessionKey(secret), text)
}
