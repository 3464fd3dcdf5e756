import { edited } from '../outbox/decide.ts'
import { type Entry, freshEntry, isUnsent, mayEdit, type NewEntry } from '../outbox/entry.ts'
import type { EntryStore } from '../outbox/send-waiting.ts'
import { changed } from './changes.ts'
import type { Database } from './database.ts'
import { draftKeys } from './drafts.ts'

/** How many that arrived stay visible, and for how long the order of versions may need them. */
const DONE_KEPT = 30

export function entryStore(db: Database): EntryStore {
  return {
    entries: () => db.getAll('entries'),
    change: (id, change) => changeEntry(db, id, change),
    photo: async (key) => (await db.get('photos', key))?.blob ?? null,
  }
}

export async function changeEntry(db: Database, id: string, change: (entry: Entry) => Entry): Promise<Entry | null> {
  // Strict: once this resolves it is on the disk, not in a buffer that dies with the battery.
  const tx = db.transaction('entries', 'readwrite', { durability: 'strict' })
  const entry = await tx.store.index('id').get(id)
  if (entry === undefined) {
    await tx.done
    return null
  }
  const next = change(entry)
  if (next !== entry) await tx.store.put(next)
  await tx.done
  if (next !== entry) changed('entries')
  return next
}

/** Into the outbox, and out of the drafts, in one step: a killed browser leaves it in exactly one of the two. */
export async function putEntry(db: Database, entry: NewEntry, draftKey: string | null): Promise<void> {
  const tx = db.transaction(['entries', 'drafts'], 'readwrite', { durability: 'strict' })
  // The store gives the sequence number: that is what autoIncrement is for, and the type cannot say so.
  await tx.objectStore('entries').add(freshEntry(entry) as Entry)
  if (draftKey !== null) await tx.objectStore('drafts').delete(draftKey)
  await tx.done
  changed('entries')
  changed('drafts')
}

/** The person takes it back; the pictures go with it. */
export async function dropEntry(db: Database, id: string): Promise<void> {
  const tx = db.transaction(['entries', 'photos', 'drafts'], 'readwrite')
  const entry = await tx.objectStore('entries').index('id').get(id)
  // What is on its way cannot be called back.
  if (entry !== undefined && entry.state !== 'sending') {
    for (const photo of entry.photos) await tx.objectStore('photos').delete(photo.key)
    await tx.objectStore('drafts').delete(draftKeys.entry(id))
    await tx.objectStore('entries').delete(entry.seq)
  }
  await tx.done
  changed('entries')
  changed('drafts')
}

/** Frees the pictures of what has arrived, and forgets all but the last of it. */
export async function tidyDone(db: Database): Promise<void> {
  const tx = db.transaction(['entries', 'photos'], 'readwrite')
  const entries = await tx.objectStore('entries').getAll()
  const waitedFor = new Set(entries.filter(isUnsent).map((entry) => entry.subject))
  const done = entries.filter((entry) => entry.state === 'done')
  for (const entry of done) {
    for (const photo of entry.photos) await tx.objectStore('photos').delete(photo.key)
  }
  for (const entry of done.slice(0, -DONE_KEPT)) {
    if (!waitedFor.has(entry.subject)) await tx.objectStore('entries').delete(entry.seq)
  }
  await tx.done
}

/** The person has changed what lies in the outbox. @returns false when it is too late: it is on its way, or gone. */
export async function replaceEntry(db: Database, anew: NewEntry): Promise<boolean> {
  const tx = db.transaction(['entries', 'drafts'], 'readwrite', { durability: 'strict' })
  const entry = await tx.objectStore('entries').index('id').get(anew.id)
  const may = entry !== undefined && mayEdit(entry)
  if (may) {
    await tx.objectStore('entries').put(edited(entry, anew))
    await tx.objectStore('drafts').delete(draftKeys.entry(anew.id))
  }
  await tx.done
  changed('entries')
  changed('drafts')
  return may
}

export async function findEntry(db: Database, id: string): Promise<Entry | undefined> {
  return db.getFromIndex('entries', 'id', id)
}
