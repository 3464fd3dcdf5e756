import { useRef, useState } from 'react'

type Kept = Readonly<Record<string, unknown>>

/** What is typed and drawn under a name, kept in this tab until it is done: neither a reload nor the back button loses it. */
export function useDraft(name: string) {
  const [start] = useState<Kept>(() => read(name))
  const now = useRef<Kept | null>(start)
  return {
    /** As it was when the page came up. */
    start,
    /** Something was left here earlier. */
    resumed: Object.keys(start).length > 0,
    text(field: string, otherwise = '') {
      const kept = start[field]
      return typeof kept === 'string' ? kept : otherwise
    },
    keep(part: Kept) {
      // After it is done nothing is kept any more, whatever is still drawn on its way out.
      if (now.current === null) return
      now.current = { ...now.current, ...part }
      sessionStorage.setItem(name, JSON.stringify(now.current))
    },
    drop() {
      now.current = null
      sessionStorage.removeItem(name)
    },
  }
}

export type Draft = ReturnType<typeof useDraft>

function read(name: string): Kept {
  const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
  // Written by `keep` alone, under a name of its own.
  return typeof kept === 'object' && kept !== null ? (kept as Kept) : {}
}

/** The texts of a form, as a draft keeps them. */
export function textsOf(form: HTMLFormElement): Kept {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string'))
}
