import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { incidentsKey } from './use-incidents.ts'
import { followScreen, type Followed, PointStore } from './follow-screen.ts'

interface Options {
  /** The server no longer answers this person, or no longer knows this area. */
  readonly onRefused: () => void
}

/** The screen of an area as it is told, from now on. What was shown of another area stays until the new one is there. */
export function useScreen(areaId: string | undefined, { onRefused }: Options) {
  const queries = useQueryClient()
  const [followed, setFollowed] = useState<Followed>({ snapshot: null, lost: null })
  const points = useMemo(() => new PointStore(), [areaId])
  const refused = useRef(onRefused)
  useEffect(() => {
    refused.current = onRefused
  })
  useEffect(
    () =>
      followScreen({
        areaId,
        points,
        onRefused: () => refused.current(),
        onIncidents: (items) =>
          items === null
            ? void queries.invalidateQueries({ queryKey: incidentsKey })
            : queries.setQueryData(incidentsKey, { items }),
        onArranged: () => void queries.invalidateQueries({ queryKey: ['arrangement'] }),
        onChange: (next) => setFollowed((before) => (next.snapshot ? next : { ...before, lost: next.lost })),
      }),
    [areaId, points, queries],
  )
  return { ...followed, points }
}
