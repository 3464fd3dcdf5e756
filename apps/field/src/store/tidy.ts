import { isUnsent } from '../outbox/entry.ts'
import type { Database } from './database.ts'
import { openDraft } from './drafts.ts'
import { readEntries } from './entries.ts'

const DAY_MS = 86_400_000
/** How many that arrived stay visible, and for how long the order of versions may need them. */
const DONE_KEPT = 30

/** Frees the pictures of what has arrived, and forgets all but the last of it. What is done changes no more. */
export async function tidyDone(db: Database): Promise<void> {
  const entries = await readEntries(db)
  const waitedFor = new Set(entries.filter(isUnsent).map((entry) => entry.subject))
  const done = entries.filter((entry) => entry.state === 'done')
  const tx = db.transaction(['entries', 'photos'], 'readwrite')
  for (const entry of done) {
    for (const photo of entry.photos) await tx.objectStore('photos').delete(photo.key)
  }
  for (const entry of done.slice(0, -DONE_KEPT)) {
    if (!waitedFor.has(entry.subject)) await tx.objectStore('entries').delete(entry.seq)
  }
  await tx.done
}

/** Removes pictures that no draft and no entry names: a page was killed between taking and noting one, or it was deleted. */
export async function tidyPhotos(db: Database, now = Date.now()): Promise<void> {
  const old = (await db.getAll('photos')).filter(({ keptAt }) => now - keptAt > DAY_MS)
  if (old.length === 0) return
  // Keys are random ids: looking for them in the written form finds them wherever a form keeps them. What is a day old and
  // named by nobody will not be named any more.
  const rows = await db.getAll('drafts')
  const drafts = await Promise.all(rows.map((row) => openDraft(db, row)))
  const named = JSON.stringify([drafts, await readEntries(db)])
  for (const { key } of old) if (!named.includes(key)) await db.delete('photos', key)
}
