import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react'
import { BASE } from './paths.ts'

// The console has a dozen pages and no nested loaders: the browser's own history is all that is needed.
const MOVED = 'linli:moved'

function subscribe(onMove: () => void): () => void {
  addEventListener('popstate', onMove)
  addEventListener(MOVED, onMove)
  return () => {
    removeEventListener('popstate', onMove)
    removeEventListener(MOVED, onMove)
  }
}

const here = () => location.pathname.slice(BASE.length) + location.search

export interface Place {
  readonly path: string
  readonly search: URLSearchParams
}

/** Where we are, below /console. */
export function usePlace(): Place {
  const url = useSyncExternalStore(subscribe, here)
  const [path = '', search = ''] = url.split('?')
  return { path: path === '' ? '/' : path, search: new URLSearchParams(search) }
}

export function go(path: string, replace = false): void {
  const url = BASE + path
  if (replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  dispatchEvent(new Event(MOVED))
}

/** Changes some of the filters that stand in the address; undefined takes one away. */
export function filter(changes: Record<string, string | undefined>): void {
  const search = new URLSearchParams(location.search)
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === '') search.delete(key)
    else search.set(key, value)
  }
  const words = search.toString()
  go(location.pathname.slice(BASE.length) + (words ? `?${words}` : ''), true)
}

export function Link({
  to,
  className,
  children,
  current,
  'aria-label': label,
}: {
  to: string
  className?: string
  children: ReactNode
  current?: boolean
  /** Where what is shown does not say where it leads. */
  'aria-label'?: string
}) {
  function follow(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
  return (
    <a
      href={BASE + to}
      onClick={follow}
      {...(className ? { className } : {})}
      {...(current ? { 'aria-current': 'page' as const } : {})}
      {...(label ? { 'aria-label': label } : {})}
    >
      {children}
    </a>
  )
}
