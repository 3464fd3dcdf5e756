import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Width and height of an element in units of the design: what is drawn in it keeps its size of type on every screen. */
export function useBox(): { box: RefObject<HTMLDivElement | null>; width: number; height: number } {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 400, height: 150 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() => {
      const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
      setSize({ width: Math.round(element.clientWidth / unit), height: Math.round(element.clientHeight / unit) })
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return { box, ...size }
}
