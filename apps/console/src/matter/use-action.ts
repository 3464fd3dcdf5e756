import { newId, problemText } from '@linli/client'
import type { Matter } from '@linli/contract/matters'
import type { Route, RouteInput } from '@linli/contract/route'
import { useLocale } from '@linli/ui'
import { useRef, useState } from 'react'
import { client, queryClient, refreshMatters } from '../api.ts'

type Framing = 'commandId' | 'matterId' | 'seenVersion'

/**
 * Runs an action on the matter as it was seen. The command keeps its id until it has been answered, so that pressing
 * again after a lost connection does nothing twice; what was typed stays where it is when it is refused.
 */
export function useAction(matter: Matter | undefined, onDone?: () => void) {
  const { locale } = useLocale()
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const command = useRef<{ key: string; id: string } | null>(null)

  async function run<R extends Route>(route: R, input: Omit<RouteInput<R>, Framing>): Promise<boolean> {
    if (!matter || busy) return false
    const key = JSON.stringify([route.path, matter.version, input])
    if (command.current?.key !== key) command.current = { key, id: newId() }
    setBusy(true)
    setFault(null)
    try {
      // The framing fields are added here for every action alike; the rest was checked against the route by the caller.
      const whole = {
        ...input,
        commandId: command.current.id,
        matterId: matter.id,
        seenVersion: matter.version,
      } as unknown as RouteInput<R>
      const answer = await client.call(route, whole)
      command.current = null
      if (typeof answer === 'object' && answer !== null && 'timeline' in answer)
        queryClient.setQueryData(['/matters/:matterId', { matterId: matter.id }], answer)
      refreshMatters()
      onDone?.()
      return true
    } catch (error) {
      setFault(problemText(error, locale))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, fault, busy }
}
