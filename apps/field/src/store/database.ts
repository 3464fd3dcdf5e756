import type { OrganisationOnPhone } from '@linli/contract/field-sync'
import type { DueItem } from '@linli/contract/fieldwork'
import type { Matter } from '@linli/contract/matters'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Entry } from '../outbox/entry.ts'
import type { FactName, Facts } from './facts.ts'
import type { Sealed, SealedRow } from './sealing.ts'

/** Changes with every writing: who read before another wrote, notices. */
interface Revised {
  readonly rev: string
}

/** A picture as it lies on the disk; one of an older app lies open. */
export type KeptPhoto = { readonly key: string; readonly keptAt: number } & (
  | { readonly blob: Blob }
  | ({ readonly type: string } & Sealed)
)

/** What of the outbox lies open is only how it is found; an older app kept it as it was. */
export type EntryRow = ({ readonly seq: number; readonly id: string } & Revised & Sealed) | (Entry & Partial<Revised>)
export type DraftRow =
  | ({ readonly key: string; readonly savedAt: string } & Revised & Sealed)
  | (Draft & Partial<Revised>)

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
  /** The outbox, in the order in which things were put in; this and what follows is sealed under the phone's own key. */
  entries: { key: number; value: EntryRow; indexes: { id: string } }
  /** Pictures of drafts and entries, as they will be sent. */
  photos: { key: string; value: KeptPhoto }
  drafts: { key: string; value: DraftRow }
  keys: { key: string; value: CryptoKey }
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
export const copies = ['matters', 'pictures', 'facts', ...ofGrids] as const

/** The copy of one grid, with the facts that say how far it goes. */
export const gridStores = [...ofGrids, 'facts'] as const

/** Each person has a database of their own: two who share a phone never see each other's. */
export const nameOf = (staffId: string) => `linli.field.${staffId}`

export function openDatabase(staffId: string): Promise<Database> {
  return openDB<FieldSchema>(nameOf(staffId), 3, {
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
      if (before < 3) db.createObjectStore('keys')
    },
    // Another tab has a newer version of this app: let it change the form of the database.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
}
