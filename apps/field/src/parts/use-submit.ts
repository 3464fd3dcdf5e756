import { useRef, useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import type { NewEntry } from '../outbox/entry.ts'
import { putEntries, replaceEntry } from '../store/entries.ts'
import type { DraftState } from './use-draft.ts'

export type SubmitFailure = 'too_late' | 'not_kept'

interface Options {
  readonly draftKey: string
  readonly editing: boolean
  readonly draft: Pick<DraftState<unknown>, 'end' | 'resume'>
  /** What goes with it, kept in the same step: reports from the same door. */
  readonly more?: readonly NewEntry[]
  /** A matter that belongs to the round under way, if one is. */
  readonly underWay?: string
}

interface Submit {
  readonly failure: SubmitFailure | null
  readonly busy: boolean
  /** @returns whether it lies safely in the outbox. */
  submit(entry: NewEntry, options: Options): Promise<boolean>
}

/** Into the outbox, and off to send. A second tap while the first is being kept does nothing. */
export function useSubmit(): Submit {
  const { db, driver } = useAccount()
  const [failure, setFailure] = useState<SubmitFailure | null>(null)
  const [busy, setBusy] = useState(false)
  // A second tap may come before the first has been drawn.
  const running = useRef(false)

  async function keep(
    entry: NewEntry,
    { draftKey, editing, draft, more = [], underWay }: Options,
  ): Promise<SubmitFailure | null> {
    try {
      await draft.end()
      const steps = { drop: draftKey, ...(underWay === undefined ? {} : { underWay }) }
      if (!editing) await putEntries(db, [entry, ...more], steps)
      else if (!(await replaceEntry(db, entry, more))) return 'too_late'
      return null
    } catch {
      return 'not_kept'
    }
  }

  return {
    failure,
    busy,
    async submit(entry, options) {
      if (running.current) return false
      running.current = true
      setBusy(true)
      const failed = await keep(entry, options)
      running.current = false
      setBusy(false)
      setFailure(failed)
      if (failed === null) driver.now()
      else options.draft.resume()
      return failed === null
    },
  }
}
