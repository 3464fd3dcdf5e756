import { OfflineError, ProblemError } from '@linli/client'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import type { RouteInput } from '@linli/contract/route'
import { deviceId, readLock } from '../account/phone-lock.ts'
import { type Entry, isUnsent } from '../outbox/entry.ts'
import { bodyOf } from '../outbox/seal.ts'
import type { Database } from '../store/database.ts'
import { readPhoto } from '../store/drafts.ts'
import { changeEntry, readEntries } from '../store/entries.ts'
import { uploadNamed } from './transport.ts'

type HandIn = RouteInput<typeof fieldDeviceRoutes.handInWork>

/** What one answer takes; a long queue goes in several. */
const AT_ONCE = 50

/**
 * Hands unsent work to the station with its pictures, by the token of the phone: its session may have ended.
 * @returns ids that the server has now; @throws OfflineError when nobody answers
 */
export async function handIn(db: Database, staffId: string, entries: readonly Entry[]): Promise<readonly string[]> {
  const lock = await readLock(db)
  if (lock === null) return []
  for (const entry of entries) await sendPictures(db, entry)
  const wanted = new Set(entries.map(({ id }) => id))
  const all = await readEntries(db)
  const named = all.filter(({ id }) => wanted.has(id))
  const received: string[] = []
  for (let from = 0; from < named.length; from += AT_ONCE) {
    const part = named.slice(from, from + AT_ONCE).map((entry) => ({
      commandId: entry.id,
      command: entry.command,
      title: entry.title.slice(0, 120),
      capturedAt: entry.capturedAt,
      input: { ...(entry.sealed ?? bodyOf(entry, all)) },
    }))
    received.push(...(await send(lock.token, { deviceId: deviceId(), staffId, entries: part as HandIn['entries'] })))
  }
  return received
}

/** What has not gone up goes first; what the server will not have stays behind, and the words go without it. */
async function sendPictures(db: Database, entry: Entry): Promise<void> {
  for (const { key } of entry.photos.filter(({ uploaded }) => uploaded === null)) {
    const blob = await readPhoto(db, key)
    const uploaded = blob === null ? null : await uploadNamed(blob, key).catch(unlessUnheard)
    if (uploaded === null) continue
    await changeEntry(db, entry.id, (now) => ({
      ...now,
      photos: now.photos.map((photo) => (photo.key === key ? { ...photo, uploaded } : photo)),
    }))
  }
}

function unlessUnheard(error: unknown): null {
  if (error instanceof ProblemError) return null
  throw error
}

async function send(token: string, body: HandIn): Promise<readonly string[]> {
  const answer = await fetch(`/api${fieldDeviceRoutes.handInWork.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new OfflineError()
  })
  const said: unknown = await answer.json().catch(() => null)
  if (answer.ok) return (said as { received: string[] }).received
  if (said === null || typeof said !== 'object' || !('code' in said)) throw new OfflineError()
  throw new ProblemError(said as ConstructorParameters<typeof ProblemError>[0])
}

/** Everything of this person that the server has not got. */
export async function handInAll(db: Database, staffId: string): Promise<number> {
  const unsent = (await readEntries(db)).filter(isUnsent)
  return (await handIn(db, staffId, unsent)).length
}
