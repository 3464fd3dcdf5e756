import { createContext, useCallback, useContext, useEffect, useState } from 'react'
import type { Entry } from '../outbox/entry.ts'
import { onChange, type Topic } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { readEntries } from '../store/entries.ts'
import type { FactName, Facts } from '../store/facts.ts'
import type { Account } from './account.ts'

export const AccountContext = createContext<Account | null>(null)

/** Whose app it is. Only used below the login. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (account === null) throw new Error('no account above')
  return account
}

/** What was read last, so that a page one comes back to is there at once, where one left it. */
const lastRead = new WeakMap<Database, Map<string, unknown>>()

function memoryOf(db: Database): Map<string, unknown> {
  const memory = lastRead.get(db) ?? new Map<string, unknown>()
  lastRead.set(db, memory)
  return memory
}

/**
 * What the phone holds, read anew whenever something of that kind is written; undefined until the first reading.
 * `name` says what is read: the same name must always mean the same reading.
 */
export function useKept<T>(topic: Topic, name: string, read: (db: Database) => Promise<T>): T | undefined {
  const { db } = useAccount()
  const memory = memoryOf(db)
  // Put there below under the same name by the same reading.
  const [kept, keep] = useState(() => memory.get(name) as T | undefined)
  useEffect(() => {
    let over = false
    const load = () => {
      read(db).then(
        (value) => {
          memory.set(name, value)
          if (!over) keep(() => value)
        },
        // The database was closed under a page that is about to go: signing out, or a newer app in another tab.
        () => undefined,
      )
    }
    load()
    const stop = onChange(topic, load)
    return () => {
      over = true
      stop()
    }
  }, [db, memory, topic, name, read])
  return kept
}

export function useEntries(): readonly Entry[] | undefined {
  return useKept('entries', 'entries', readEntries)
}

/** A fact of the server as of the last sync; undefined while unknown. */
export function useFact<N extends FactName>(name: N): Facts[N] | undefined {
  // idb types a store's value by the store, not by the key: under a name only that fact is ever put.
  const read = useCallback((db: Database) => db.get('facts', name) as Promise<Facts[N] | undefined>, [name])
  return useKept('facts', name, read)
}
