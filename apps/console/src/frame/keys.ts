import { useEffect, useRef } from 'react'

/**
 * Single keys of a page, by what is printed on them (`j`, `Enter`). They act only where nobody is writing, with no other key
 * held; Enter stays with a button or link that has the focus.
 */
export function useKeys(keys: Readonly<Record<string, (() => void) | null | undefined>>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!act) return
      const { target } = event
      if (event.key === 'Enter' && target instanceof HTMLElement && target.closest('a, .btn, summary, [role=tab]'))
        return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** Single keys act only where nobody is writing. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) && !isTick(target)) ||
      target.closest('dialog') !== null)
  )
}

// Nothing is written into a box that is ticked.
const isTick = (target: HTMLElement) => target instanceof HTMLInputElement && target.type === 'checkbox'
