import { peopleRoutes } from '@linli/contract/people'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../../api.ts'

/** A pause in typing this long means that somebody wants to see something. */
const PAUSE_MS = 150

/** What these words find, some moments after the last letter; an answer that nobody waits for any more is given up. */
export function useSearch(words: string, areaId: string | null, kinds?: readonly ('person' | 'household')[]) {
  const asked = useSettled(words.trim())
  const input = { q: asked, ...(areaId ? { areaId } : {}), ...(kinds ? { kinds: [...kinds] } : {}) }
  const found = useQuery({
    queryKey: [peopleRoutes.searchRegister.path, input],
    enabled: asked !== '',
    queryFn: ({ signal }) => client.call(peopleRoutes.searchRegister, input, { signal }),
    placeholderData: keepPreviousData,
    // Names are not kept in this tab's memory for longer than they are looked at.
    gcTime: 30_000,
  })
  return { ...found, asked, pending: words.trim() !== asked || found.isFetching }
}

export type Search = ReturnType<typeof useSearch>

function useSettled(words: string): string {
  const [settled, settle] = useState(words)
  useEffect(() => {
    if (words === '') return settle('')
    const timer = setTimeout(() => settle(words), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words])
  return settled
}
