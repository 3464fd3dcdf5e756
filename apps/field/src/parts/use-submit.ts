import { useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import type { NewEntry } from '../outbox/entry.ts'
import { putEntry, replaceEntry } from '../store/entries.ts'

export type SubmitFailure = 'too_late' | 'not_kept'

interface Submit {
  readonly failure: SubmitFailure | null
  readonly busy: boolean
  /** @returns whether it lies safely in the outbox. */
  submit(entry: NewEntry, options: { draftKey: string; editing: boolean; end: () => Promise<void> }): Promise<boolean>
}

/** Into the outbox, and off to send. A second tap while the first is being kept does nothing. */
export function useSubmit(): Submit {
  const { db, driver } = useAccount()
  const [failure, setFailure] = useState<SubmitFailure | null>(null)
  const [busy, setBusy] = useState(false)
  return {
    failure,
    busy,
    async submit(entry, { draftKey, editing, end }) {
      if (busy) return false
      setBusy(true)
      try {
        await end()
        if (editing && !(await replaceEntry(db, entry))) {
          setFailure('too_late')
          return false
        }
        if (!editing) await putEntry(db, entry, draftKey)
        driver.now()
        return true
      } catch {
        setFailure('not_kept')
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
