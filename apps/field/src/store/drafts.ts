import { newId } from '@linli/client'
import type { FieldAction } from '../outbox/entry.ts'
import { changed } from './changes.ts'
import type { Database, Draft, DraftRow } from './database.ts'
import { ownKey } from './own-key.ts'
import { openBytes, openValue, sealBytes, sealValue } from './sealing.ts'

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

const contextOf = (key: string) => `draft:${key}`

/** As it lies on the disk. */
export async function sealDraft(db: Database, key: string, value: unknown): Promise<DraftRow> {
  const sealed = await sealValue(await ownKey(db), contextOf(key), value)
  return { key, savedAt: new Date().toISOString(), rev: newId(), ...sealed }
}

export async function openDraft(db: Database, row: DraftRow): Promise<Draft> {
  if (!('nonce' in row)) return row
  const { key, savedAt } = row
  return { key, savedAt, value: await openValue(await ownKey(db), contextOf(key), row) }
}

export async function saveDraft(db: Database, key: string, value: unknown): Promise<void> {
  await db.put('drafts', await sealDraft(db, key, value))
  changed('drafts')
}

export async function dropDraft(db: Database, key: string): Promise<void> {
  await db.delete('drafts', key)
  changed('drafts')
}

/** What was begun; the track of a round is kept with it and is nothing to go on with by itself. */
export async function listDrafts(db: Database): Promise<Draft[]> {
  const rows = (await db.getAll('drafts')).filter(({ key }) => key !== draftKeys.track())
  return Promise.all(rows.map((row) => openDraft(db, row)))
}

export async function countDrafts(db: Database): Promise<number> {
  return (await db.getAllKeys('drafts')).filter((key) => key !== draftKeys.track()).length
}

export async function readDraft(db: Database, key: string): Promise<Draft | undefined> {
  const row = await db.get('drafts', key)
  return row && openDraft(db, row)
}

const contextOfPhoto = (key: string) => `photo:${key}`

/** Keeps a picture on the phone. @returns its key. */
export async function keepPhoto(db: Database, blob: Blob): Promise<string> {
  const key = newId()
  const sealed = await sealBytes(await ownKey(db), contextOfPhoto(key), await blob.arrayBuffer())
  await db.put('photos', { key, keptAt: Date.now(), type: blob.type, ...sealed })
  return key
}

export async function readPhoto(db: Database, key: string): Promise<Blob | null> {
  const row = await db.get('photos', key)
  if (row === undefined) return null
  if ('blob' in row) return row.blob
  return new Blob([await openBytes(await ownKey(db), contextOfPhoto(key), row)], { type: row.type })
}
