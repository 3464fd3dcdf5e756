import type { StreamItem } from '@linli/contract/screen-shapes'
import { useEffect, useState } from 'react'

/** How long a new matter wears its ring. */
const FRESH_MS = 90_000

/** Matters that have come in just now; each loses its mark by itself. */
export function useFresh(stream: readonly StreamItem[]): ReadonlySet<string> {
  const [now, setNow] = useState(() => Date.now())
  const newest = stream[0]?.id
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [newest])
  const key = stream
    .filter(({ at }) => now - Date.parse(at) < FRESH_MS)
    .map(({ id }) => id)
    .join(' ')
  const [fresh, setFresh] = useState<{ key: string; ids: ReadonlySet<string> }>({ key: '', ids: new Set() })
  // The same set while the same matters are new: what is drawn by it is not drawn anew.
  useEffect(() => setFresh({ key, ids: new Set(key.split(' ').filter(Boolean)) }), [key])
  return fresh.ids
}
