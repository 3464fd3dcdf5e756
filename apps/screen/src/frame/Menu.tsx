import { Icon, type IconName, useLocale } from '@linli/ui'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../messages.ts'
import { chooseTheme, useTheme } from './theme.ts'

export interface MenuEntry {
  readonly icon: IconName
  readonly words: string
  readonly run: () => void
}

/** Everything that is done with the screen rather than seen on it, out of sight until asked for. */
export function Menu({ entries }: { entries: readonly MenuEntry[] }) {
  const m = useMessages()
  const { locale, setLocale } = useLocale()
  const theme = useTheme()
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    menu.current?.querySelector('button')?.focus()
    const outside = (event: PointerEvent) =>
      !menu.current?.parentElement?.contains(event.target as Node) && setOpen(false)
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])

  const all: readonly MenuEntry[] = [
    ...entries,
    {
      icon: 'eye',
      words: theme === 'dark' ? m.light : m.dark,
      run: () => chooseTheme(theme === 'dark' ? 'light' : 'dark'),
    },
    { icon: 'text', words: m.language, run: () => setLocale(locale === 'zh' ? 'en' : 'zh') },
    { icon: 'target', words: m.fullScreen, run: toggleFullScreen },
    { icon: 'list', words: m.toConsole, run: () => location.assign('/console/') },
  ]
  return (
    <div className="menu">
      <button type="button" className="tool" aria-label={m.menu} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="more" />
      </button>
      {open && (
        <div
          ref={menu}
          className="menulist"
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpen(false)
          }}
        >
          {all.map(({ icon, words, run }) => (
            <button
              key={words}
              type="button"
              onClick={() => {
                setOpen(false)
                run()
              }}
            >
              <Icon name={icon} /> {words}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function toggleFullScreen(): void {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
  // A browser may refuse; then the key F11 does the same.
  done.catch(() => {})
}
