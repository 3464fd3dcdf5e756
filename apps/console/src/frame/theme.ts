const KEY = 'linli.theme'

/** Light unless chosen otherwise on this device, or the device itself is dark. */
export function isDark(): boolean {
  const chosen = localStorage.getItem(KEY)
  return chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark'
}

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light'
}

export function toggleTheme(): void {
  localStorage.setItem(KEY, isDark() ? 'light' : 'dark')
  applyTheme()
}
