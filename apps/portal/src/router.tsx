import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react'
import { isRecord } from './keep/stored.ts'

const moved = 'linli:moved'

/** Goes to an address made by `paths`. */
export function go(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(history.state, '', address)
  else history.pushState({ depth: depth() + 1 }, '', address)
  window.dispatchEvent(new Event(moved))
  window.scrollTo(0, 0)
}

/** One step back, or home for whoever came in by a link. */
export function goBack(otherwise: string): void {
  if (depth() > 0) history.back()
  else go(otherwise, { replace: true })
}

/** How many of our own pages lie before this one in the history. */
function depth(): number {
  const state: unknown = history.state
  return isRecord(state) && typeof state['depth'] === 'number' ? state['depth'] : 0
}

export function useAddress(): string {
  return useSyncExternalStore(subscribe, currentAddress)
}

function currentAddress(): string {
  return location.pathname + location.search
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(moved, listener)
  window.addEventListener('popstate', listener)
  return () => {
    window.removeEventListener(moved, listener)
    window.removeEventListener('popstate', listener)
  }
}

export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        if (!leavesThisPage(event)) return
        event.preventDefault()
        go(href)
      }}
    />
  )
}

// A new tab, a download or another button is the browser's business.
function leavesThisPage(event: MouseEvent): boolean {
  return (
    event.button === 0 &&
    !event.defaultPrevented &&
    !event.metaKey &&
    !event.ctrlKey &&
    !event.shiftKey &&
    !event.altKey
  )
}
