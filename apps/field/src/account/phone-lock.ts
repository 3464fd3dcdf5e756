import { type Client, newId, ProblemError } from '@linli/client'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { changed } from '../store/changes.ts'
import { type Database, gridStores, ofGrids } from '../store/database.ts'
import type { PhoneLock } from '../store/facts.ts'

// Put there by the build, from package.json.
export const appVersion = String(import.meta.env['VITE_APP_VERSION'] ?? '0.0.0')
const DEVICE = 'linli.field.device'

/** Which phone it is, whoever uses it. */
export function deviceId(): string {
  const known = localStorage.getItem(DEVICE)
  if (known !== null) return known
  const made = newId()
  localStorage.setItem(DEVICE, made)
  return made
}

/** What opens the register on this phone: null before it is set up, `key` null after the shift. */
export async function readLock(db: Database): Promise<PhoneLock | null> {
  // Facts are typed by their key as a whole; under `lock` only a lock is ever put.
  const lock = (await db.get('facts', 'lock')) as PhoneLock | undefined
  if (lock === undefined) return null
  if (lock.key === null || Date.parse(lock.expiresAt) > Date.now()) return lock
  // The shift is over: the key goes, not only its use.
  const closed = { ...lock, key: null }
  await db.put('facts', closed, 'lock')
  changed('facts')
  changed('register')
  return closed
}

export const readKey = async (db: Database): Promise<CryptoKey | null> => (await readLock(db))?.key ?? null

/** Sets the phone up for this person with a PIN of theirs. What was sealed before opens no more, and comes anew. */
export async function setUpPhone(client: Client, db: Database, pin: string): Promise<void> {
  const { token, key, expiresAt } = await client.call(fieldDeviceRoutes.enrolDevice, {
    deviceId: deviceId(),
    name: phoneName(),
    appVersion,
    pin,
  })
  const lock: PhoneLock = { token, key: await importKey(key), expiresAt }
  const tx = db.transaction(gridStores, 'readwrite')
  for (const name of ofGrids) void tx.objectStore(name).clear()
  void tx.objectStore('facts').delete('cursors')
  void tx.objectStore('facts').put(lock, 'lock')
  await tx.done
  changed('register')
  changed('facts')
}

/** Opens the phone for a shift. @throws ProblemError when the PIN is wrong, or the phone is no longer known */
export async function unlockPhone(client: Client, db: Database, pin: string): Promise<void> {
  const before = await readLock(db)
  if (before === null) return setUpPhone(client, db, pin)
  try {
    const { key, expiresAt } = await client.call(fieldDeviceRoutes.unlockDevice, {
      deviceId: deviceId(),
      appVersion,
      pin,
    })
    await db.put('facts', { ...before, key: await importKey(key), expiresAt }, 'lock')
  } catch (error) {
    // The server has forgotten this phone (a backup was restored): it is set up anew at the next try.
    if (error instanceof ProblemError && error.code === 'device.not_found') await db.delete('facts', 'lock')
    throw error
  } finally {
    changed('register')
    changed('facts')
  }
}

// Not extractable: no page, extension or copy of the disk gets it out again.
function importKey(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** What the station calls the phone by: its make where the browser tells it. */
function phoneName(): string {
  const make = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1]?.split(';').at(-1)?.trim() ?? ''
  return make.slice(0, 60) || 'phone'
}
