import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Hides the rows of a list that do not fit into it whole: a screen has no scroll bars, and no half lines. Rows may differ
 * in height and stand in columns. `content`: for what it is measured anew.
 */
export function useFitting<E extends HTMLElement>(content: unknown): RefObject<E | null> {
  const list = useRef<E>(null)
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const measure = () => {
      const end = element.getBoundingClientRect().bottom + 1
      const rows = [...element.children].filter((row) => row instanceof HTMLElement)
      const fits = rows.map((row) => row.getBoundingClientRect().bottom <= end)
      // Not laid out anew, and out of the way of keys and screen readers.
      for (const [index, row] of rows.entries()) row.style.visibility = fits[index] ? '' : 'hidden'
    }
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    measure()
    return () => watch.disconnect()
  }, [content])
  return list
}
