import { newId } from '@linli/client'
import type { FieldAction } from '../outbox/entry.ts'
import { changed } from './changes.ts'
import type { Database, Draft } from './database.ts'

/** Which form a draft belongs to. */
export const draftKeys = {
  report: () => 'report',
  action: (matterId: string, action: FieldAction) => `action:${matterId}:${action}`,
  visit: (kind: string, id: string) => `visit:${kind}:${id}`,
  newHousehold: () => 'new-household',
  /** The patrol under way, and where it went if the county keeps that. */
  patrol: () => 'patrol',
  track: () => 'track',
  /** Help that is on its way. */
  response: (id: string) => `response:${id}`,
  /** A change to what lies in the outbox. */
  entry: (id: string) => `entry:${id}`,
}

const DAY_MS = 86_400_000

export async function saveDraft(db: Database, key: string, value: unknown): Promise<void> {
  await db.put('drafts', { key, value, savedAt: new Date().toISOString() })
  changed('drafts')
}

export async function dropDraft(db: Database, key: string): Promise<void> {
  await db.delete('drafts', key)
  changed('drafts')
}

/** What was begun; the track of a round is kept with it and is nothing to go on with by itself. */
export async function listDrafts(db: Database): Promise<Draft[]> {
  return (await db.getAll('drafts')).filter(({ key }) => key !== draftKeys.track())
}

export async function countDrafts(db: Database): Promise<number> {
  return (await db.getAllKeys('drafts')).filter((key) => key !== draftKeys.track()).length
}

export async function readDraft(db: Database, key: string): Promise<Draft | undefined> {
  return db.get('drafts', key)
}

/** Keeps a picture on the phone. @returns its key. */
export async function keepPhoto(db: Database, blob: Blob): Promise<string> {
  const key = newId()
  await db.put('photos', { key, blob, keptAt: Date.now() })
  return key
}

export async function readPhoto(db: Database, key: string): Promise<Blob | null> {
  return (await db.get('photos', key))?.blob ?? null
}

/** Removes pictures that no draft and no entry names: a page was killed between taking and noting one, or it was deleted. */
export async function tidyPhotos(db: Database, now = Date.now()): Promise<void> {
  const tx = db.transaction(['photos', 'drafts', 'entries'], 'readwrite')
  // Keys are random ids: looking for them in the written form finds them wherever a form keeps them.
  const named = JSON.stringify([await tx.objectStore('drafts').getAll(), await tx.objectStore('entries').getAll()])
  for (const photo of await tx.objectStore('photos').getAll()) {
    if (now - photo.keptAt > DAY_MS && !named.includes(photo.key)) await tx.objectStore('photos').delete(photo.key)
  }
  await tx.done
}
