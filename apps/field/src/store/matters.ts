import type { Matter } from '@linli/contract/matters'
import { changed } from './changes.ts'
import type { Database, KeptMatter } from './database.ts'

export function isMatter(answer: unknown): answer is Matter {
  return typeof answer === 'object' && answer !== null && 'timeline' in answer && 'available' in answer
}

export async function keepMatter(db: Database, matter: Matter, fetchedAt = Date.now()): Promise<void> {
  await db.put('matters', { id: matter.id, matter, fetchedAt })
}

/** What was kept of these is no longer what the server has. */
export async function outdate(db: Database, ids: readonly string[]): Promise<void> {
  const tx = db.transaction('matters', 'readwrite')
  for (const id of ids) {
    const kept = await tx.store.get(id)
    if (kept !== undefined) await tx.store.put({ ...kept, outdated: true })
  }
  await tx.done
}

export function readMatter(db: Database, id: string): Promise<KeptMatter | undefined> {
  return db.get('matters', id)
}

/** Keeps only what still matters here; pictures go with their matters. */
export async function keepOnly(db: Database, ids: ReadonlySet<string>): Promise<void> {
  const tx = db.transaction(['matters', 'pictures'], 'readwrite')
  const pictures = new Set<string>()
  for (const { id, matter } of await tx.objectStore('matters').getAll()) {
    if (ids.has(id)) matter.pictures.forEach((picture) => pictures.add(picture.id))
    else await tx.objectStore('matters').delete(id)
  }
  for (const id of await tx.objectStore('pictures').getAllKeys()) {
    if (!pictures.has(id)) await tx.objectStore('pictures').delete(id)
  }
  await tx.done
  changed('matters')
}
