import type { OrganisationOnPhone } from '@linli/contract/field-sync'
import type { DueItem } from '@linli/contract/fieldwork'
import type { Matter } from '@linli/contract/matters'
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Entry } from '../outbox/entry.ts'
import type { FactName, Facts } from './facts.ts'
import type { SealedRow } from './sealing.ts'

export interface KeptPhoto {
  readonly key: string
  readonly blob: Blob
  readonly keptAt: number
}

export interface Draft {
  readonly key: string
  readonly value: unknown
  readonly savedAt: string
}

export interface KeptMatter {
  readonly id: string
  readonly matter: Matter
  readonly fetchedAt: number
  /** It has changed on the server since: to be fetched as soon as there is a network. */
  readonly outdated?: true
}

interface FieldSchema extends DBSchema {
  /** The outbox, in the order in which things were put in. */
  entries: { key: number; value: Entry; indexes: { id: string } }
  /** Pictures of drafts and entries, as they will be sent. */
  photos: { key: string; value: KeptPhoto }
  drafts: { key: string; value: Draft }
  // What follows is a copy of the server's and may go at any time.
  matters: { key: string; value: KeptMatter }
  pictures: { key: string; value: { id: string; blob: Blob } }
  /** Sealed: who lives behind which door. */
  households: { key: string; value: SealedRow; indexes: { gridId: string } }
  organisations: { key: string; value: OrganisationOnPhone; indexes: { gridId: string } }
  due: { key: string; value: DueItem; indexes: { gridId: string } }
  facts: { key: FactName; value: Facts[FactName] }
}
export type Database = IDBPDatabase<FieldSchema>

/** What belongs to one grid, and goes with it. */
export const ofGrids = ['households', 'organisations', 'due'] as const
const copies = ['matters', 'pictures', 'facts', ...ofGrids] as const

/** The copy of one grid, with the facts that say how far it goes. */
export const gridStores = [...ofGrids, 'facts'] as const

/** Each person has a database of their own: two who share a phone never see each other's. */
const nameOf = (staffId: string) => `linli.field.${staffId}`

export function openDatabase(staffId: string): Promise<Database> {
  return openDB<FieldSchema>(nameOf(staffId), 2, {
    upgrade(db, before) {
      if (before < 1) {
        const entries = db.createObjectStore('entries', { keyPath: 'seq', autoIncrement: true })
        entries.createIndex('id', 'id', { unique: true })
        db.createObjectStore('photos', { keyPath: 'key' })
        db.createObjectStore('drafts', { keyPath: 'key' })
        db.createObjectStore('matters', { keyPath: 'id' })
        db.createObjectStore('pictures', { keyPath: 'id' })
        db.createObjectStore('facts')
      }
      if (before < 2) {
        for (const name of ofGrids) db.createObjectStore(name, { keyPath: 'id' }).createIndex('gridId', 'gridId')
      }
    },
    // Another tab has a newer version of this app: let it change the form of the database.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
}

/** At leaving: everything goes but what the server does not have yet. @returns how many things stay. */
export async function forget(db: Database, staffId: string): Promise<number> {
  const unsent = (await db.getAll('entries')).filter((entry) => entry.state !== 'done').length
  const drafts = await db.count('drafts')
  if (unsent + drafts === 0) {
    db.close()
    await deleteDB(nameOf(staffId))
    return 0
  }
  const tx = db.transaction(['entries', ...copies], 'readwrite')
  await Promise.all(copies.map((name) => tx.objectStore(name).clear()))
  for (const entry of await tx.objectStore('entries').getAll()) {
    if (entry.state === 'done') await tx.objectStore('entries').delete(entry.seq)
  }
  await tx.done
  db.close()
  return unsent + drafts
}

/** Everything of this person, sent or not. */
export async function wipe(db: Database, staffId: string): Promise<void> {
  db.close()
  await deleteDB(nameOf(staffId))
}
