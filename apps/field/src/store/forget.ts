import { deleteDB } from 'idb'
import { copies, type Database, nameOf } from './database.ts'
import { readEntries } from './entries.ts'

/** At leaving: everything goes but what the server does not have yet. @returns how many things stay. */
export async function forget(db: Database, staffId: string): Promise<number> {
  const entries = await readEntries(db)
  const done = entries.filter(({ state }) => state === 'done')
  const staying = entries.length - done.length + (await db.count('drafts'))
  if (staying === 0) {
    await wipe(db, staffId)
    return 0
  }
  const tx = db.transaction(['entries', ...copies], 'readwrite')
  await Promise.all([
    ...copies.map((name) => tx.objectStore(name).clear()),
    ...done.map(({ seq }) => tx.objectStore('entries').delete(seq)),
  ])
  await tx.done
  db.close()
  return staying
}

/** Everything of this person, sent or not. */
export async function wipe(db: Database, staffId: string): Promise<void> {
  db.close()
  await deleteDB(nameOf(staffId))
}
