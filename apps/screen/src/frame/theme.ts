import { useSyncExternalStore } from 'react'

export type Theme = 'dark' | 'light'
const KEY = 'linli.screen.theme'
const CHANGED = 'linli:theme'

// An address may say it, so that a screen can be set up once; else what was chosen on this device.
const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(KEY)
apply(asked === 'light' ? 'light' : 'dark')
let printing = false

function apply(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  dispatchEvent(new Event(CHANGED))
}

export const themeNow = (): Theme => (document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark')

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  apply(theme)
}

// Paper is white: whatever hangs on the wall is printed light.
addEventListener('beforeprint', () => {
  if (themeNow() === 'light') return
  printing = true
  apply('light')
})
addEventListener('afterprint', () => {
  if (printing) apply('dark')
  printing = false
})

export function useTheme(): Theme {
  return useSyncExternalStore((onChange) => {
    addEventListener(CHANGED, onChange)
    return () => removeEventListener(CHANGED, onChange)
  }, themeNow)
}
