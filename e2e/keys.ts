import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { focusShows } from './look.ts'

/** Presses Tab until the focus is on what is called so; on the way every stop must be visible. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press('Tab')
    const focus = await focusShows(page)
    expect(focus ?? '').not.toContain('HIDDEN')
    if ((await nameOfFocus(page)).includes(name)) return
  }
  throw new Error(`Tab never came to “${name}”`)
}

function nameOfFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement
    // After the last stop nothing has the focus, and the page itself is called by all that stands on it.
    if (focused === document.body) return ''
    const fills =
      focused instanceof HTMLInputElement ||
      focused instanceof HTMLTextAreaElement ||
      focused instanceof HTMLSelectElement
    return (
      focused?.getAttribute('aria-label') ?? (fills ? focused.labels?.[0]?.textContent : focused?.textContent) ?? ''
    )
  })
}
