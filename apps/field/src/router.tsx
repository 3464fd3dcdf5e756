import {
  type AnchorHTMLAttributes,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react'

const MOVED = 'linli:moved'

/** Goes to an address made by `paths`. */
export function go(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(history.state, '', address)
  else history.pushState({ within: true }, '', address)
  tops.delete(address)
  window.dispatchEvent(new Event(MOVED))
}

/** How far down each page was when it was left. */
const tops = new Map<string, number>()

/** The scrolling part of the screen: a page gone to begins at its top, one come back to is where it was. */
export function useScrollMemory(address: string): RefObject<HTMLElement | null> {
  const part = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    part.current?.scrollTo(0, tops.get(address) ?? 0)
  }, [address])
  useEffect(() => {
    const element = part.current
    const note = () => element && tops.set(address, element.scrollTop)
    element?.addEventListener('scroll', note, { passive: true })
    return () => element?.removeEventListener('scroll', note)
  }, [address])
  return part
}

/** One step back; for whoever came in by a link, to `otherwise`. */
export function goBack(otherwise: string): void {
  const state: unknown = history.state
  if (typeof state === 'object' && state !== null && 'within' in state) history.back()
  else go(otherwise, { replace: true })
}

export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.pathname + location.search)
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(MOVED, listener)
  window.addEventListener('popstate', listener)
  return () => {
    window.removeEventListener(MOVED, listener)
    window.removeEventListener('popstate', listener)
  }
}

export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        // A new tab or another button is the browser's business.
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        go(href)
      }}
    />
  )
}
