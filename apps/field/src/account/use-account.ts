import { createContext, useCallback, useContext, useEffect, useState } from 'react'
import type { Entry } from '../outbox/entry.ts'
import { onChange, type Topic } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import type { FactName, Facts } from '../store/facts.ts'
import type { Account } from './account.ts'

export const AccountContext = createContext<Account | null>(null)

/** Whose app it is. Only used below the login. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (account === null) throw new Error('no account above')
  return account
}

/** What the phone holds, read anew whenever something of that kind is written; undefined until the first reading. */
export function useKept<T>(topic: Topic, read: (db: Database) => Promise<T>): T | undefined {
  const { db } = useAccount()
  const [kept, keep] = useState<T>()
  useEffect(() => {
    let over = false
    const load = () => {
      read(db).then(
        (value) => over || keep(() => value),
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
  }, [db, topic, read])
  return kept
}

const readEntries = (db: Database) => db.getAll('entries')

export function useEntries(): readonly Entry[] | undefined {
  return useKept('entries', readEntries)
}

/** A fact of the server as of the last sync; undefined while unknown. */
export function useFact<N extends FactName>(name: N): Facts[N] | undefined {
  // idb types a store's value by the store, not by the key: under a name only that fact is ever put.
  const read = useCallback((db: Database) => db.get('facts', name) as Promise<Facts[N] | undefined>, [name])
  return useKept('facts', read)
}
