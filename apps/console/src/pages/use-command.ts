import { faultText, newId, ProblemError, problemText } from '@linli/client'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { useLocale } from '@linli/ui'
import { useRef, useState } from 'react'
import { client, queryClient } from '../api.ts'

/** Why a command was refused, in the reader's language. */
export interface Refused {
  /** For the whole form. */
  readonly fault: string | null
  /** For one field each, by its path in the input. */
  readonly faults: Readonly<Record<string, string>>
}

/**
 * Runs a command of this page and reads anew what it changed. It keeps its id until it has been answered, so that
 * pressing again after a lost connection does nothing twice.
 */
export function useCommand<R extends Route>(route: R, changes: readonly string[]) {
  const { locale } = useLocale()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const pending = useRef<{ key: string; id: string } | null>(null)

  async function run(input: Omit<RouteInput<R>, 'commandId'>): Promise<RouteOutput<R> | null> {
    const key = JSON.stringify(input)
    if (pending.current?.key !== key) pending.current = { key, id: newId() }
    setBusy(true)
    setError(null)
    try {
      // Every command route takes commandId; the rest was checked against the route by the caller.
      const answer = await client.call(route, { ...input, commandId: pending.current.id } as unknown as RouteInput<R>)
      pending.current = null
      for (const path of changes) void queryClient.invalidateQueries({ queryKey: [path] })
      return answer
    } catch (thrown) {
      setError(thrown)
      return null
    } finally {
      setBusy(false)
    }
  }
  const faults = error instanceof ProblemError ? error.faults : []
  return {
    run,
    busy,
    error,
    fault: error === null ? null : problemText(error, locale),
    faults: Object.fromEntries(faults.map((fault) => [fault.path, faultText(fault, locale)])),
  }
}
