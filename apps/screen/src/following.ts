import { type LiveState, subscribeLive } from '@linli/client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** How long a new matter wears its ring. */
const FRESH_MS = 20_000
/** Events within one such moment cause one reading: counters are folded every quarter second. */
const GATHER_MS = 350

/** Follows events and loads the figures anew when something happened; tells which matters have just come. */
export function useFollowing(active: boolean): LiveState & { readonly fresh: ReadonlySet<string> } {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>({ kind: 'live' })
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())

  useEffect(() => {
    if (!active) return
    let gather: ReturnType<typeof setTimeout> | undefined
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const reload = () => {
      gather ??= setTimeout(() => {
        gather = undefined
        void queries.invalidateQueries({ queryKey: ['screen'] })
      }, GATHER_MS)
    }
    const stop = subscribeLive({
      url: '/api/live',
      onReset: reload,
      onState: setState,
      onMessage: (message) => {
        if (message.module !== 'matters') return
        // At once for the stream, and once more when the counters have been folded.
        void queries.invalidateQueries({ queryKey: ['screen'] })
        reload()
        if (message.kind !== 'matter.report') return
        setFresh((before) => new Set(before).add(message.subjectId))
        timers.add(
          setTimeout(() => {
            setFresh((before) => {
              const rest = new Set(before)
              rest.delete(message.subjectId)
              return rest
            })
          }, FRESH_MS),
        )
      },
    })
    return () => {
      stop()
      clearTimeout(gather)
      for (const timer of timers) clearTimeout(timer)
    }
  }, [active, queries])
  return { ...state, fresh }
}
