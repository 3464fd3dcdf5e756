import { useEffect, useState } from 'react'
import { onChange } from '../store/changes.ts'

export interface Estimate {
  readonly used: number
  readonly all: number
  /** The browser has promised not to clear it when the phone runs full. */
  readonly fixed: boolean
}

export const MEGABYTE = 1024 * 1024
/** A day's pictures fit into this; below it they may not. */
const NEARLY_FULL = 100 * MEGABYTE
const LOOK_MS = 60_000

export const isNearlyFull = ({ used, all }: Estimate) => all - used < NEARLY_FULL

/** How much room the phone gives, looked at again as things are put in; null while unknown, or where a browser does not tell. */
export function useEstimate(): Estimate | null {
  const [estimate, setEstimate] = useState<Estimate | null>(null)
  useEffect(() => {
    let over = false
    let lookedAt = 0
    const look = () => {
      lookedAt = Date.now()
      void read().then(
        (found) => {
          if (!over) setEstimate(found)
        },
        () => undefined,
      )
    }
    // Every letter typed is put in; room does not go as fast.
    const stop = onChange('entries', () => {
      if (Date.now() - lookedAt > LOOK_MS / 6) look()
    })
    const timer = setInterval(look, LOOK_MS)
    look()
    return () => {
      over = true
      stop()
      clearInterval(timer)
    }
  }, [])
  return estimate
}

async function read(): Promise<Estimate | null> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {}
  if (quota === 0) return null
  return { used: usage, all: quota, fixed: (await navigator.storage?.persisted?.()) ?? false }
}
