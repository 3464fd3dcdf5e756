import { edited } from '../outbox/decide.ts'
import { type Entry, freshEntry, isUnsent, mayEdit, type NewEntry } from '../outbox/entry.ts'
import type { EntryStore } from '../outbox/send-waiting.ts'
import { changed } from './changes.ts'
import type { Database } from './database.ts'
import { withMatter } from '../forms/patrol-form.ts'
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

interface DraftSteps {
  /** What the entries were written as. */
  readonly drop?: string | null
  /** Begun by them: a patrol, or help on its way. */
  readonly begin?: { readonly key: string; readonly value: unknown }
  /** A report made on the way belongs to the patrol that is under way, if one is. */
  readonly underWay?: string
}

/** Into the outbox, and out of the drafts, in one step: a killed browser leaves it in exactly one of the two. */
export async function putEntries(db: Database, entries: readonly NewEntry[], steps: DraftSteps = {}): Promise<void> {
  const tx = db.transaction(['entries', 'drafts'], 'readwrite', { durability: 'strict' })
  const drafts = tx.objectStore('drafts')
  // The store gives the sequence number: that is what autoIncrement is for, and the type cannot say so.
  for (const entry of entries) await tx.objectStore('entries').add(freshEntry(entry) as Entry)
  if (steps.drop != null) await drafts.delete(steps.drop)
  if (steps.begin) await drafts.put({ ...steps.begin, savedAt: new Date().toISOString() })
  if (steps.underWay !== undefined) {
    const patrol = await drafts.get(draftKeys.patrol())
    if (patrol) await drafts.put({ ...patrol, value: withMatter(patrol.value, steps.underWay) })
  }
  await tx.done
  changed('entries')
  changed('drafts')
}

export function putEntry(db: Database, entry: NewEntry, draftKey: string | null): Promise<void> {
  return putEntries(db, [entry], { drop: draftKey })
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

/**
 * The person has changed what lies in the outbox; `more` is what only now came to it, such as a report from the same door.
 * @returns false when it is too late: it is on its way, or gone.
 */
export async function replaceEntry(db: Database, anew: NewEntry, more: readonly NewEntry[] = []): Promise<boolean> {
  const tx = db.transaction(['entries', 'drafts'], 'readwrite', { durability: 'strict' })
  const entry = await tx.objectStore('entries').index('id').get(anew.id)
  const may = entry !== undefined && mayEdit(entry)
  if (may) {
    await tx.objectStore('entries').put(edited(entry, anew))
    await tx.objectStore('drafts').delete(draftKeys.entry(anew.id))
    for (const other of more) {
      const known = await tx.objectStore('entries').index('id').getKey(other.id)
      if (known === undefined) await tx.objectStore('entries').add(freshEntry(other) as Entry)
    }
  }
  await tx.done
  changed('entries')
  changed('drafts')
  return may
}

export async function findEntry(db: Database, id: string): Promise<Entry | undefined> {
  return db.getFromIndex('entries', 'id', id)
}
