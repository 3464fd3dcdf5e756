import { newId } from '@linli/client'
import { edited } from '../outbox/decide.ts'
import { type Entry, freshEntry, mayEdit, type NewEntry } from '../outbox/entry.ts'
import type { EntryStore } from '../outbox/send-waiting.ts'
import { withMatter } from '../forms/patrol-form.ts'
import { changed } from './changes.ts'
import type { Database, EntryRow } from './database.ts'
import { draftKeys, openDraft, readPhoto, sealDraft } from './drafts.ts'
import { ownKey } from './own-key.ts'
import { openValue, sealValue } from './sealing.ts'

/** Strict: once a step resolves it is on the disk, not in a buffer that dies with the battery. */
const strict = { durability: 'strict' } as const

export function entryStore(db: Database): EntryStore {
  return {
    entries: () => readEntries(db),
    change: (id, change) => changeEntry(db, id, change),
    photo: (key) => readPhoto(db, key),
  }
}

/** All of the outbox, in the order in which it was put in. */
export async function readEntries(db: Database): Promise<Entry[]> {
  const rows = await db.getAll('entries')
  return Promise.all(rows.map((row) => openEntry(db, row)))
}

export async function findEntry(db: Database, id: string): Promise<Entry | undefined> {
  const row = await db.getFromIndex('entries', 'id', id)
  return row && openEntry(db, row)
}

const contextOf = (id: string) => `entry:${id}`

async function openEntry(db: Database, row: EntryRow): Promise<Entry> {
  if (!('nonce' in row)) return row
  const entry = await openValue<Omit<Entry, 'seq'>>(await ownKey(db), contextOf(row.id), row)
  return { ...entry, seq: row.seq }
}

/** Without `seq` the store gives it: that is what autoIncrement is for, and the type cannot say so. */
async function sealEntry(db: Database, entry: Omit<Entry, 'seq'> & { seq?: number }): Promise<EntryRow> {
  const { seq, ...rest } = entry
  const sealed = await sealValue(await ownKey(db), contextOf(entry.id), rest)
  return { ...(seq === undefined ? {} : { seq }), id: entry.id, rev: newId(), ...sealed } as EntryRow
}

/**
 * Reads an entry and takes a step on what was read. Sealing takes longer than a transaction of the disk waits, so the step
 * looks whether anybody wrote in between, and is then taken anew. @returns null when there is no such entry
 */
async function onEntry<T>(
  db: Database,
  id: string,
  step: (entry: Entry, isAsRead: (row: EntryRow | undefined) => boolean) => Promise<T | 'too_late'>,
): Promise<T | null> {
  for (;;) {
    const row = await db.getFromIndex('entries', 'id', id)
    if (row === undefined) return null
    const done = await step(await openEntry(db, row), (now) => now !== undefined && now.rev === row.rev)
    if (done !== 'too_late') return done
  }
}

export async function changeEntry(db: Database, id: string, change: (entry: Entry) => Entry): Promise<Entry | null> {
  return onEntry(db, id, async (entry, isAsRead) => {
    const next = change(entry)
    if (next === entry) return entry
    const row = await sealEntry(db, next)
    const tx = db.transaction('entries', 'readwrite', strict)
    const mine = isAsRead(await tx.store.get(entry.seq))
    if (mine) await tx.store.put(row)
    await tx.done
    if (!mine) return 'too_late'
    changed('entries')
    return next
  })
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
  const rows = await Promise.all(entries.map((entry) => sealEntry(db, freshEntry(entry))))
  const begun = steps.begin && (await sealDraft(db, steps.begin.key, steps.begin.value))
  for (;;) {
    const before = steps.underWay === undefined ? undefined : await db.get('drafts', draftKeys.patrol())
    const patrol =
      before && (await sealDraft(db, before.key, withMatter((await openDraft(db, before)).value, steps.underWay ?? '')))
    const tx = db.transaction(['entries', 'drafts'], 'readwrite', strict)
    const drafts = tx.objectStore('drafts')
    const isAsRead = before === undefined || (await drafts.get(before.key))?.rev === before.rev
    if (isAsRead) {
      for (const row of rows) await tx.objectStore('entries').add(row)
      if (steps.drop != null) await drafts.delete(steps.drop)
      if (begun) await drafts.put(begun)
      if (patrol) await drafts.put(patrol)
    }
    await tx.done
    if (isAsRead) break
  }
  changed('entries')
  changed('drafts')
}

export function putEntry(db: Database, entry: NewEntry, draftKey: string | null): Promise<void> {
  return putEntries(db, [entry], { drop: draftKey })
}

/** The person takes it back; the pictures go with it. */
export async function dropEntry(db: Database, id: string): Promise<void> {
  await onEntry(db, id, async (entry, isAsRead) => {
    // What is on its way cannot be called back.
    if (entry.state === 'sending') return entry
    const tx = db.transaction(['entries', 'photos', 'drafts'], 'readwrite')
    const mine = isAsRead(await tx.objectStore('entries').get(entry.seq))
    if (mine) {
      for (const photo of entry.photos) await tx.objectStore('photos').delete(photo.key)
      await tx.objectStore('drafts').delete(draftKeys.entry(id))
      await tx.objectStore('entries').delete(entry.seq)
    }
    await tx.done
    return mine ? entry : 'too_late'
  })
  changed('entries')
  changed('drafts')
}

/**
 * The person has changed what lies in the outbox; `more` is what only now came to it, such as a report from the same door.
 * @returns false when it is too late: it is on its way, or gone.
 */
export async function replaceEntry(db: Database, anew: NewEntry, more: readonly NewEntry[] = []): Promise<boolean> {
  const others = await Promise.all(more.map((entry) => sealEntry(db, freshEntry(entry))))
  const replaced = await onEntry(db, anew.id, async (entry, isAsRead) => {
    if (!mayEdit(entry)) return false
    const row = await sealEntry(db, edited(entry, anew))
    const tx = db.transaction(['entries', 'drafts'], 'readwrite', strict)
    const store = tx.objectStore('entries')
    const mine = isAsRead(await store.get(entry.seq))
    if (mine) {
      await store.put(row)
      await tx.objectStore('drafts').delete(draftKeys.entry(anew.id))
      for (const other of others) if ((await store.index('id').getKey(other.id)) === undefined) await store.add(other)
    }
    await tx.done
    return mine || 'too_late'
  })
  changed('entries')
  changed('drafts')
  return replaced === true
}
