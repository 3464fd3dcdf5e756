import { observable } from './sync/observable.ts'

export const themes = ['auto', 'light', 'dark'] as const
/** `auto`: as the phone itself. */
type Theme = (typeof themes)[number]

const KEY = 'linli.theme'
const bars = { light: '#edf0f2', dark: '#181f25' } as const
const night = matchMedia('(prefers-color-scheme: dark)')

export const theme = observable<Theme>(themes.find((each) => each === localStorage.getItem(KEY)) ?? 'auto')

/** Before the first view, and again when the phone itself turns dark. */
export function beginTheme(): void {
  apply()
  night.addEventListener('change', apply)
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(KEY, chosen)
  theme.set(chosen)
  apply()
}

function apply(): void {
  const chosen = theme.get()
  const drawn = chosen === 'auto' ? (night.matches ? 'dark' : 'light') : chosen
  document.documentElement.dataset['theme'] = drawn
  // The bar of the phone above the page.
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', bars[drawn])
}
