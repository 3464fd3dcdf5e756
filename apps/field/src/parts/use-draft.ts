import { useCallback, useEffect, useRef, useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import { readDraft, saveDraft } from '../store/drafts.ts'

export interface DraftState<T> {
  /** Undefined until the phone has been asked. */
  readonly value: T | undefined
  /** When it was last safely on the phone. */
  readonly savedAt: string | null
  /** The phone is full: what is typed is only on the screen. */
  readonly failed: boolean
  /** From the form as it is by then: a picture may be ready long after the words were typed. */
  update(change: (now: T) => T): void
  /** Writes nothing more: what the draft was for is done, and a late write would bring it back. */
  end(): Promise<void>
  /** It was not done after all: what is typed from now on is kept again. */
  resume(): void
}

/**
 * A form that is written to the phone with every keystroke. Only the latest state is ever waiting to be written, so fast
 * typing on a slow phone costs one write at a time. `start` is asked for only when there is no draft.
 */
export function useDraft<T>(key: string, start: () => Promise<T>): DraftState<T> {
  const { db } = useAccount()
  const [value, show] = useState<T>()
  const [savedAt, noteSaved] = useState<string | null>(null)
  const [failed, noteFailed] = useState(false)
  const writing = useRef<Promise<void> | null>(null)
  const ended = useRef(false)
  const current = useRef<T | undefined>(undefined)
  const latest = useRef<{ value: T } | null>(null)
  const begin = useRef(start)
  begin.current = start

  useEffect(() => {
    let over = false
    void (async () => {
      const draft = await readDraft(db, key)
      // Written by this hook under a key that says which form it is.
      const first = draft === undefined ? await begin.current() : (draft.value as T)
      if (over) return
      current.current = first
      show(first)
      noteSaved(draft?.savedAt ?? null)
    })()
    return () => {
      over = true
    }
  }, [db, key])

  const update = useCallback(
    (change: (now: T) => T) => {
      if (current.current === undefined) return
      const next = change(current.current)
      current.current = next
      show(next)
      latest.current = { value: next }
      if (writing.current !== null || ended.current) return
      writing.current = (async () => {
        while (latest.current !== null && !ended.current) {
          const { value: wanted } = latest.current
          latest.current = null
          const saved = await saveDraft(db, key, wanted).then(
            () => true,
            () => false,
          )
          noteFailed(!saved)
          if (saved) noteSaved(new Date().toISOString())
        }
        writing.current = null
      })()
    },
    [db, key],
  )
  useEffect(() => {
    if (!failed) return
    // Room may have been made in another app; nobody should have to type a letter to find out.
    const timer = setInterval(() => update((now) => now), 3000)
    return () => clearInterval(timer)
  }, [failed, update])
  const end = useCallback(async () => {
    ended.current = true
    await writing.current
  }, [])
  const resume = useCallback(() => {
    ended.current = false
  }, [])
  return { value, savedAt, failed, update, end, resume }
}
