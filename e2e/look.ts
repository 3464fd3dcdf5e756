import { type default as Axe, type RunOptions, source as axeSource } from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds on the page as it stands, a line for each element: `rule selector`. */
export const axeFaults = (page: Page): Promise<string[]> => faultsBy(page, {})

/** The colours of the dark theme: it changes nothing else. */
export async function darkFaults(page: Page): Promise<string[]> {
  const drawn = () => page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'))
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'))
  await drawn()
  const faults = await faultsBy(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'))
  await drawn()
  return faults.map((fault) => `dark: ${fault}`)
}

/** Without what nobody reads here: the names of all that is in order are most of axe's work. */
const briefly: RunOptions = { resultTypes: ['violations'], preload: false }

async function faultsBy(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  return page.evaluate(
    async (wanted) => {
      const { violations } = await globalThis.axe.run(document, wanted)
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target.join(' ')}`))
    },
    { ...briefly, ...options },
  )
}

declare global {
  var axe: typeof Axe
}

/** Whether something of the page lies outside its width. */
export function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll('*')].filter(
      (each) => each.getBoundingClientRect().right > width + 1,
    )
    return wide.slice(-3).map((each) => `${each.tagName.toLowerCase()}.${each.getAttribute('class') ?? ''}`)
  })
}

/**
 * Targets smaller than `least` CSS pixels either way. A field inside its label is as large as the label; a link within a
 * sentence is as high as its line, which WCAG allows; what lies off the screen until it has the focus is measured then.
 */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((limit) => {
    const targets = document.querySelectorAll<HTMLElement | SVGElement>(
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=link], [role=button], [role=tab]',
    )
    const faults: string[] = []
    for (const target of targets) {
      const whole = target.closest('label') ?? target
      const { width, height, right } = whole.getBoundingClientRect()
      const seen = width > 1 && height > 1 && right > 0 && target.checkVisibility({ visibilityProperty: true })
      const inSentence = target.tagName === 'A' && getComputedStyle(target).display === 'inline'
      if (!seen || inSentence || (Math.round(width) >= limit && Math.round(height) >= limit)) continue
      const name = target.getAttribute('aria-label') ?? target.textContent ?? ''
      faults.push(
        `${target.tagName.toLowerCase()} “${name.trim().slice(0, 20)}” ${Math.round(width)}×${Math.round(height)}`,
      )
    }
    return faults
  }, least)
}

/** Words in `main` drawn smaller than `least` CSS pixels. */
export function smallWords(page: Page, least: number): Promise<string[]> {
  return page.evaluate((limit) => {
    const faults: string[] = []
    const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement
      const words = texts.currentNode.textContent?.trim() ?? ''
      if (parent === null || words === '' || parent.closest('.sr, option') || !parent.checkVisibility()) continue
      const size = parseFloat(getComputedStyle(parent).fontSize)
      if (size < limit) faults.push(`“${words.slice(0, 20)}” ${size}px`)
    }
    return faults
  }, least)
}

/** Whether the element with the focus shows it: an outline of its own, of its label, or of what holds it. */
export function focusShows(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return null
    const holders = [focused, focused.closest('label'), focused.parentElement, focused.firstElementChild]
    const shown = holders.some((each) => {
      if (each === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(each)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
    })
    const name = focused.getAttribute('aria-label') ?? focused.textContent?.trim().slice(0, 30) ?? ''
    return `${shown ? 'shown' : 'HIDDEN'} ${focused.tagName.toLowerCase()} ${name}`
  })
}
