import { newId, problemText } from '@linli/client'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { useLocale } from '@linli/ui'
import { useRef, useState } from 'react'
import { client, queryClient } from '../api.ts'

/**
 * Runs a command of this page and reads anew what it changed. It keeps its id until it has been answered, so that
 * pressing again after a lost connection does nothing twice.
 */
export function useCommand<R extends Route>(route: R, changes: readonly string[]) {
  const { locale } = useLocale()
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const pending = useRef<{ key: string; id: string } | null>(null)

  async function run(input: Omit<RouteInput<R>, 'commandId'>): Promise<RouteOutput<R> | null> {
    const key = JSON.stringify(input)
    if (pending.current?.key !== key) pending.current = { key, id: newId() }
    setBusy(true)
    setFault(null)
    try {
      // Every command route takes commandId; the rest was checked against the route by the caller.
      const answer = await client.call(route, { ...input, commandId: pending.current.id } as unknown as RouteInput<R>)
      pending.current = null
      for (const path of changes) void queryClient.invalidateQueries({ queryKey: [path] })
      return answer
    } catch (error) {
      setFault(problemText(error, locale))
      return null
    } finally {
      setBusy(false)
    }
  }
  return { run, fault, busy }
}
