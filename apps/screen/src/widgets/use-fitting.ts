import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** How many rows of a list fit into it, so that none is cut: a screen has no scroll bars. */
export function useFitting<E extends HTMLElement>(count: number): { list: RefObject<E | null>; shown: number } {
  const list = useRef<E>(null)
  const [room, setRoom] = useState({ height: 0, row: 1, columns: 1 })
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const measure = () => {
      const first = element.firstElementChild
      const columns = getComputedStyle(element)
        .gridTemplateColumns.split(' ')
        .filter((part) => part !== 'none').length
      // One row is always drawn: it is what is measured.
      if (first)
        setRoom({ height: element.clientHeight, row: first.getBoundingClientRect().height, columns: columns || 1 })
    }
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    measure()
    return () => watch.disconnect()
  }, [count])
  const rows = Math.floor((room.height + 1) / Math.max(room.row, 1))
  return { list, shown: Math.max(1, rows * room.columns) }
}
