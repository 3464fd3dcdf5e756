import type { Database } from './database.ts'

const OWN = 'own'
const keys = new WeakMap<Database, Promise<CryptoKey>>()

/**
 * Under which what is typed on this phone lies on its disk: made by the phone, cannot be read out, and gone with the rest.
 * Not the key of the shift: what was not sent must be able to go out, or to the station, after the shift has ended.
 */
export function ownKey(db: Database): Promise<CryptoKey> {
  const known = keys.get(db) ?? heldOrMade(db)
  keys.set(db, known)
  // A full phone may have no room for it: asked again, it may have.
  known.catch(() => keys.delete(db))
  return known
}

async function heldOrMade(db: Database): Promise<CryptoKey> {
  const held = await db.get('keys', OWN)
  if (held !== undefined) return held
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const tx = db.transaction('keys', 'readwrite', { durability: 'strict' })
  // Two tabs may begin at once: the first one's key is everybody's.
  const first = await tx.store.get(OWN)
  if (first === undefined) await tx.store.put(made, OWN)
  await tx.done
  return first ?? made
}
